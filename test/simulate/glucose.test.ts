import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, type Body, personFor, steadyBody } from '../../src/simulate/glucose.ts';

const HOUR = 3_600_000;
const STEP = 5 * 60_000;
const BASAL = 1_000_000;
const person = personFor(BASAL, 120);
const steady = steadyBody(person, BASAL);

type Dose = { readonly atStep: number; readonly uu: number };

/** Glucose every five minutes over `hours` at `basal` µU/h, with boluses and meals on top. */
const day = (
  hours: number,
  basal: number,
  boluses: readonly Dose[] = [],
  meals: readonly { atStep: number; g: number }[] = [],
): readonly number[] => {
  let body: Body = steady;
  return Array.from({ length: (hours * HOUR) / STEP }, (_, step) => {
    const bolus = boluses.filter(({ atStep }) => atStep === step).reduce((sum, { uu }) => sum + uu, 0);
    const carbsG = meals.filter(({ atStep }) => atStep === step).reduce((sum, { g }) => sum + g, 0);
    body = advance(person, body, { insulinUu: (basal * STEP) / HOUR + bolus, carbsG }, STEP);
    return body.mgPerDl;
  });
};

const low = (series: readonly number[]): number => Math.min(...series);
const high = (series: readonly number[]): number => Math.max(...series);

test('the basal rate a person is made for holds the glucose they are made for', () => {
  expect(steady.mgPerDl).toBeCloseTo(120, 9);
  for (const value of day(48, BASAL)) expect(Math.abs(value - 120)).toBeLessThan(1e-6);
  fc.assert(
    fc.property(
      fc.integer({ min: 100_000, max: 3_000_000 }),
      fc.integer({ min: 70, max: 250 }),
      (rate, mgPerDl) => {
        const other = personFor(rate, mgPerDl);
        const after = advance(other, steadyBody(other, rate), { insulinUu: rate * 24, carbsG: 0 }, 24 * HOUR);
        expect(after.mgPerDl).toBeCloseTo(mgPerDl, 6);
      },
    ),
  );
});

test('one unit lowers glucose by 10 to 60 mg/dL within hours, and it comes back', () => {
  const series = day(24, BASAL, [{ atStep: 0, uu: 1_000_000 }]);
  const fall = 120 - low(series);
  expect(fall).toBeGreaterThan(10);
  expect(fall).toBeLessThan(60);
  const lowest = series.indexOf(low(series)) * 5;
  expect(lowest).toBeGreaterThan(90);
  expect(lowest).toBeLessThan(300);
  expect(series.at(-1)).toBeGreaterThan(118);
});

test('without insulin glucose rises far above the range', () => {
  const series = day(12, 0);
  expect(series.every((value, index) => index === 0 || value > (series[index - 1] ?? 0))).toBe(true);
  expect(series.at(-1)).toBeGreaterThan(250);
});

test('a meal raises glucose, peaks within three hours and passes', () => {
  const series = day(24, BASAL, [], [{ atStep: 0, g: 30 }]);
  expect(high(series)).toBeGreaterThan(150);
  expect(series.indexOf(high(series)) * 5).toBeLessThan(180);
  expect(series.at(-1)).toBeLessThan(125);
});

test('more insulin never gives a higher glucose, and more carbohydrate never a lower one', () => {
  const dose = fc.record({
    atStep: fc.integer({ min: 0, max: 95 }),
    uu: fc.integer({ min: 0, max: 3_000_000 }),
  });
  const meal = fc.record({ atStep: fc.integer({ min: 0, max: 95 }), g: fc.integer({ min: 0, max: 60 }) });
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(dose, { maxLength: 5 }),
      fc.array(meal, { maxLength: 4 }),
      dose,
      meal,
      (doses, meals, extraDose, extraMeal) => {
        const base = day(8, BASAL, doses, meals);
        const dosed = day(8, BASAL, [...doses, extraDose], meals);
        const fed = day(8, BASAL, doses, [...meals, extraMeal]);
        for (const [index, value] of base.entries()) {
          compared += 1;
          expect(dosed[index]).toBeLessThanOrEqual(value + 1e-9);
          expect(fed[index]).toBeGreaterThanOrEqual(value - 1e-9);
          expect(value).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 60 },
  );
  expect(compared).toBeGreaterThan(1_000);
});

test('cutting the time into pieces changes nothing that matters', () => {
  const piece = fc.integer({ min: 1_000, max: 30 * 60_000 });
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 0, max: 2 * BASAL }),
      (pieces, rate) => {
        const total = pieces.reduce((sum, ms) => sum + ms, 0);
        const whole = advance(person, steady, { insulinUu: (rate * total) / HOUR, carbsG: 0 }, total);
        const cut = pieces.reduce(
          (body, ms) => advance(person, body, { insulinUu: (rate * ms) / HOUR, carbsG: 0 }, ms),
          steady,
        );
        expect(cut.mgPerDl).toBeCloseTo(whole.mgPerDl, 6);
        expect(cut.depotUu).toBeCloseTo(whole.depotUu, 0);
      },
    ),
  );
});

test('the same life gives the same numbers to the last bit', () => {
  const life = () => day(24, BASAL, [{ atStep: 10, uu: 2_000_000 }], [{ atStep: 8, g: 40 }]);
  expect(life()).toEqual(life());
});

test('what cannot enter a body is refused', () => {
  expect(() => advance(person, steady, { insulinUu: -1, carbsG: 0 }, STEP)).toThrow(RangeError);
  expect(() => advance(person, steady, { insulinUu: 0, carbsG: -1 }, STEP)).toThrow(RangeError);
  expect(() => advance(person, steady, { insulinUu: 0, carbsG: 0 }, 0)).toThrow(RangeError);
});
