import { BodyReadout } from './body-readout.tsx';
import { type Column, lowerBound } from './history.ts';
import { courseAt } from './insight.ts';
import { glucoseIn, glucoseUnit } from './preferences.ts';
import { drawn, insight, lookedAt, pinned, shown } from './store.ts';
import { supplyIn } from './supply.ts';
import { hovered, range } from './timeline.ts';
import { band } from './words.ts';

/** What the plots show at the cursor, in numbers with their units. */

export const Totals = () => {
  const readings = shown.value?.readings;
  if (readings === undefined) return <span class="totals" />;
  if (readings === null)
    return (
      <span class="totals" data-testid="totals-not-known">
        amounts not known
      </span>
    );
  return (
    <span class="totals">
      bolus{' '}
      <b data-testid="delivered-bolus">
        {((readings.deliveredBolusUu + readings.deliveredExtendedUu) / 1e6).toFixed(3)} U
      </b>{' '}
      · basal <b data-testid="delivered-basal">{(readings.deliveredBasalUu / 1e6).toFixed(3)} U</b> ·{' '}
      <b data-testid="pulses">{readings.pulsesCounted}</b> pulses
    </span>
  );
};

/** The last value at or before the cursor, the pinned instant, or now. */
const valueAt = (column: Column, row: number): number | null => {
  range.value;
  const at = hovered.value ?? (pinned.value === null ? Number.POSITIVE_INFINITY : pinned.value / 1_000);
  const found = lowerBound(column.times, at + 0.0005) - 1;
  return column.values[row]?.[found] ?? null;
};

export const GlucoseReadout = () => {
  const value = valueAt(drawn.value.glucose(), 0);
  return (
    <span>
      {value === null ? 'no reading' : `${glucoseIn(value)} ${glucoseUnit.value}, ${band(value)}`}{' '}
      <ExpectedReadout /> <BodyReadout />
    </span>
  );
};

/** What is expected in an hour from the instant that is looked at. */
const ExpectedReadout = () => {
  const expected = insight.expectedAt(lookedAt.value);
  if (expected === null) return null;
  const { glucose, stepMs } = expected.forecast;
  const value = courseAt({ mgPerDl: glucose }, stepMs, 60);
  return (
    <span data-testid="expected-soon">
      <i class="key expected" /> expected {value === null ? '-' : glucoseIn(Math.round(value))} in 1 h
    </span>
  );
};

export const InsulinReadout = () => {
  const column = drawn.value.insulin();
  return (
    <span>
      <i class="key basal" /> basal {number(valueAt(column, 0))} U/h <i class="key profile" /> profile{' '}
      {number(valueAt(column, 1))} U/h <i class="key iob" /> on board {onBoardWords(valueAt(column, 2))}{' '}
      <i class="key bolus" /> bolus: outline requested, fill delivered
    </span>
  );
};

export const MotorReadout = () => {
  const column = drawn.value.motor();
  const [commanded, counted] = [valueAt(column, 0), valueAt(column, 1)];
  const difference = commanded === null || counted === null ? null : counted - commanded;
  return (
    <span>
      <i class="key commanded" /> commanded {commanded ?? '-'} <i class="key encoder" /> encoder{' '}
      {counted ?? '-'} counts
      {difference === null
        ? ''
        : ` (${difference > 0 ? '+' : difference < 0 ? '−' : '±'}${Math.abs(difference)})`}{' '}
      <i class="key force" /> force {number(valueAt(column, 2))} N
    </span>
  );
};

export const SupplyReadout = () => {
  const column = supplyIn(drawn.value.motor());
  return (
    <span>
      <i class="key profile-line" /> reservoir {number(valueAt(column, 0))} U <i class="key commanded" />{' '}
      commanded {number(valueAt(column, 1))} U <i class="key encoder" /> delivered by the encoder{' '}
      {number(valueAt(column, 2))} U
    </span>
  );
};

const onBoardWords = (value: number | null): string => (value === null ? 'unknown' : `${number(value)} U`);

const number = (value: number | null): string => (value === null ? '-' : value.toFixed(2));
