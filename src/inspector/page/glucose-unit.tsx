import type { Signal } from '@preact/signals';
import { GLUCOSE_UNITS, type GlucoseRange, type GlucoseUnit } from '../../domain/glucoseUnits.ts';
import { Choice } from './forms.tsx';
import { glucoseUnit } from './preferences.ts';
import { type TypedGlucose, typedIn } from './typed-glucose.ts';

const OPTIONS = Object.fromEntries(GLUCOSE_UNITS.map(unit => [unit, unit])) as Readonly<
  Record<GlucoseUnit, string>
>;

export const GlucoseUnitChoice = ({ testid }: { readonly testid: string }) => (
  <Choice label="Unit of glucose" chosen={glucoseUnit} options={OPTIONS} testid={testid} />
);

/** Text for a field: what was typed is shown in the unit chosen now, as the same glucose. */
export const glucoseField = (typed: Signal<TypedGlucose>, range: GlucoseRange): { value: string } => ({
  get value() {
    return typedIn(typed.value, glucoseUnit.value, range);
  },
  set value(text: string) {
    typed.value = { text, unit: glucoseUnit.value };
  },
});
