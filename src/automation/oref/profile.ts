/**
 * What oref0 is told of a person and of what they allow, in its units: glucose mg/dL, insulin U, basal U/h,
 * carbohydrates g, time in minutes unless the name says otherwise. Floats: nothing here is dose accounting.
 */
export type Profile = {
  /** Null: nobody has set one, and nothing can be decided. */
  readonly currentBasal: number | null;
  readonly maxDailyBasal: number;
  readonly maxBasal: number;
  readonly maxIob: number;
  readonly maxDailySafetyMultiplier: number;
  readonly currentBasalSafetyMultiplier: number;
  /** Null: no target, and nothing can be decided. */
  readonly minBg: number | null;
  readonly maxBg: number | null;
  /** The targets are temporary ones. */
  readonly temporaryTarget: boolean;
  /** mg/dL that one unit lowers glucose by. */
  readonly sensitivity: number;
  /** Grams that one unit covers. */
  readonly carbRatio: number;
  readonly pumpModel: string | null;
  readonly skipNeutralTemps: boolean;
  readonly autosensMax: number;
  readonly exerciseMode: boolean;
  readonly highTargetRaisesSensitivity: boolean;
  readonly lowTargetLowersSensitivity: boolean;
  readonly sensitivityRaisesTarget: boolean;
  readonly resistanceLowersTarget: boolean;
  readonly halfBasalTarget: number;
  readonly noisyTargetMultiplier: number;
  readonly unannouncedMeals: boolean;
  readonly smb: SmbRules;
  readonly remainingCarbsCap: number;
  readonly remainingCarbsFraction: number;
  /** Grams of further carbohydrates from which on a person is told. */
  readonly carbsRequiredThreshold: number;
};

/** When and how large a microbolus ("super micro bolus") may be. */
export type SmbRules = {
  readonly always: boolean;
  readonly withCarbsOnBoard: boolean;
  readonly afterCarbs: boolean;
  readonly withLowTarget: boolean;
  /** From this glucose on; null: not for that reason. */
  readonly aboveGlucose: number | null;
  readonly allowWithHighTarget: boolean;
  /** Also when a person has used the bolus wizard, which may count carbohydrates twice. */
  readonly allowAfterWizard: boolean;
  /** At most the basal of so many minutes. */
  readonly maxBasalMinutes: number;
  /** The same while more insulin is on board than carbohydrates need. */
  readonly maxUnannouncedBasalMinutes: number;
  readonly intervalMinutes: number;
  readonly increment: number;
  /** A rise of more than this share of glucose is not believed. */
  readonly maxDeltaShare: number;
};

/** What oref0 0.7.1 assumes where nobody has chosen. */
export const DEFAULT_SMB: SmbRules = {
  always: false,
  withCarbsOnBoard: false,
  afterCarbs: false,
  withLowTarget: false,
  aboveGlucose: null,
  allowWithHighTarget: false,
  allowAfterWizard: false,
  maxBasalMinutes: 30,
  maxUnannouncedBasalMinutes: 30,
  intervalMinutes: 3,
  increment: 0.1,
  maxDeltaShare: 0.2,
};
