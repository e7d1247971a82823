import { expect, test } from 'vitest';
import {
  after,
  between,
  counts,
  exceeds,
  type Microunits,
  microunits,
  microunitsPerHour,
  milliseconds,
  minus,
  monoMs,
  plus,
  pulses,
  wallMs,
} from '../../src/domain/units.ts';

/**
 * The mistakes that the compiler must refuse. `tsc` checks this file: each comment fails when the line
 * below it compiles. The values are harmless, so that the file also runs.
 */
test('units mix with nothing but themselves', () => {
  const dose = microunits(25_000);
  expect(plus(dose, microunits(1))).toBe(25_001);
  // @ts-expect-error a dose and a number of pulses have no sum
  expect(plus(dose, pulses(1))).toBe(25_001);
  // @ts-expect-error a dose and a rate have no difference
  expect(minus(dose, microunitsPerHour(1))).toBe(24_999);
  // @ts-expect-error a dose is not compared with a length of time
  expect(exceeds(dose, milliseconds(1))).toBe(true);
  // @ts-expect-error a bare number is no dose
  expect(plus(dose, 1)).toBe(25_001);
  // @ts-expect-error counts are not pulses
  expect(plus(counts(1), pulses(1))).toBe(2);
});

test('the two clocks are two clocks', () => {
  expect(after(monoMs(1), milliseconds(2))).toBe(3);
  // @ts-expect-error a wall time is no monotonic time
  expect(after(wallMs(1), milliseconds(2))).toBe(3);
  // @ts-expect-error there is no time between two different clocks
  expect(between(monoMs(1), wallMs(3))).toBe(2);
  // @ts-expect-error two instants have no sum
  expect(plus(monoMs(1), monoMs(2))).toBe(3);
  // @ts-expect-error an instant is not a length of time
  expect(after(monoMs(1), monoMs(2))).toBe(3);
});

test('a bare number becomes a quantity only by its constructor, which checks it', () => {
  // @ts-expect-error a number carries no unit
  const dose: Microunits = 25_000;
  expect(dose).toBe(25_000);
  for (const wrong of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    expect(() => microunits(wrong)).toThrow(RangeError);
  }
});
