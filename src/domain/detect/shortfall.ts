import { HOUR_MS } from '../profile.ts';
import { ROLLING_HOUR_MS } from '../rolling.ts';
import { type MonoMs, monoMs } from '../units.ts';

/** Basal that was programmed and never given, in the accumulator's unit µU·ms/h, by the minute it was missed in. */
type Missed = { readonly atMonoMs: MonoMs; readonly amount: number };

/** How much basal is missing of the last hour: hardly any, enough to tell a person, or enough to alarm. */
export type ShortfallLevel = 'none' | 'short' | 'farShort';

export type Shortfall = { readonly missed: readonly Missed[]; readonly level: ShortfallLevel };

export const noShortfall: Shortfall = { missed: [], level: 'none' };

/** more than 0.2 U and more than a tenth of what was programmed; HIGH beyond 1 U. */
export const LEAST = 200_000 * HOUR_MS;
const SHARE = 10;
const FAR = 1_000_000 * HOUR_MS;
const MINUTE_MS = 60_000;

/** So much was not given just now. Amounts of one minute are one, so that an hour is 60 of them at most. */
export const noteMissed = (before: Shortfall, at: MonoMs, amount: number): Shortfall => {
  if (amount <= 0) return before;
  const minute = monoMs(at - (at % MINUTE_MS));
  const recent = before.missed.filter(({ atMonoMs }) => at - atMonoMs < ROLLING_HOUR_MS);
  const last = recent.at(-1);
  const missed =
    last?.atMonoMs === minute
      ? [...recent.slice(0, -1), { atMonoMs: minute, amount: last.amount + amount }]
      : [...recent, { atMonoMs: minute, amount }];
  return { ...before, missed };
};

/** What is missing of the last hour, in µU·ms/h. */
export const missingIn = ({ missed }: Shortfall, at: MonoMs): number =>
  missed.reduce((sum, { atMonoMs, amount }) => (at - atMonoMs < ROLLING_HOUR_MS ? sum + amount : sum), 0);

/**
 * Judges the last hour, in which `given` µU·ms/h of basal were delivered. It gets worse at once, and is over
 * when half as little is missing: an alarm at the threshold comes once.
 */
export const judgeShortfall = (before: Shortfall, at: MonoMs, given: number): Shortfall => {
  const missing = missingIn(before, at);
  const least = Math.max(LEAST, (given + missing) / SHARE);
  if (missing > Math.max(least, FAR)) return { ...before, level: 'farShort' };
  if (missing > least) return before.level === 'none' ? { ...before, level: 'short' } : before;
  return missing * 2 <= least && before.level !== 'none' ? { ...before, level: 'none' } : before;
};
