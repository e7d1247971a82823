import { match } from 'ts-pattern';
import { nearest, type Trail } from '../detect/reading.ts';
import { predictByLine, predictByTwo } from './predict.ts';

/**
 * When low glucose, or the prospect of it, stops basal. `atThreshold`: glucose is at the limit. `predictive`: after
 * Tandem's Basal-IQ, with limits of its own. `beforeLow`: after Medtronic's suspend before low.
 */
export const suspendPolicies = ['atThreshold', 'predictive', 'beforeLow'] as const;
export type SuspendPolicy = (typeof suspendPolicies)[number];
/** As the settings have it. */
export const suspendModes = ['off', ...suspendPolicies] as const;
export type SuspendMode = (typeof suspendModes)[number];

/** Each by the name that a person knows. */
export const SUSPEND_LABELS: Readonly<Record<SuspendMode, string>> = {
  off: 'off',
  atThreshold: 'at the limit',
  predictive: 'predictive (80 mg/dL in 30 min)',
  beforeLow: 'before low (near the limit)',
};

/** What the newest reading speaks for. */
export type Advice = 'suspend' | 'resume' | 'neither';

const MINUTE_MS = 60_000;

/** A suspension lasts at least so long, in ms, before a reading may end it. */
export const LEAST_MS: Readonly<Record<SuspendPolicy, number>> = {
  atThreshold: 30 * MINUTE_MS,
  predictive: 5 * MINUTE_MS,
  beforeLow: 30 * MINUTE_MS,
};

/** Basal-IQ: below 70 mg/dL now, or below 80 mg/dL in half an hour. */
const LOW_MG_PER_DL = 70;
const AHEAD_LOW_MG_PER_DL = 80;
/** Suspend before low, above its limit: within so much of it now and in half an hour; clear of it again. */
const NEAR = 70;
const AHEAD_NEAR = 20;
const CLEAR = 20;
const AHEAD_CLEAR = 40;

/**
 * What a policy makes of the readings up to now; the newest is taken to be of now. `limitMgPerDl` is a person's, of
 * the two policies after Medtronic. Without enough readings for a prediction only glucose itself counts, and
 * nothing speaks for going on.
 */
export const advise = (policy: SuspendPolicy, trail: Trail, limitMgPerDl: number): Advice => {
  const newest = trail.at(-1);
  if (newest === undefined) return 'neither';
  const glucose = nearest(newest.glucose);
  const ahead = predictByLine(trail);
  return match(policy)
    .returnType<Advice>()
    .with('atThreshold', () => {
      if (glucose <= limitMgPerDl) return 'suspend';
      return glucose >= limitMgPerDl + CLEAR ? 'resume' : 'neither';
    })
    .with('predictive', () => {
      // Rising is heard first: what has passed its lowest point must not be suspended again at the next reading.
      if (isRising(trail) && isAtLeast(predictByTwo(trail), AHEAD_LOW_MG_PER_DL)) return 'resume';
      return glucose < LOW_MG_PER_DL || isBelow(ahead, AHEAD_LOW_MG_PER_DL) ? 'suspend' : 'neither';
    })
    .with('beforeLow', () => {
      if (glucose <= limitMgPerDl) return 'suspend';
      if (glucose <= limitMgPerDl + NEAR && isAtMost(ahead, limitMgPerDl + AHEAD_NEAR)) return 'suspend';
      const isClear = glucose >= limitMgPerDl + CLEAR && isAbove(ahead, limitMgPerDl + AHEAD_CLEAR);
      return isClear ? 'resume' : 'neither';
    })
    .exhaustive();
};

/** Whether the newest reading is higher than the one before. */
const isRising = (trail: Trail): boolean => {
  const [before, newest] = trail.slice(-2);
  return before !== undefined && newest !== undefined && nearest(newest.glucose) > nearest(before.glucose);
};

// Predictions are in tenths, rounded down; none is never good enough.
const isBelow = (tenths: number | null, mgPerDl: number): boolean => tenths !== null && tenths < 10 * mgPerDl;
const isAtMost = (tenths: number | null, mgPerDl: number): boolean =>
  tenths !== null && tenths <= 10 * mgPerDl;
const isAtLeast = (tenths: number | null, mgPerDl: number): boolean =>
  tenths !== null && tenths >= 10 * mgPerDl;
const isAbove = (tenths: number | null, mgPerDl: number): boolean => tenths !== null && tenths > 10 * mgPerDl;
