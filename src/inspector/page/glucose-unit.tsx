import { signal } from '@preact/signals';
import { GLUCOSE_UNITS, type GlucoseRange, type GlucoseUnit } from '../../domain/glucoseUnits.ts';
import { MG_PER_DL_PER_MMOL_PER_L } from '../../domain/units.ts';
import { Choice, type Range } from './forms.tsx';

/** The unit in which a person types glucose; every form of the page follows it. */
export const glucoseUnit = signal<GlucoseUnit>('mg/dL');

const OPTIONS = Object.fromEntries(GLUCOSE_UNITS.map(unit => [unit, unit])) as Readonly<
  Record<GlucoseUnit, string>
>;

export const GlucoseUnitChoice = ({ testid }: { readonly testid: string }) => (
  <Choice label="Unit of glucose" chosen={glucoseUnit} options={OPTIONS} testid={testid} />
);

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
