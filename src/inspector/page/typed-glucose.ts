import { fitsOnlyHint, type GlucoseRange, type GlucoseUnit, toMgPerDl } from '../../domain/glucoseUnits.ts';
import { MG_PER_DL_PER_MMOL_PER_L } from '../../domain/units.ts';
import { type Range, refusal } from './ranges.ts';

/** What was typed, with the unit that it was typed in: the same digits are another glucose in the other unit. */
export type TypedGlucose = { readonly text: string; readonly unit: GlucoseUnit };

/** A range in mg/dL as a person types it: whole mg/dL, or tenths of mmol/L, rounded inwards. */
export const glucoseRange = ({ least, most }: GlucoseRange, unit: GlucoseUnit): Range =>
  unit === 'mg/dL'
    ? { least, most, step: 1, unit }
    : {
        least: Math.ceil((least / MG_PER_DL_PER_MMOL_PER_L) * 10) / 10,
        most: Math.floor((most / MG_PER_DL_PER_MMOL_PER_L) * 10) / 10,
        step: 0.1,
        unit,
      };

/** A glucose in mg/dL as it is typed in a unit. One of the range stays in it, where rounding would leave it. */
export const glucoseText = (mgPerDl: number, unit: GlucoseUnit, range: GlucoseRange): string => {
  const value = unit === 'mg/dL' ? mgPerDl : mgPerDl / MG_PER_DL_PER_MMOL_PER_L;
  const { least, most } = glucoseRange(range, unit);
  const isOfRange = mgPerDl >= range.least && mgPerDl <= range.most;
  return (isOfRange ? Math.min(most, Math.max(least, value)) : value).toFixed(unit === 'mg/dL' ? 0 : 1);
};

/** The same glucose as text in this unit; what is no number stays as it is. */
export const typedIn = (typed: TypedGlucose, unit: GlucoseUnit, range: GlucoseRange): string => {
  const value = Number(typed.text);
  return typed.unit === unit || typed.text.trim() === '' || !Number.isFinite(value)
    ? typed.text
    : glucoseText(toMgPerDl(value, typed.unit), unit, range);
};

/** Why a text is no glucose of this range; that it would be one in the other unit is said with its value. */
export const glucoseRefusal = (
  what: string,
  text: string,
  unit: GlucoseUnit,
  range: GlucoseRange,
): string | null => {
  const plain = refusal(what, text, glucoseRange(range, unit));
  const hint = plain === null || text.trim() === '' ? null : fitsOnlyHint(Number(text), unit, range);
  return hint === null ? plain : `${what}: ${hint}.`;
};
