import { match, P } from 'ts-pattern';
import type { Command } from '../domain/commands.ts';
import type { Fact } from '../domain/facts.ts';
import {
  confirmationObjections,
  fillObjections,
  primeObjections,
  resumeObjections,
} from '../domain/ledger/ledger.ts';
import type { Instant } from '../domain/profile.ts';
import { whyStopped } from './asked.ts';
import type { PumpState } from './state.ts';
import type { Happening } from './vocabulary.ts';

/** What is answered instead of taken to the charts; `withdraws`: the bolus that waits is over with it. */
export type Refusal = { readonly command: Command; readonly withdraws: boolean };

/** What comes to nothing for reasons that are counted: everything else is for the charts. */
const COUNTED: ReadonlySet<Happening['type']> = new Set([
  'bolus.confirmed',
  'bolus.confirmedAgain',
  'prime.started',
  'fill.requested',
  'resume.requested',
] as const);

/** Why what a person wants comes to nothing, as far as it is counted; null when the charts decide. */
export const refusalOf = (
  happening: Happening,
  state: Pick<PumpState, 'ledger' | 'pump' | 'alarms'>,
  at: Instant,
): Refusal | null => {
  if (!COUNTED.has(happening.type)) return null;
  const { ledger } = state;
  return match(happening)
    .returnType<Refusal | null>()
    .with({ type: P.union('bolus.confirmed', 'bolus.confirmedAgain') }, ({ bolus }) =>
      refusal('bolus', confirmationObjections(ledger, bolus, at), ledger.bolus.current?.bolus === bolus),
    )
    .with({ type: 'prime.started' }, () => refusal('change', primeObjections(ledger), false))
    .with({ type: 'fill.requested' }, () =>
      refusal('change', [...primeObjections(ledger), ...fillObjections(ledger)], false),
    )
    .with({ type: 'resume.requested' }, () => {
      const reasons = resumeObjections(ledger);
      // Whatever else stands in the way is told with it.
      return refusal('resume', reasons.length === 0 ? [] : [...reasons, ...whyStopped(state)], false);
    })
    .otherwise(() => null);
};

/** What a fact wants started or changed; null for a fact that wants nothing, or only less. */
export const requestIn = ({ type }: Fact): Extract<Command, { type: 'refuse' }>['request'] | null =>
  match(type)
    .returnType<Extract<Command, { type: 'refuse' }>['request'] | null>()
    .with('bolus.requested', 'bolus.confirmed', 'bolus.confirmedAgain', () => 'bolus')
    .with('resume.requested', () => 'resume')
    .with('tempBasal.requested', () => 'tempBasal')
    .with('automation.enabled', () => 'automation')
    .with('remote.permissionRequested', () => 'remotePermission')
    .with('change.requested', 'change.cancelled', 'set.disconnected', 'rewind.requested', () => 'change')
    .with('cartridge.replaced', 'prime.started', 'prime.skipped', () => 'change')
    .with('fill.requested', 'fill.skipped', () => 'change')
    .otherwise(() => null);

/** In fail-safe nothing hears a request any more, and yet nobody asks in vain (SR-046). */
export const refusedForGood = (fact: Fact, stopped: Parameters<typeof whyStopped>[0]): readonly Command[] => {
  const request = requestIn(fact);
  return request === null ? [] : [{ type: 'refuse', request, reasons: whyStopped(stopped) }];
};

const refusal = (
  request: 'bolus' | 'change' | 'resume',
  reasons: readonly string[],
  withdraws: boolean,
): Refusal | null =>
  reasons.length === 0 ? null : { command: { type: 'refuse', request, reasons }, withdraws };
