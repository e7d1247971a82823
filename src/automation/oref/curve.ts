import {
  activityPerMinute,
  bilinearModel,
  effectDuration,
  exponentialModel,
  type InsulinModel,
  shareRemaining,
} from '../../domain/insulinModel.ts';

/** The insulin curves that oref0 knows by name. */
export type CurveName = 'bilinear' | 'rapid-acting' | 'ultra-rapid';

/** Peak in minutes where nobody has chosen, and the range of a choice; the shortest duration in hours. */
const CURVES = {
  'rapid-acting': { peak: 75, least: 50, most: 120, leastHours: 5 },
  'ultra-rapid': { peak: 55, least: 35, most: 100, leastHours: 5 },
} as const;
const BILINEAR_LEAST_HOURS = 3;

/** The curve for a duration in hours and a chosen peak in minutes, both brought into oref0's range; null: its own peak. */
export const orefModel = (name: CurveName, hours: number, peakMinutes: number | null): InsulinModel => {
  if (name === 'bilinear') return bilinearModel(Math.max(BILINEAR_LEAST_HOURS, hours) * 60);
  const { peak, least, most, leastHours } = CURVES[name];
  const chosen = peakMinutes === null ? peak : Math.min(most, Math.max(least, peakMinutes));
  return exponentialModel(Math.max(leastHours, hours) * 60, chosen, 0);
};

/** What is left of 1 U and what of it acts per minute, at each whole minute: oref0 rounds the age of a dose to these. */
export type MinuteTable = {
  readonly durationMs: number;
  readonly share: Float64Array;
  readonly activity: Float64Array;
};

const MINUTE_MS = 60_000;

export const minuteTable = (model: InsulinModel): MinuteTable => {
  const durationMs = effectDuration(model);
  const minutes = Math.ceil(durationMs / MINUTE_MS) + 1;
  const share = new Float64Array(minutes);
  const activity = new Float64Array(minutes);
  for (let minute = 0; minute < minutes; minute += 1) {
    share[minute] = shareRemaining(model, minute * MINUTE_MS);
    activity[minute] = activityPerMinute(model, minute * MINUTE_MS);
  }
  return { durationMs, share, activity };
};
