import { match } from 'ts-pattern';
import type { RequirementId } from '../../../specs/requirements/index.ts';
import { HARD, LIMITS_OF_AUTOMATION } from '../limits.ts';
import { type Evidence, isSound } from './evidence.ts';
import { KIND_LIMITS } from './people.ts';

/** A bound from outside of every algorithm: what sets it, and the most it leaves, in µU/h for a rate and µU for an amount. */
export type Cap = { readonly name: CapName; readonly req: RequirementId; readonly most: number };

export type CapName =
  | 'maximumBasal'
  | 'hardBasal'
  | 'kindOfPerson'
  | 'threeTimesHighest'
  | 'fourTimesCurrent'
  | 'glucoseLow'
  | 'predictedLow'
  | 'readingInDoubt'
  | 'limitedMode'
  | 'largestAutomatic'
  | 'maximumBolus'
  | 'hardBolus'
  | 'bolusPolicy'
  | 'tooSoon'
  | 'shareOfCorrection'
  | 'halfHourOfBasal'
  | 'falling'
  | 'onBoard'
  | 'onBoardUnknown'
  | 'halfOfDay'
  | 'rollingHour'
  | 'rollingDay';

/** SR-097: with a reading below this nothing is given automatically, mg/dL (Omnipod 5). */
const NEVER_BELOW = 60;
/** A low reading is the last word on glucose for so long, ms: then it is lost, and the mode is limited. */
const LOW_HOLDS_MS = 20 * 60_000;
/** Control-IQ: no automatic bolus is larger, µU. */
const AUTOMATIC_MOST_UU = 6_000_000;
/** Control-IQ: an hour from any bolus, and 60 % of a correction. */
const HOURLY = { afterMs: 60 * 60_000, percent: 60 } as const;
/** oref0: three minutes from any bolus, and half an hour of basal. */
const MICRO = { afterMs: 3 * 60_000, basalMs: 30 * 60_000 } as const;
/** Falling by 1 mg/dL a minute, where the arrow of a sensor begins to point down: so much in half an hour, tenths of mg/dL. */
const FALLING_TENTHS = 300;
const HOUR_MS = 3_600_000;

const noneIf = (holds: boolean, name: CapName, req: RequirementId, most = 0): readonly Cap[] =>
  holds ? [{ name, req, most }] : [];

/** SR-097: glucose is low or about to be. A low reading counts even when in doubt: it takes insulin away. */
const lowCaps = ({ sight, bounds }: Evidence): readonly Cap[] => {
  if (sight === null || sight.ageMs > LOW_HOLDS_MS) return [];
  const isAhead = sight.aheadTenths !== null && sight.aheadTenths < 10 * bounds.threshold;
  return [
    ...noneIf(sight.mgPerDl < NEVER_BELOW, 'glucoseLow', 'SR-097'),
    ...noneIf(isAhead, 'predictedLow', 'SR-097'),
  ];
};

/** What may not be exceeded by a rate, µU/h (SR-017, SR-093, SR-095, SR-097, SR-099). */
export const rateCaps = (evidence: Evidence): readonly Cap[] => {
  const { bounds, sight, mode, usual, highest } = evidence;
  return [
    { name: 'maximumBasal', req: 'SR-095', most: bounds.maxBasal },
    { name: 'hardBasal', req: 'SR-095', most: HARD.maxBasalUuPerHour },
    { name: 'kindOfPerson', req: 'SR-095', most: KIND_LIMITS[bounds.kind].maxBasalUuPerHour },
    { name: 'threeTimesHighest', req: 'SR-095', most: 3 * highest },
    { name: 'fourTimesCurrent', req: 'SR-095', most: 4 * usual },
    ...noneIf(!isSound(sight), 'readingInDoubt', 'SR-093', usual),
    ...noneIf(mode === 'limited', 'limitedMode', 'SR-099', usual),
    ...lowCaps(evidence),
  ];
};

