import { judgeShortfall, LEAST, missingIn, noteMissed } from '../detect/shortfall.ts';
import { TIMING } from '../limits.ts';
import { HOUR_MS, type Instant, integrate, rateAt } from '../profile.ts';
import { PULSE } from '../pulses.ts';
import { countAfter, ROLLING_HOUR_MS } from '../rolling.ts';
import type { MonoMs } from '../units.ts';
import { isHeld } from './lowSuspendState.ts';
import { type Ledger, type Step, step } from './state.ts';
import { overrideOf } from './steering.ts';

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
 * most one more ripens behind it. A stretch longer than a minute is a stall: its excess is dropped. What is
 * dropped is missing, and is never caught up.
 */
export const accumulateBasal = (ledger: Ledger, now: Instant): Ledger => {
  const { at, settings, delivering, basal } = ledger;
  if (isHeld(ledger)) return ledger;
  if (!delivering || settings === null || at === null || now.monoMs === at.monoMs) return ledger;
  const passed = now.monoMs - at.monoMs;
  const override = overrideOf(ledger);
  const wanted = (ms: number): number => integrate(when => rateAt(settings, override, when), at, ms);
  const ripening = wanted(Math.min(passed, TIMING.absorbMost));
  const sum = basal.accumulated + ripening;
  const ripens = !basal.owed && sum >= PULSE_ACCUMULATED;
  const rest = Math.min(ripens ? sum - PULSE_ACCUMULATED : sum, PULSE_ACCUMULATED - 1);
  const clipped = sum - rest - (ripens ? PULSE_ACCUMULATED : 0);
  const stalled = passed > TIMING.absorbMost ? wanted(Math.min(passed, ROLLING_HOUR_MS)) - ripening : 0;
  return {
    ...ledger,
    basal: { accumulated: rest, owed: basal.owed || ripens },
    shortfall: noteMissed(ledger.shortfall, now.monoMs, clipped + stalled),
  };
};

const SAID = { none: 'basal.sufficient', short: 'basal.short', farShort: 'basal.farShort' } as const;

/** Says when too much basal is missing of the last hour, and when it is not any more. */
export const watchBasal = (ledger: Ledger, now: MonoMs): Step => {
  const { shortfall } = ledger;
  // So little of an hour says nothing, whatever was given, to whom nothing was said.
  if (shortfall.level === 'none' && missingIn(shortfall, now) <= LEAST) return step(ledger);
  const { history } = ledger.doses;
  const given =
    countAfter(history, now - ROLLING_HOUR_MS, ({ channel }) => channel === 'basal') * PULSE_ACCUMULATED;
  const judged = judgeShortfall(shortfall, now, given);
  return judged.level === shortfall.level
    ? step(ledger)
    : step({ ...ledger, shortfall: judged }, { type: SAID[judged.level] });
};
