import type { Fact, FactOf } from '../facts.ts';
import { andThen, type Ledger, type Remote, type Step, step } from './state.ts';

/** The id of a bolus from afar begins with the remote that asks for it, so that no other's can be meant. */
const isBy = (principal: string, bolus: string): boolean => bolus.startsWith(`${principal}-`);

/** Whether a remote has caused this fact: it says so, or it means a bolus that a paired remote asks for. */
export const isFromAfar = ({ remote: { partners } }: Ledger, fact: Fact): boolean =>
  ('origin' in fact && fact.origin === 'remote') ||
  ('bolus' in fact && Object.keys(partners).some(principal => isBy(principal, fact.bolus)));

export const pairRemote = (ledger: Ledger, { principal, role }: FactOf<'remote.paired'>): Step =>
  step(withRemote(ledger, { partners: { ...ledger.remote.partners, [principal]: role } }));

/** A permission goes with the remote that holds it. */
export const unpairRemote = (ledger: Ledger, { principal }: FactOf<'remote.unpaired'>): Step => {
  const { [principal]: gone, ...partners } = ledger.remote.partners;
  if (gone === undefined) return step(ledger);
  const without = withRemote(ledger, { partners });
  const isHolder = ledger.remote.permission?.principal === principal;
  return step(
    isHolder ? revokePermission(without) : without,
    ...(isHolder ? [{ type: 'remote.spent' } as const] : []),
    ...(Object.keys(partners).length === 0 ? [{ type: 'remote.forgotten' } as const] : []),
  );
};

/** Whether this remote may be permitted this bolus, as far as is counted. Whose turn it is, the chart knows. */
export const requestPermission = (
  ledger: Ledger,
  { principal, bolus }: FactOf<'remote.permissionRequested'>,
): Step => {
  const reasons = permissionObjections(ledger, principal, bolus);
  return step(
    ledger,
    reasons.length === 0
      ? { type: 'remote.admitted', principal, bolus }
      : { type: 'remote.refused', principal, bolus, reasons },
  );
};

const permissionObjections = (ledger: Ledger, principal: string, bolus: string): readonly string[] => {
  const { current, used } = ledger.bolus;
  const reasons: string[] = [];
  if (ledger.remote.partners[principal] !== 'controller' || !isBy(principal, bolus))
    reasons.push(`the remote ${principal} is not paired for boluses.`);
  if (!ledger.delivering) reasons.push('delivery is stopped; a person at the pump must resume it first.');
  if (current !== null) reasons.push(`the bolus ${current.bolus} is ${current.phase}; wait for its end.`);
  if (used.has(bolus)) reasons.push(`the request ${bolus} was used before; make a new request.`);
  return reasons;
};

/** The chart has given the permission to the remote whose request it was taking. */
export const grantPermission = (ledger: Ledger, permission: Remote['permission']): Ledger =>
  withRemote(ledger, { permission });

/** Nobody may ask for a bolus from afar any more. Harmless when nobody could. */
export const revokePermission = (ledger: Ledger): Ledger => withRemote(ledger, { permission: null });

/**
 * A bolus from afar needs its permission, and spends it, whatever becomes of the request; `admit` says
 * what. A local one needs none.
 */
export const withPermission = (
  ledger: Ledger,
  { bolus, origin }: FactOf<'bolus.requested'>,
  admit: (ledger: Ledger) => Step,
): Step => {
  if (origin !== 'remote') return admit(ledger);
  const { permission } = ledger.remote;
  const reasons =
    permission?.bolus === bolus
      ? []
      : [`the request ${bolus} has no permission, or not any more; ask for one first.`];
  const asked =
    reasons.length === 0 ? admit(ledger) : step(ledger, { type: 'bolus.refused', bolus, reasons });
  const isTaken = asked.derived.some(({ type }) => type === 'bolus.admitted');
  const told = isTaken ? andThen(asked, after => step(after, { type: 'remote.commanded' })) : asked;
  const isHolder = permission !== null && isBy(permission.principal, bolus);
  return isHolder ? andThen(told, after => step(revokePermission(after), { type: 'remote.spent' })) : told;
};

const withRemote = (ledger: Ledger, change: Partial<Remote>): Ledger => ({
  ...ledger,
  remote: { ...ledger.remote, ...change },
});
