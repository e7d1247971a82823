import { bolusObjections } from '../admission.ts';
import type { BolusEnd } from '../commands.ts';
import type { FactOf } from '../facts.ts';
import { TIMING } from '../limits.ts';
import type { Instant } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { after, type Microunits, type MonoMs, microunits, milliseconds, plus } from '../units.ts';
import { NO_SETTINGS, standingOf } from './standing.ts';
import { type Boluses, type Ledger, type Step, step, uncounted } from './state.ts';

/** Admits a bolus as the pending one, or says why not. */
export const requestBolus = (ledger: Ledger, request: FactOf<'bolus.requested'>, at: Instant): Step => {
  const { bolus, amountUu } = request;
  const reasons = [...identityObjections(ledger, bolus)];
  const standing = standingOf(ledger, at);
  reasons.push(...(standing === null ? [NO_SETTINGS] : bolusObjections(standing, amountUu)));
  if (reasons.length > 0) return step(ledger, { type: 'bolus.refused', bolus, reasons });
  return step(
    withBolus(ledger, {
      current: { bolus, requestedUu: microunits(amountUu), deliveredUu: microunits(0), phase: 'pending' },
      used: new Set(ledger.bolus.used).add(bolus),
    }),
    { type: 'bolus.admitted', bolus, amountUu },
  );
};

const identityObjections = (ledger: Ledger, bolus: string): readonly string[] => {
  const { current, used } = ledger.bolus;
  const unsettled = current === null ? uncounted(ledger)?.intent.bolus : null;
  const reasons: string[] = [];
  if (used.has(bolus)) reasons.push(`the request ${bolus} was used before; make a new request.`);
  if (current !== null)
    reasons.push(`the bolus ${current.bolus} is ${current.phase}; wait for its end or cancel it.`);
  // The chart takes no new bolus before the last one is settled; one admitted now would wait for ever.
  if (unsettled)
    reasons.push(`the last pulse of the bolus ${unsettled} is under way; ask again in a second.`);
  return reasons;
};

/**
 * Why a confirmation must not be taken: it names another bolus than the one that waits (SR-026), or
 * what was admissible when it was requested is not any more. Empty when it may be taken.
 */
export const confirmationObjections = (ledger: Ledger, bolus: string, at: Instant): readonly string[] => {
  const { current } = ledger.bolus;
  if (current?.bolus !== bolus)
    return [`The bolus ${bolus} does not wait for confirmation: request it again.`];
  if (current.phase === 'active') return [];
  const standing = standingOf(ledger, at);
  return standing === null ? [NO_SETTINGS] : bolusObjections(standing, current.requestedUu);
};

/** The pending bolus was confirmed: its first pulse is due at once. */
export const startBolus = (ledger: Ledger, at: Instant): Ledger => {
  const { current } = ledger.bolus;
  if (current?.phase !== 'pending') throw new Error('a bolus was started that is not pending');
  return withBolus(ledger, { current: { ...current, phase: 'active' }, nextAt: at.monoMs });
};

/** No further pulse of it, ever. Harmless when there is none: the wish is fulfilled. */
export const endBolus = (ledger: Ledger, reason: BolusEnd): Step => {
  const { current } = ledger.bolus;
  if (current === null) return step(ledger);
  const { bolus, requestedUu, deliveredUu } = current;
  const ended = withoutOffer(
    withBolus(ledger, { current: null, nextAt: null, last: { bolus, requestedUu, deliveredUu, reason } }),
  );
  return uncounted(ended)?.intent.bolus === bolus
    ? step(ended)
    : step(ended, { type: 'bolus.settled', bolus });
};

/** Forgets the pending bolus, if there is one. Only `endBolus` ends an active one. */
export const discardBolus = (ledger: Ledger): Ledger => {
  const { current } = ledger.bolus;
  if (current === null) return ledger;
  if (current.phase === 'active')
    throw new Error(`the bolus ${current.bolus} is active and cannot be discarded`);
  return withBolus(ledger, { current: null, nextAt: null });
};

/** A pulse of the bolus starts now; the next one may start an interval later (SR-036). */
export const spaceBolus = (ledger: Ledger, at: Instant): Ledger => {
  const slowed = ledger.occlusion.phase === 'clear' ? 1 : 2;
  return withBolus(ledger, { nextAt: after(at.monoMs, milliseconds(slowed * TIMING.bolusInterval)) });
};

/** The pulse in flight of this bolus counts, even when the bolus has ended meanwhile (SR-025). */
export const countForBolus = (ledger: Ledger, bolus: string): Step => {
  const { current, last } = ledger.bolus;
  if (current?.bolus === bolus) {
    const deliveredUu = plus<Microunits>(current.deliveredUu, PULSE);
    const counted = withBolus(ledger, { current: { ...current, deliveredUu } });
    return deliveredUu >= current.requestedUu
      ? step(counted, { type: 'bolus.completed', bolus })
      : step(counted);
  }
  if (last?.bolus !== bolus)
    throw new Error(`a pulse of the bolus ${bolus} was counted, and nobody knows that bolus`);
  const settled = withBolus(ledger, {
    last: { ...last, deliveredUu: plus<Microunits>(last.deliveredUu, PULSE) },
  });
  return step(settled, { type: 'bolus.settled', bolus });
};

/** The pulse in flight of this bolus never moved. */
export const voidForBolus = (ledger: Ledger, bolus: string): Step =>
  ledger.bolus.current?.bolus === bolus ? step(ledger) : step(ledger, { type: 'bolus.settled', bolus });

/** When the next pulse of the active bolus may start; null when it wants none. */
export const bolusDueAt = ({ bolus: { current, nextAt } }: Ledger): MonoMs | null =>
  current?.phase === 'active' && current.deliveredUu < current.requestedUu ? nextAt : null;

const withBolus = (ledger: Ledger, change: Partial<Boluses>): Ledger => ({
  ...ledger,
  bolus: { ...ledger.bolus, ...change },
});

const withoutOffer = (ledger: Ledger): Ledger =>
  ledger.offered === 'bolus' ? { ...ledger, offered: null } : ledger;
