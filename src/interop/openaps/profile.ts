import { z } from 'zod';
import { DEFAULT_SMB, type Profile } from '../../automation/oref/profile.ts';

const flag = z
  .boolean()
  .nullish()
  .transform(value => value === true);
const number = (otherwise: number) =>
  z
    .number()
    .nullish()
    .transform(value => value ?? otherwise);
const numberOrNull = z
  .number()
  .nullish()
  .transform(value => value ?? null);

/**
 * The profile that oref0 keeps as JSON, with its names. A field that is absent gets what determine-basal
 * assumes then, which need not be the default of a fresh profile: without `noisyCGMTargetMultiplier` it computes
 * with a value that is no number, and so NaN stands here.
 */
export const profileJson = z
  .object({
    current_basal: numberOrNull,
    max_daily_basal: number(Number.NaN),
    max_basal: number(Number.NaN),
    max_iob: number(0),
    max_daily_safety_multiplier: number(3),
    current_basal_safety_multiplier: number(4),
    min_bg: numberOrNull,
    max_bg: numberOrNull,
    temptargetSet: flag,
    sens: number(Number.NaN),
    carb_ratio: number(Number.NaN),
    model: z
      .string()
      .nullish()
      .transform(value => value ?? null),
    skip_neutral_temps: flag,
    autosens_max: number(1.2),
    exercise_mode: flag,
    high_temptarget_raises_sensitivity: flag,
    low_temptarget_lowers_sensitivity: flag,
    sensitivity_raises_target: flag,
    resistance_lowers_target: flag,
    half_basal_exercise_target: number(160),
    noisyCGMTargetMultiplier: number(Number.NaN),
    enableUAM: flag,
    enableSMB_always: flag,
    enableSMB_with_COB: flag,
    enableSMB_after_carbs: flag,
    enableSMB_with_temptarget: flag,
    enableSMB_high_bg: flag,
    enableSMB_high_bg_target: number(110),
    allowSMB_with_high_temptarget: flag,
    A52_risk_enable: z.boolean().nullish(),
    maxSMBBasalMinutes: number(30),
    maxUAMSMBBasalMinutes: number(30),
    SMBInterval: number(3),
    bolus_increment: number(DEFAULT_SMB.increment),
    maxDelta_bg_threshold: number(DEFAULT_SMB.maxDeltaShare),
    remainingCarbsCap: number(90),
    remainingCarbsFraction: number(1),
    carbsReqThreshold: number(Number.NaN),
    out_units: z.string().nullish(),
  })
  .transform(
    (json): Profile => ({
      currentBasal: json.current_basal,
      maxDailyBasal: json.max_daily_basal,
      maxBasal: json.max_basal,
      maxIob: json.max_iob,
      maxDailySafetyMultiplier: json.max_daily_safety_multiplier,
      currentBasalSafetyMultiplier: json.current_basal_safety_multiplier,
      minBg: json.min_bg,
      maxBg: json.max_bg,
      temporaryTarget: json.temptargetSet,
      sensitivity: json.sens,
      carbRatio: json.carb_ratio,
      pumpModel: json.model,
      skipNeutralTemps: json.skip_neutral_temps,
      autosensMax: json.autosens_max,
      exerciseMode: json.exercise_mode,
      highTargetRaisesSensitivity: json.high_temptarget_raises_sensitivity,
      lowTargetLowersSensitivity: json.low_temptarget_lowers_sensitivity,
      sensitivityRaisesTarget: json.sensitivity_raises_target,
      resistanceLowersTarget: json.resistance_lowers_target,
      halfBasalTarget: json.half_basal_exercise_target || 160,
      noisyTargetMultiplier: json.noisyCGMTargetMultiplier,
      unannouncedMeals: json.enableUAM,
      smb: {
        always: json.enableSMB_always,
        withCarbsOnBoard: json.enableSMB_with_COB,
        afterCarbs: json.enableSMB_after_carbs,
        withLowTarget: json.enableSMB_with_temptarget,
        aboveGlucose: json.enableSMB_high_bg ? json.enableSMB_high_bg_target : null,
        allowWithHighTarget: json.allowSMB_with_high_temptarget,
        // Only an explicit no forbids it.
        allowAfterWizard: json.A52_risk_enable !== false,
        maxBasalMinutes: json.maxSMBBasalMinutes,
        maxUnannouncedBasalMinutes: json.maxUAMSMBBasalMinutes,
        intervalMinutes: json.SMBInterval || 3,
        increment: json.bolus_increment || DEFAULT_SMB.increment,
        maxDeltaShare: json.maxDelta_bg_threshold,
      },
      remainingCarbsCap: json.remainingCarbsCap || 90,
      remainingCarbsFraction: json.remainingCarbsFraction || 1,
      carbsRequiredThreshold: json.carbsReqThreshold,
    }),
  );
