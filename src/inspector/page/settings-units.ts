import { type GlucoseUnit, toMgPerDl } from '../../domain/glucoseUnits.ts';
import { type NumberKey, otherUnitOf, QUANTITIES, spellRange } from '../../domain/quantities.ts';
import { MG_PER_DL_PER_MMOL_PER_L } from '../../domain/units.ts';

/** Settings of glucose as a person types them: in mg/dL as the pump keeps them, or in mmol/L. */

const isInMmol = (key: NumberKey, unit: GlucoseUnit): boolean =>
  unit === 'mmol/L' && QUANTITIES[key].unit.startsWith('mg/dL');

/** A change of a minute is small, and a sensitivity is reckoned with: one digit would lose most of either. */
const digitsOf = (key: NumberKey): number => (QUANTITIES[key].unit === 'mg/dL' ? 1 : 2);

/** What no dose depends on: whole mg/dL to the nearest, which reads again as it was typed. Everything else goes up, which is less insulin. */
const OF_ALARMS: ReadonlySet<NumberKey> = new Set([
  'glucoseLowMgDl',
  'glucoseHighMgDl',
  'glucoseFastMgDlMin',
]);

/** In mmol/L, rounded inwards. */
const rangeOf = (key: NumberKey): readonly [number, number] => {
  const { least, most } = QUANTITIES[key];
  const tens = 10 ** digitsOf(key);
  return [
    Math.ceil((least / MG_PER_DL_PER_MMOL_PER_L) * tens) / tens,
    Math.floor((most / MG_PER_DL_PER_MMOL_PER_L) * tens) / tens,
  ];
};

/** What stands in the field for what is kept; what is no number stays as it is. */
export const shownSetting = (key: NumberKey, unit: GlucoseUnit, kept: string): string => {
  const value = Number(kept);
  if (!isInMmol(key, unit) || kept.trim() === '' || !Number.isFinite(value)) return kept;
  // One of the range stays in it, where rounding would leave it.
  const [from, to] = rangeOf(key);
  const { least, most } = QUANTITIES[key];
  const told = Number((value / MG_PER_DL_PER_MMOL_PER_L).toFixed(digitsOf(key)));
  return String(value >= least && value <= most ? Math.min(to, Math.max(from, told)) : told);
};

/** What is typed, as it is kept; what is no number is left for the pump to refuse. */
export const keptSetting = (key: NumberKey, unit: GlucoseUnit, typed: string): string => {
  const value = Number(typed);
  if (!isInMmol(key, unit) || typed.trim() === '' || !Number.isFinite(value)) return typed;
  const mgPerDl = toMgPerDl(value, 'mmol/L');
  return String(OF_ALARMS.has(key) ? Math.round(mgPerDl) : Math.ceil(mgPerDl - 1e-9));
};

/** `60 to 100 mg/dL`, `3.4 to 5.5 mmol/L`, rounded inwards; and as what the value is kept, where that is in another unit. */
export const settingHint = (key: NumberKey, unit: GlucoseUnit, kept: string): string => {
  if (!isInMmol(key, unit)) return spellRange(key);
  const { canBeOff, unit: keptUnit } = QUANTITIES[key];
  const [from, to] = rangeOf(key);
  const known = Number(kept) > 0 ? `; kept as ${kept} ${keptUnit}` : '';
  return `${from} to ${to} ${otherUnitOf(QUANTITIES[key])}${canBeOff ? ', or off' : ''}${known}`;
};
