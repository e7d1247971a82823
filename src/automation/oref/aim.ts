import type { Profile } from './profile.ts';
import { rounded, settableRate } from './rounding.ts';

/** Where glucose is to go now, and how sensitive the person is now. */
export type Aim = {
  readonly minBg: number;
  readonly maxBg: number;
  readonly target: number;
  /** Below this, basal stops. */
  readonly threshold: number;
  /** 1: as the profile says; below: more sensitive. Null: nobody has said. */
  readonly ratio: number | null;
  /** mg/dL per U. */
  readonly sensitivity: number;
  /** U/h, as the pump can be set to. */
  readonly basal: number;
};

/** A temporary target counts from here on as high, below as low. */
export const NORMAL_TARGET = 100;

/** Temporary targets speak of exercise or of a meal to come: they say how sensitive the person is. */
const ratioOf = (profile: Profile, target: number, autosens: number | null): number | null => {
  const raises = (profile.exerciseMode || profile.highTargetRaisesSensitivity) && target > NORMAL_TARGET;
  const lowers = profile.lowTargetLowersSensitivity && target < NORMAL_TARGET;
  if (!profile.temporaryTarget || !(raises || lowers)) return autosens;
  const reach = profile.halfBasalTarget - NORMAL_TARGET;
  return rounded(Math.min(reach / (reach + target - NORMAL_TARGET), profile.autosensMax), 2);
};

type Band = Pick<Aim, 'minBg' | 'maxBg' | 'target'>;

const each = (band: Band, change: (glucose: number) => number): Band => ({
  minBg: change(band.minBg),
  maxBg: change(band.maxBg),
  target: change(band.target),
});

/** A sensitive person gets a higher target, a resistant one a lower: by the distance from 60 mg/dL. */
const bySensitivity = (band: Band, profile: Profile, autosens: number | null): Band => {
  if (autosens === null || profile.temporaryTarget) return band;
  const applies =
    (profile.sensitivityRaisesTarget && autosens < 1) || (profile.resistanceLowersTarget && autosens > 1);
  if (!applies) return band;
  const moved = each(band, glucose => rounded((glucose - 60) / autosens) + 60);
  return { ...moved, target: Math.max(80, moved.target) };
};

/** A noisy sensor gets a target at least a tenth higher, up to 200 mg/dL. */
const byNoise = (band: Band, profile: Profile, noise: number): Band => {
  if (!(noise >= 2)) return band;
  const factor = Math.max(1.1, profile.noisyTargetMultiplier);
  return each(band, glucose => rounded(Math.min(200, glucose * factor)));
};

/** The aim of this cycle; `autosens` is the ratio that past days have shown, null where none was computed. */
export const aimOf = (
  profile: Profile,
  {
    minBg,
    maxBg,
    currentBasal,
  }: { readonly minBg: number; readonly maxBg: number; readonly currentBasal: number },
  autosens: number | null,
  noise: number,
): Aim => {
  const scheduled: Band = { minBg, maxBg, target: (minBg + maxBg) / 2 };
  const ratio = ratioOf(profile, scheduled.target, autosens);
  const band = byNoise(bySensitivity(scheduled, profile, autosens), profile, noise);
  return {
    ...band,
    threshold: band.minBg - 0.5 * (band.minBg - 40),
    ratio,
    sensitivity:
      autosens === null || ratio === null ? profile.sensitivity : rounded(profile.sensitivity / ratio, 1),
    basal: settableRate(ratio === null ? currentBasal : currentBasal * ratio, profile.pumpModel),
  };
};
