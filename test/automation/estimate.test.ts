import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Estimate,
  firstEstimate,
  learn,
  left,
  pass,
  STATE,
  spreadOn,
  TRUST,
  UNSURE,
} from '../../src/automation/predictive/estimate.ts';
import { KINETICS } from '../../src/automation/predictive/kinetics.ts';

const SIZE = Object.keys(STATE).length;
type Matrix = readonly (readonly number[])[];

const matrixOf = ({ spread }: Estimate): Matrix =>
  Array.from({ length: SIZE }, (_, row) => [...spread.subarray(row * SIZE, (row + 1) * SIZE)]);
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map(row => (b[0] ?? []).map((_, j) => row.reduce((sum, each, k) => sum + each * (b[k]?.[j] ?? 0), 0)));
const transposed = (a: Matrix): Matrix => (a[0] ?? []).map((_, j) => a.map(row => row[j] ?? 0));

/** How the states follow from those of before while nothing new happens, as a matrix. */
const transitionOf = (minutes: number, profile: number): Matrix => {
  const rows = Array.from({ length: SIZE }, (_, i) =>
    Array.from({ length: SIZE }, (_each, j): number => (i === j ? 1 : 0)),
  );
  const set = (i: number, j: number, value: number): void => {
    const row = rows[i];
    if (row) row[j] = value;
  };
  const fading = left(minutes, TRUST.driftMin);
  set(STATE.glucose, STATE.glucose, Math.exp(-KINETICS.clearance * minutes));
  set(STATE.glucose, STATE.drift, minutes);
  set(STATE.glucose, STATE.basal, profile);
  set(STATE.drift, STATE.drift, fading);
  set(STATE.drift, STATE.meal, (fading * minutes) / TRUST.driftMin);
  set(STATE.error, STATE.error, left(minutes, TRUST.errorMin));
  set(STATE.meal, STATE.meal, fading);
  return rows;
};

test('the spread of an estimate is carried on as F·P·Fᵀ says, with the noise of the states', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 40, max: 400 }), { minLength: 2, maxLength: 8 }),
      fc.integer({ min: 1, max: 30 }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      (readings, minutes, profile) => {
        const estimate = firstEstimate(readings[0] ?? 100, UNSURE.told);
        for (const reading of readings) {
          pass(estimate, 5, { insulin: 2, carbs: 3, profile: 1 }, UNSURE.told, 0.1);
          learn(estimate, reading);
        }
        const before = matrixOf(estimate);
        const f = transitionOf(minutes, profile);
        const expected = product(product(f, before), transposed(f));
        spreadOn(estimate, minutes, profile, UNSURE.told);
        for (const [i, row] of matrixOf(estimate).entries())
          for (const [j, value] of row.entries()) {
            if (i === j) continue;
            const wanted = expected[i]?.[j] ?? Number.NaN;
            expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(wanted)));
            compared += 1;
          }
      },
    ),
  );
  expect(compared).toBeGreaterThan(1_000);
});
