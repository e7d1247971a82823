import { signal } from '@preact/signals';
import { GLUCOSE_UNITS, type GlucoseUnit } from '../../domain/glucoseUnits.ts';
import { Choice } from './forms.tsx';

/** The unit in which a person types glucose; every form of the page follows it. */
export const glucoseUnit = signal<GlucoseUnit>('mg/dL');

const OPTIONS = Object.fromEntries(GLUCOSE_UNITS.map(unit => [unit, unit])) as Readonly<
  Record<GlucoseUnit, string>
>;

export const GlucoseUnitChoice = ({ testid }: { readonly testid: string }) => (
  <Choice label="Unit of glucose" chosen={glucoseUnit} options={OPTIONS} testid={testid} />
);
