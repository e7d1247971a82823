import { TIMING } from '../limits.ts';
import { HOUR_MS, type Instant, integrate, rateAt } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import type { Ledger } from './state.ts';

/** Basal owed so far. */
export type Basal = {
  /** The part below one pulse, in µU·ms/h: a pulse is 90 000 000 000. */
  readonly accumulated: number;
  /** Whether one whole pulse waits. Never more than one (SR-020). */
  readonly owed: boolean;
};

/** One pulse in the accumulator's unit, µU·ms/h. */
export const PULSE_ACCUMULATED = PULSE * HOUR_MS;

/** Nothing owed: where delivery starts and what a stop leaves (SR-012, SR-019). */
export const nothingOwed = { accumulated: 0, owed: false };

/**
 * Accounts for basal between the last fact and `now`. At most one pulse is owed; while it waits, at
 * most one more ripens behind it. A stretch longer than a minute is a stall: its excess is dropped.
 */
export const accumulateBasal = (ledger: Ledger, now: Instant): Ledger => {
  const { at, settings, delivering, temp, basal } = ledger;
  if (!delivering || settings === null || at === null || now.monoMs === at.monoMs) return ledger;
  const elapsed = Math.min(now.monoMs - at.monoMs, TIMING.absorbMost);
  const sum = basal.accumulated + integrate(when => rateAt(settings, temp.running, when), at, elapsed);
  const ripens = !basal.owed && sum >= PULSE_ACCUMULATED;
  const rest = Math.min(ripens ? sum - PULSE_ACCUMULATED : sum, PULSE_ACCUMULATED - 1);
  return { ...ledger, basal: { accumulated: rest, owed: basal.owed || ripens } };
};