/** What may not be exceeded by an automatic bolus, µU (SR-093, SR-096, SR-097, SR-099). */
export const bolusCaps = (evidence: Evidence): readonly Cap[] => {
  const { bounds, sight, mode } = evidence;
  const isFalling =
    sight === null || sight.aheadTenths === null || sight.aheadTenths <= 10 * sight.mgPerDl - FALLING_TENTHS;
  return [
    { name: 'largestAutomatic', req: 'SR-096', most: AUTOMATIC_MOST_UU },
    { name: 'maximumBolus', req: 'SR-096', most: bounds.maxBolus },
    { name: 'hardBolus', req: 'SR-096', most: HARD.maxBolusUu },
    { name: 'kindOfPerson', req: 'SR-096', most: KIND_LIMITS[bounds.kind].maxBolusUu },
    ...policyCaps(evidence),
    ...noneIf(!isSound(sight), 'readingInDoubt', 'SR-093'),
    ...noneIf(mode === 'limited', 'limitedMode', 'SR-099'),
    // A trend that nobody can tell may well be a fall.
    ...noneIf(isFalling, 'falling', 'SR-096'),
    ...noneIf(sight !== null && sight.mgPerDl < bounds.threshold, 'glucoseLow', 'SR-096'),
    ...lowCaps(evidence),
  ];
};

const policyCaps = ({ bounds, sinceBolusMs, usual, correction }: Evidence): readonly Cap[] => {
  const isSooner = (ms: number): boolean => sinceBolusMs !== null && sinceBolusMs < ms;
  return match(bounds.bolusPolicy)
    .returnType<readonly Cap[]>()
    .with('none', () => noneIf(true, 'bolusPolicy', 'SR-096'))
    .with('hourly', () => [
      ...noneIf(isSooner(HOURLY.afterMs), 'tooSoon', 'SR-096'),
      { name: 'shareOfCorrection', req: 'SR-096', most: Math.floor((correction * HOURLY.percent) / 100) },
    ])
    .with('micro', () => [
      ...noneIf(isSooner(MICRO.afterMs), 'tooSoon', 'SR-096'),
      { name: 'halfHourOfBasal', req: 'SR-096', most: Math.floor((usual * MICRO.basalMs) / HOUR_MS) },
    ])
    .exhaustive();
};

/** What may not be exceeded by all that a request adds to the profile within `lengthMs`, µU (SR-015, SR-016, SR-095). */
export const roomCaps = (evidence: Evidence, lengthMs: number): readonly Cap[] => {
  const { bounds, onBoardUu, automatic, usual, hourRoom, dayRoom } = evidence;
  const most = Math.min(bounds.maxOnBoard, KIND_LIMITS[bounds.kind].maxOnBoardUu);
  // The profile goes on beside a bolus, too, for as long as a request can hold.
  const ofProfile = added(usual, Math.max(lengthMs, LIMITS_OF_AUTOMATION.validMostMs));
  const ofDay = Math.floor(bounds.dailyInsulin / 2) - automatic - ofProfile;
  return [
    // Less on board than usual is no reason for more: what was held back is not caught up.
    onBoardUu === 'unknown'
      ? { name: 'onBoardUnknown', req: 'SR-098', most: 0 }
      : { name: 'onBoard', req: 'SR-095', most: Math.max(0, most - Math.max(0, onBoardUu)) },
    // Control-IQ raises nothing after half of a day's insulin in two hours.
    { name: 'halfOfDay', req: 'SR-095', most: Math.max(0, ofDay) },
    { name: 'rollingHour', req: 'SR-015', most: hourRoom },
    { name: 'rollingDay', req: 'SR-016', most: dayRoom },
  ];
};

/** What a rate gives in so long, µU, rounded up: it is held against a limit. */
export const added = (rateUuPerHour: number, lengthMs: number): number =>
  Math.ceil((rateUuPerHour * lengthMs) / HOUR_MS);

/** The highest rate that gives at most so much in so long; µU/h, rounded down. */
export const rateWithin = (amountUu: number, lengthMs: number): number =>
  Math.floor((amountUu * HOUR_MS) / lengthMs);
