import { MG_PER_DL_PER_MMOL_PER_L } from './units.ts';

/** The two units that glucose is told in. They are never guessed: a value comes with its unit, or is refused. */
export const GLUCOSE_UNITS = ['mg/dL', 'mmol/L'] as const;
export type GlucoseUnit = (typeof GLUCOSE_UNITS)[number];

/** A range of values in mg/dL. */
export type GlucoseRange = { readonly least: number; readonly most: number };

/** What a meter or a sensor can report. */
export const REPORTED: GlucoseRange = { least: 20, most: 600 };

/** A value in mg/dL; not rounded: whoever needs a whole number says which way. */
export const toMgPerDl = (value: number, unit: GlucoseUnit): number =>
  unit === 'mg/dL' ? value : value * MG_PER_DL_PER_MMOL_PER_L;

const isWithin = (value: number, unit: GlucoseUnit, { least, most }: GlucoseRange): boolean => {
  const mgPerDl = toMgPerDl(value, unit);
  return mgPerDl >= least && mgPerDl <= most;
};

const other = (unit: GlucoseUnit): GlucoseUnit => (unit === 'mg/dL' ? 'mmol/L' : 'mg/dL');

/** The unit that a value fits when it does not fit the one it was given in; null where it fits that one, or none. */
export const fitsOnly = (value: number, unit: GlucoseUnit, range: GlucoseRange): GlucoseUnit | null =>
  !isWithin(value, unit, range) && isWithin(value, other(unit), range) ? other(unit) : null;

/** `6.1 fits only mmol/L, where it is 110 mg/dL`; null where it fits the unit it was given in, or none. */
export const fitsOnlyHint = (value: number, unit: GlucoseUnit, range: GlucoseRange): string | null => {
  const fitting = fitsOnly(value, unit, range);
  if (fitting === null) return null;
  const here =
    unit === 'mg/dL'
      ? Math.round(value * MG_PER_DL_PER_MMOL_PER_L)
      : (value / MG_PER_DL_PER_MMOL_PER_L).toFixed(1);
  return `${value} fits only ${fitting}, where it is ${here} ${unit}`;
};

/** `20 to 600 mg/dL`, `1.2 to 33.3 mmol/L`: rounded inwards. */
export const spellGlucoseRange = ({ least, most }: GlucoseRange, unit: GlucoseUnit): string => {
  if (unit === 'mg/dL') return `${least} to ${most} mg/dL`;
  const from = Math.ceil((least / MG_PER_DL_PER_MMOL_PER_L) * 10) / 10;
  const to = Math.floor((most / MG_PER_DL_PER_MMOL_PER_L) * 10) / 10;
  return `${from} to ${to} mmol/L`;
};

/** What is wrong with a value in its unit, and what to do; null where nothing is. */
export const glucoseTrouble = (
  value: number,
  unit: GlucoseUnit,
  range: GlucoseRange,
): { readonly problem: string; readonly remedy: string } | null => {
  if (isWithin(value, unit, range)) return null;
  const fitting = fitsOnly(value, unit, range);
  return fitting === null
    ? { problem: 'is no glucose in either unit', remedy: 'Correct the value or remove it.' }
    : { problem: `fits only ${fitting}`, remedy: `If it is in ${fitting}, say so in the units.` };
};
