import type { MonoMs } from '../units.ts';
import type { Trail } from './reading.ts';

/** The settings that alarms of glucose go by. */
export type GlucoseLimits = {
  readonly lowMgPerDl: number;
  readonly highMgPerDl: number;
  /** A fall or a rise this fast is told. */
  readonly fastMgPerDlPerMin: number;
};

/** Where glucose is and where it goes, in the words of the alarms. */
export type Levels = {
  readonly low: 'notLow' | 'low' | 'urgentlyLow';
  readonly high: 'notHigh' | 'high' | 'highLasting' | 'highUndelivered';
  readonly veryHigh: 'notVeryHigh' | 'veryHigh';
  readonly trend: 'steady' | 'falling' | 'rising';
  /** Since when glucose has been above the limit, at least 250 mg/dL, and at least 300 mg/dL. */
  readonly aboveSince: MonoMs | null;
  readonly from250Since: MonoMs | null;
  readonly from300Since: MonoMs | null;
};

/** Nothing to alarm of. */
export const LEVEL: Levels = {
  low: 'notLow',
  high: 'notHigh',
  veryHigh: 'notVeryHigh',
  trend: 'steady',
  aboveSince: null,
  from250Since: null,
  from300Since: null,
};

/** Fixed, and no setting moves it: at most so much is urgent. */
const URGENT_LOW_MG_PER_DL = 54;
/** An alarm ends only this far on the right side of its limit, or it would flicker. */
const LOW_MARGIN = 5;
const HIGH_MARGIN = 10;
const MINUTE_MS = 60_000;
const HIGH_AFTER_MS = 15 * MINUTE_MS;
const LASTING_AFTER_MS = 60 * MINUTE_MS;
const FROM_300_MS = 60 * MINUTE_MS;
const FROM_250_MS = 180 * MINUTE_MS;
/** A fast change is over when it is slower than this. */
const CALM_MG_PER_DL_PER_MIN = 1;
/** Readings further apart than this make no rate. */
const APART_MOST_MS = 12 * MINUTE_MS;

/** One value, from a sensor or a meter, and whether insulin is delivered at that moment. */
export type Sight = { readonly mgPerDl: number; readonly at: MonoMs; readonly delivering: boolean };

/** The levels after one more value. Time above a limit goes on through gaps: in doubt the alarm comes. */
export const levelsAfter = (before: Levels, sight: Sight, limits: GlucoseLimits): Levels => {
  const { mgPerDl: value, at } = sight;
  const since = (holds: boolean, began: MonoMs | null): MonoMs | null => (holds ? (began ?? at) : null);
  const isHigh = before.high !== 'notHigh';
  const stays = value > limits.highMgPerDl || (isHigh && value >= limits.highMgPerDl - HIGH_MARGIN);
  const times = {
    aboveSince: since(stays, before.aboveSince),
    from250Since: since(value >= 250, before.from250Since),
    from300Since: since(value >= 300, before.from300Since),
  };
  const lasted = (began: MonoMs | null, ms: number): boolean => began !== null && at - began >= ms;
  return {
    ...before,
    ...times,
    low: lowAfter(before.low, value, limits.lowMgPerDl),
    high: highFor(
      lasted(times.aboveSince, HIGH_AFTER_MS),
      lasted(times.aboveSince, LASTING_AFTER_MS),
      sight.delivering,
    ),
    veryHigh:
      lasted(times.from300Since, FROM_300_MS) ||
      lasted(times.from250Since, FROM_250_MS) ||
      (before.veryHigh === 'veryHigh' && value >= 250)
        ? 'veryHigh'
        : 'notVeryHigh',
  };
};

const lowAfter = (before: Levels['low'], value: number, limit: number): Levels['low'] => {
  if (value <= URGENT_LOW_MG_PER_DL) return 'urgentlyLow';
  if (value < limit) return 'low';
  return before !== 'notLow' && value <= limit + LOW_MARGIN ? 'low' : 'notLow';
};

/** High and nothing delivered is how ketoacidosis begins. */
const highFor = (isHigh: boolean, isLasting: boolean, delivering: boolean): Levels['high'] => {
  if (!isHigh) return 'notHigh';
  if (!delivering) return 'highUndelivered';
  return isLasting ? 'highLasting' : 'high';
};

/** mg/dL per minute over the last three readings; null when they are no three numbers in a row. */
export const rateOver = (trail: Trail): number | null => {
  const [first, second, third] = trail.slice(-3);
  if (first === undefined || second === undefined || third === undefined) return null;
  const [a, b, c] = [first.glucose, second.glucose, third.glucose];
  if (typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number') return null;
  const isGap =
    second.measuredAt - first.measuredAt > APART_MOST_MS ||
    third.measuredAt - second.measuredAt > APART_MOST_MS;
  return isGap ? null : ((c - a) * MINUTE_MS) / (third.measuredAt - first.measuredAt);
};

/** Where glucose goes: fast is said at the limit, and taken back below 1 mg/dL per minute. */
export const trendAfter = (
  before: Levels['trend'],
  rate: number | null,
  limits: GlucoseLimits,
): Levels['trend'] => {
  if (rate === null) return 'steady';
  if (rate <= -limits.fastMgPerDlPerMin) return 'falling';
  if (rate >= limits.fastMgPerDlPerMin) return 'rising';
  if (before === 'falling' && rate <= -CALM_MG_PER_DL_PER_MIN) return 'falling';
  return before === 'rising' && rate >= CALM_MG_PER_DL_PER_MIN ? 'rising' : 'steady';
};
