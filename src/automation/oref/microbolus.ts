import { NORMAL_TARGET } from './aim.ts';
import type { Meal } from './carbs.ts';
import type { Profile, SmbRules } from './profile.ts';
import { rounded } from './rounding.ts';

/** Whether the settings allow a microbolus in this situation. */
export const allowsMicrobolus = (profile: Profile, meal: Meal, glucose: number, target: number): boolean => {
  const { smb, temporaryTarget } = profile;
  if (!smb.allowWithHighTarget && temporaryTarget && target > NORMAL_TARGET) return false;
  if (meal.wizardUsed && !smb.allowAfterWizard) return false;
  return (
    smb.always ||
    (smb.withCarbsOnBoard && meal.carbsOnBoard > 0) ||
    (smb.afterCarbs && meal.carbs > 0) ||
    (smb.withLowTarget && temporaryTarget && target < NORMAL_TARGET) ||
    (smb.aboveGlucose !== null && glucose >= smb.aboveGlucose)
  );
};

/** A bolus of half of what is needed, and a low temporary basal that could take it back. */
export type Microbolus = {
  /** U, rounded down to the increment; possibly zero. */
  readonly units: number;
  /** The most it could have been. */
  readonly most: number;
  /** Null: basal may be raised instead. */
  readonly lowTemp: { readonly rate: number; readonly minutes: number } | null;
};

/** The basal of so many minutes. */
const mostOf = (smb: SmbRules, currentBasal: number, carbRatio: number, meal: Meal, iob: number): number => {
  const beyondCarbs = iob > rounded(meal.carbsOnBoard / carbRatio, 3) && iob > 0;
  const minutes = beyondCarbs ? smb.maxUnannouncedBasalMinutes || 30 : smb.maxBasalMinutes;
  return rounded((currentBasal * minutes) / 60, 1);
};

/**
 * What to give for `needed` units. The low temporary basal lasts as long as would bring `worst`, the mean of
 * the bolus calculator's answer and the lowest prediction by insulin alone, back to the target.
 */
export const sizeMicrobolus = (
  profile: Profile,
  situation: {
    readonly needed: number;
    readonly currentBasal: number;
    readonly basal: number;
    readonly sensitivity: number;
    readonly iob: number;
    readonly meal: Meal;
    readonly target: number;
    readonly worst: number;
  },
): Microbolus => {
  const { needed, currentBasal, basal, sensitivity, iob, meal, target, worst } = situation;
  const { smb } = profile;
  const most = mostOf(smb, currentBasal, profile.carbRatio, meal, iob);
  const perUnit = 1 / smb.increment;
  const units = Math.floor(Math.min(needed / 2, most) * perUnit) / perUnit;
  const minutes = rounded((60 * ((target - worst) / sensitivity)) / currentBasal);
  const tooSmall = needed > 0 && units < smb.increment;
  if (tooSmall || !(minutes > 0)) return { units, most, lowTemp: null };
  return minutes >= 30
    ? { units, most, lowTemp: { rate: 0, minutes: Math.min(60, Math.round(minutes / 30) * 30) } }
    : { units, most, lowTemp: { rate: rounded((basal * minutes) / 30, 2), minutes: 30 } };
};

/** Whether the last bolus is long enough ago. */
export const mayBolusAgain = ({ intervalMinutes }: SmbRules, minutesSince: number): boolean =>
  minutesSince > Math.min(10, Math.max(1, intervalMinutes));
