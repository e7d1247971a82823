import type { GlucoseUnit } from '../../domain/glucoseUnits.ts';
import { MG_PER_DL_PER_MMOL_PER_L } from '../../domain/units.ts';
import type { Field } from '../requestForms.ts';

/**
 * Numbers of a form in the units that a person reads: U for the µU that the pump keeps, and glucose in the unit that is wanted. What is sent
 * stays as the pump has it: whole µU, and whole mg/dL to the nearest.
 */
type Unit = {
  readonly name: string;
  /** So many kept units are one of it. */
  readonly each: number;
  readonly digits: number;
};

const unitOf = ({ unit, entry }: Field, glucose: GlucoseUnit): Unit | null => {
  if (unit === null || entry.kind !== 'number') return null;
  if (unit.startsWith('µU')) return { name: unit.slice(1), each: 1_000_000, digits: 6 };
  if (glucose === 'mg/dL' || !unit.startsWith('mg/dL')) return null;
  // A change of a minute is small, and a sensitivity exact: one digit would lose most of either.
  const digits = unit === 'mg/dL' ? 1 : 2;
  return { name: unit.replace('mg/dL', 'mmol/L'), each: MG_PER_DL_PER_MMOL_PER_L, digits };
};

/** The field as it is told: its unit, and its range in it, rounded inwards. */
export const toldIn = (field: Field, glucose: GlucoseUnit): Field => {
  const unit = unitOf(field, glucose);
  const { entry } = field;
  if (unit === null || entry.kind !== 'number') return field;
  const { name, each, digits } = unit;
  const tens = 10 ** digits;
  return {
    ...field,
    unit: name,
    entry: {
      ...entry,
      least: Math.ceil((entry.least * tens) / each - 1e-9) / tens,
      most:
        entry.most >= Number.MAX_SAFE_INTEGER
          ? entry.most
          : Math.floor((entry.most * tens) / each + 1e-9) / tens,
      // One kept unit of so many is no step that anybody minds.
      step: !name.startsWith('U') ? 1 / tens : (entry.step ?? 1) === 1 ? null : (entry.step ?? 1) / each,
    },
  };
};

/** What is kept, as it is told; what is no number stays as it is. */
export const toldOf = (field: Field, glucose: GlucoseUnit, kept: string): string => {
  const unit = unitOf(field, glucose);
  const value = Number(kept);
  if (unit === null || kept.trim() === '' || !Number.isFinite(value)) return kept;
  const number = Number((value / unit.each).toFixed(unit.digits));
  const { entry } = field;
  const told = toldIn(field, glucose).entry;
  // One of the range stays in it, where rounding would leave it.
  return String(
    entry.kind === 'number' && told.kind === 'number' && value >= entry.least && value <= entry.most
      ? Math.min(told.most, Math.max(told.least, number))
      : number,
  );
};

/** What is typed, as it is kept; what is no number is left for the pump to refuse. */
export const keptOf = (field: Field, glucose: GlucoseUnit, typed: string): string => {
  const unit = unitOf(field, glucose);
  const value = Number(typed);
  if (unit === null || typed.trim() === '' || !Number.isFinite(value)) return typed;
  return String(Math.round(value * unit.each));
};
