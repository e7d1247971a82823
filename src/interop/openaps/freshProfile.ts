import { z } from 'zod';
import type { Profile } from '../../automation/oref/profile.ts';
import { basalAt, highestBasal, minuteOfDay } from '../../automation/oref/schedule.ts';
import { MG_PER_DL_PER_MMOL_PER_L_OF_OREF0 } from '../../automation/oref/units.ts';
import { profileJson } from './profile.ts';

/** oref0 0.7.1's preferences where nobody has chosen, under its names. */
const PREFERENCES = {
  max_iob: 0,
  max_daily_safety_multiplier: 3,
  current_basal_safety_multiplier: 4,
  autosens_max: 1.2,
  high_temptarget_raises_sensitivity: false,
  low_temptarget_lowers_sensitivity: false,
  sensitivity_raises_target: true,
  resistance_lowers_target: false,
  exercise_mode: false,
  half_basal_exercise_target: 160,
  remainingCarbsFraction: 1,
  remainingCarbsCap: 90,
  enableUAM: true,
  A52_risk_enable: false,
  enableSMB_with_COB: false,
  enableSMB_with_temptarget: false,
  enableSMB_always: false,
  enableSMB_after_carbs: false,
  enableSMB_high_bg: false,
  enableSMB_high_bg_target: 110,
  allowSMB_with_high_temptarget: false,
  maxSMBBasalMinutes: 30,
  maxUAMSMBBasalMinutes: 30,
  SMBInterval: 3,
  bolus_increment: 0.1,
  maxDelta_bg_threshold: 0.2,
  carbsReqThreshold: 1,
  noisyCGMTargetMultiplier: 1.3,
};

/** A value from a minute of the day on. */
const offset = z.number();

/** What a pump and a person have set, in the JSON that oref0 builds a profile from; preferences stand beside it. */
export const profileInputsJson = z.looseObject({
  settings: z.object({ insulin_action_curve: z.number(), maxBasal: z.number().nullish() }),
  basals: z.array(z.object({ minutes: z.number(), rate: z.number() })).min(1),
  targets: z.object({ targets: z.array(z.object({ offset, low: z.number() })).min(1) }),
  temptargets: z
    .array(
      z.object({
        created_at: z.string(),
        duration: z.number(),
        targetTop: z.number().nullish(),
        targetBottom: z.number().nullish(),
      }),
    )
    .nullish(),
  isf: z.object({ sensitivities: z.array(z.object({ offset, sensitivity: z.number() })).min(1) }),
  carbratio: z
    .object({ units: z.string(), schedule: z.array(z.object({ offset, ratio: z.number() })).min(1) })
    .nullish(),
  model: z.string().nullish(),
  skip_neutral_temps: z.boolean().nullish(),
  target_bg: z.union([z.number(), z.literal(false)]).nullish(),
});

type Inputs = z.infer<typeof profileInputsJson>;

/** The entry that holds at a minute of the day; before the first one, the first. */
const entryAt = <T extends { readonly offset: number }>(entries: readonly T[], minute: number): T => {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  const entry = sorted.findLast(each => each.offset <= minute) ?? sorted[0];
  if (entry === undefined) throw new RangeError('a schedule without an entry');
  return entry;
};

type Band = { readonly low: number; readonly high: number; readonly temporary: boolean };

/** The newest temporary target that has begun decides: it holds, has ended, or of no length has cancelled all. */
const temporaryBand = ({ temptargets }: Inputs, nowMs: number): Band | null => {
  const newestFirst = (temptargets ?? [])
    .map(each => ({ ...each, startMs: Date.parse(each.created_at) }))
    .toSorted((a, b) => b.startMs - a.startMs);
  for (const { startMs, duration, targetTop, targetBottom } of newestFirst) {
    if (startMs > nowMs) continue;
    if (duration === 0 || !targetTop || !targetBottom) return null;
    if (nowMs < startMs + duration * 60_000) return { low: targetBottom, high: targetTop, temporary: true };
  }
  return null;
};

/** Numbers below 20 are taken for mmol/L; no target is below 80 or above 200 mg/dL. */
const bounded = (value: number): number =>
  Math.round(Math.min(200, Math.max(80, value < 20 ? value * MG_PER_DL_PER_MMOL_PER_L_OF_OREF0 : value)));

const bandOf = (inputs: Inputs, nowMs: number, minute: number): Band => {
  const low = inputs.target_bg || entryAt(inputs.targets.targets, minute).low;
  // oref0 aims at the lower end of the pump's range, from both sides.
  return temporaryBand(inputs, nowMs) ?? { low, high: low, temporary: false };
};

/** Grams per unit; an exchange is 12 g. Null where it is none, or out of 3 to 150 g. */
const carbRatioOf = ({ carbratio }: Inputs, minute: number): number | null => {
  if (carbratio === null || carbratio === undefined) return null;
  const { ratio } = entryAt(carbratio.schedule, minute);
  if (carbratio.units === 'grams') return ratio >= 3 && ratio <= 150 ? ratio : null;
  return carbratio.units === 'exchanges' ? 12 / ratio : null;
};

export type ProfileRefusal =
  | 'duration of action of 1 h or less'
  | 'no basal now'
  | 'no basal at all'
  | 'highest basal below 0.1 U/h'
  | 'sensitivity below 5 mg/dL per U';

export type FreshProfile =
  | { readonly kind: 'refused'; readonly why: ProfileRefusal }
  | { readonly kind: 'made'; readonly profile: Profile; readonly durationHours: number };

/** The profile of this moment. */
export const freshProfile = (inputs: Inputs, nowMs: number, utcOffsetMinutes: number): FreshProfile => {
  const minute = minuteOfDay(nowMs, utcOffsetMinutes);
  const schedule = inputs.basals.map(({ minutes, rate }) => ({ fromMinute: minutes, rate }));
  const { insulin_action_curve: durationHours, maxBasal } = inputs.settings;
  const currentBasal = basalAt(schedule, minute);
  const { sensitivity } = entryAt(inputs.isf.sensitivities, minute);
  const refused = (why: ProfileRefusal): FreshProfile => ({ kind: 'refused', why });
  if (!(durationHours > 1)) return refused('duration of action of 1 h or less');
  if (currentBasal === 0) return refused('no basal now');
  if (highestBasal(schedule) === 0) return refused('no basal at all');
  if (typeof maxBasal === 'number' && maxBasal < 0.1) return refused('highest basal below 0.1 U/h');
  if (sensitivity < 5) return refused('sensitivity below 5 mg/dL per U');
  const band = bandOf(inputs, nowMs, minute);
  const profile = profileJson.parse({
    ...PREFERENCES,
    ...inputs,
    current_basal: currentBasal,
    max_daily_basal: highestBasal(schedule),
    max_basal: maxBasal,
    min_bg: bounded(band.low),
    max_bg: bounded(band.high),
    temptargetSet: band.temporary,
    sens: sensitivity,
    carb_ratio: carbRatioOf(inputs, minute),
  });
  return { kind: 'made', profile, durationHours };
};
