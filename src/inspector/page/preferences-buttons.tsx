import type { Signal } from '@preact/signals';
import { GLUCOSE_UNITS } from '../../domain/glucoseUnits.ts';
import { glucoseUnit, hourForm } from './preferences.ts';
import { HOUR_FORMS } from './words.ts';

/** Two buttons: the unit of glucose, and how hours are written. */
export const PreferenceButtons = () => (
  <span class="preferences">
    <Turn name="Unit of glucose" chosen={glucoseUnit} values={GLUCOSE_UNITS} testid="glucose-unit" />
    <Turn name="Hours of the clock" chosen={hourForm} values={HOUR_FORMS} testid="hour-form" />
  </span>
);

const Turn = <Value extends string>({
  name,
  chosen,
  values,
  testid,
}: {
  readonly name: string;
  readonly chosen: Signal<Value>;
  readonly values: readonly Value[];
  readonly testid: string;
}) => {
  const next = values[(values.indexOf(chosen.value) + 1) % values.length] ?? chosen.value;
  return (
    <button
      type="button"
      class="icon"
      data-testid={testid}
      aria-label={`${name}: ${chosen.value}. Change to ${next}`}
      onClick={() => {
        chosen.value = next;
      }}
    >
      {chosen.value}
    </button>
  );
};
