import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calculate } from '../../src/domain/calculator/calculator.ts';
import { spellRefusal } from '../../src/domain/calculator/refusal.ts';
import {
  BOUNDS,
  type CalculatorRequest,
  type CalculatorSettings,
  type GlucoseInput,
  type Milligrams,
  policies,
  trends,
} from '../../src/domain/calculator/request.ts';
import { HARD } from '../../src/domain/limits.ts';
import { mgPerDl, microunits, milliseconds } from '../../src/domain/units.ts';
import { ask, doseOf, grams, inUnits, measured, settings } from '../support/calculations.ts';

describe('the worked examples of the published policies are met:', () => {
  test.each(policies)('E1 a meal and a correction under %s', policy => {
    expect(inUnits(ask(60, measured(180)), { policy })).toBe(7.4);
  });
  test('E2 insulin on board for meals and corrections', () => {
    expect(inUnits(ask(60, measured(180), 1, 0.5), { policy: 'split' })).toBe(5.9);
    expect(inUnits(ask(60, measured(180), 1, 0.5))).toBe(6);
  });
  test('E3 glucose below target takes from food, and so does insulin on board', () => {
    for (const policy of policies) expect(inUnits(ask(60, measured(80)), { policy })).toBe(5.4);
    expect(inUnits(ask(60, measured(80), 1.5))).toBe(3.9);
  });
  test('E4 insulin on board covers the whole correction', () => {
    expect(inUnits(ask(0, measured(250), 3.2))).toBe(0);
  });
  test('E5 without glucose food alone counts', () => {
    expect(inUnits(ask(45, { kind: 'unknown' }, 3), { carbRatio: grams(15) })).toBe(3);
  });
  test('E6 glucose below the least for calculations is refused', () => {
    expect(calculate(ask(60, measured(65)), settings)).toEqual({
      kind: 'refused',
      refusal: { reason: 'glucoseTooLow', least: 70 },
    });
  });
  test('E7 insulin on board takes from the correction', () => {
    expect(inUnits(ask(60, measured(180), 0.4))).toBe(7);
  });
});

test('SR-101 thirds that sum to a whole step lose nothing to rounding', () => {
  // 1/3 U for food and 2/3 U to correct.
  const third = { carbRatio: grams(30), sensitivity: mgPerDl(60) };
  expect(inUnits(ask(10, measured(150)), third)).toBe(1);
});

test('SR-101 a dose is rounded down and insulin on board up', () => {
  expect(inUnits(ask(10.9, measured(110)))).toBe(1.05);
  expect(inUnits(ask(0, measured(160), 0.01))).toBe(0.95);
});

test('no glucose from the target to the end of the band is corrected', () => {
  const band = { correctAbove: mgPerDl(150) };
  expect(inUnits(ask(0, measured(150)), band)).toBe(0);
  expect(inUnits(ask(0, measured(160)), band)).toBe(1);
});

test('a trend raises a correction by at most 30 % and takes it away when falling fast; below target it does nothing', () => {
  const withTrend = (value: number, trend: (typeof trends)[number]) =>
    inUnits(ask(60, { kind: 'measured', mgPerDl: mgPerDl(value), ageMs: milliseconds(0), trend }), {
      followsTrend: true,
    });
  expect(trends.map(trend => withTrend(210, trend))).toEqual([6, 7, 7.5, 8, 8.2, 8.4, 8.6]);
  expect(new Set(trends.map(trend => withTrend(80, trend)))).toEqual(new Set([5.4]));
});

describe('SR-102 the calculator refuses', () => {
  const refusedFor = (request: CalculatorRequest, changed: Partial<CalculatorSettings> = {}) => {
    const answer = calculate(request, { ...settings, ...changed });
    if (answer.kind === 'dose') throw new Error(`${answer.doseUu} µU was calculated`);
    expect(spellRefusal(answer.refusal).length).toBeGreaterThan(20);
    return answer.refusal.reason;
  };
  test('SR-072 when insulin on board is unknown, whatever else is known', () => {
    for (const glucose of [measured(180), { kind: 'unknown' } as const])
      expect(refusedFor({ ...ask(60, glucose), onBoard: 'unknown' })).toBe('onBoardUnknown');
  });
  test('when the sensor only says HIGH or LOW', () => {
    expect(refusedFor(ask(60, { kind: 'high' }))).toBe('glucoseHigh');
    expect(refusedFor(ask(60, { kind: 'low' }))).toBe('glucoseTooLow');
  });
  test('when glucose is older than ten minutes', () => {
    const old: GlucoseInput = {
      kind: 'measured',
      mgPerDl: mgPerDl(180),
      ageMs: milliseconds(600_001),
      trend: null,
    };
    expect(refusedFor(ask(60, old))).toBe('glucoseTooOld');
  });
  test.each([Number.NaN, -1, 0.5, 250_001, Number.POSITIVE_INFINITY])('carbohydrate of %d mg', value => {
    expect(refusedFor({ ...ask(0, measured(180)), carbs: value as Milligrams })).toBe('outOfRange');
  });
  test('settings that contradict each other or are out of range', () => {
    expect(refusedFor(ask(60, measured(180)), { correctAbove: mgPerDl(100) })).toBe(
      'correctAboveBelowTarget',
    );
    expect(refusedFor(ask(60, measured(180)), { sensitivity: mgPerDl(0) })).toBe('outOfRange');
  });
  test('glucose in mmol/L, and says so', () => {
    const answer = calculate(ask(60, measured(7)), settings);
    expect(answer.kind === 'refused' && spellRefusal(answer.refusal)).toContain(
      'as mmol/L it would be 126 mg/dL',
    );
  });
});

const within = ({ least, most }: { readonly least: number; readonly most: number }) =>
  fc.integer({ min: least, max: most });

const anySettings: fc.Arbitrary<CalculatorSettings> = fc
  .record({
    policy: fc.constantFrom(...policies),
    carbRatio: within(BOUNDS.carbRatio).map(value => value as Milligrams),
    sensitivity: within(BOUNDS.sensitivity).map(mgPerDl),
    target: within(BOUNDS.target).map(mgPerDl),
    band: fc.integer({ min: 0, max: 50 }),
    least: within(BOUNDS.least).map(mgPerDl),
    reverseCorrection: fc.boolean(),
    followsTrend: fc.boolean(),
    maxBolusUu: within(BOUNDS.maxBolus).map(microunits),
  })
  .map(({ band, ...rest }) => ({ ...rest, correctAbove: mgPerDl(rest.target + band) }));

const glucoseFrom = (value: number, trend: (typeof trends)[number] | null): GlucoseInput => ({
  kind: 'measured',
  mgPerDl: mgPerDl(value),
  ageMs: milliseconds(0),
  trend,
});

const anyTrend = fc.option(fc.constantFrom(...trends), { nil: null });
const anyOnBoard = fc.record({
  mealUu: fc.integer({ min: 0, max: 20_000_000 }).map(microunits),
  correctionUu: fc.integer({ min: 0, max: 20_000_000 }).map(microunits),
});
const anyCarbs = within(BOUNDS.carbs).map(value => value as Milligrams);
const anyValue = fc.integer({ min: 70, max: 600 });

const situation = fc.record({
  settings: anySettings,
  carbs: anyCarbs,
  value: anyValue,
  trend: anyTrend,
  onBoard: anyOnBoard,
});

test('SR-101 every dose is from 0 to the largest bolus, on the step, and the sum of its terms', () => {
  fc.assert(
    fc.property(situation, ({ settings: given, carbs, value, trend, onBoard }) => {
      const answer = calculate({ carbs, glucose: glucoseFrom(value, trend), onBoard }, given);
      if (answer.kind === 'refused') throw new Error(spellRefusal(answer.refusal));
      const { doseUu, terms } = answer;
      expect(doseUu).toBeGreaterThanOrEqual(0);
      expect(doseUu).toBeLessThanOrEqual(given.maxBolusUu);
      expect(doseUu % HARD.bolusStepUu).toBe(0);
      expect(terms.reduce((sum, { amountUu }) => sum + amountUu, 0)).toBe(doseUu);
      // Never more than food and what a positive correction may come to.
      const food = carbs / given.carbRatio;
      const correction = Math.max(0, (value - given.target) / given.sensitivity) * 1.3;
      expect(doseUu).toBeLessThanOrEqual((food + correction) * 1_000_000 + 1);
    }),
    { numRuns: 400 },
  );
});

describe('SR-103 whatever the settings,', () => {
  const pair = <T>(one: fc.Arbitrary<T>) => fc.tuple(one, one);
  const ordered = (numbers: fc.Arbitrary<number>) =>
    pair(numbers).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

  test('more carbohydrate never lowers the dose', () => {
    fc.assert(
      fc.property(
        situation,
        ordered(within(BOUNDS.carbs)),
        ({ settings: given, value, trend, onBoard }, [less, more]) => {
          const glucose = glucoseFrom(value, trend);
          const dose = (carbs: number) =>
            doseOf(calculate({ carbs: carbs as Milligrams, glucose, onBoard }, given));
          expect(dose(less)).toBeLessThanOrEqual(dose(more));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('higher glucose never lowers the dose', () => {
    fc.assert(
      fc.property(
        situation,
        ordered(anyValue),
        ({ settings: given, carbs, trend, onBoard }, [lower, higher]) => {
          const dose = (value: number) =>
            doseOf(calculate({ carbs, glucose: glucoseFrom(value, trend), onBoard }, given));
          expect(dose(lower)).toBeLessThanOrEqual(dose(higher));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('more insulin on board never raises the dose', () => {
    const parts = pair(ordered(fc.integer({ min: 0, max: 20_000_000 })));
    fc.assert(
      fc.property(situation, parts, ({ settings: given, carbs, value, trend }, [meal, correction]) => {
        const glucose = glucoseFrom(value, trend);
        const dose = (which: 0 | 1) =>
          doseOf(
            calculate(
              {
                carbs,
                glucose,
                onBoard: { mealUu: microunits(meal[which]), correctionUu: microunits(correction[which]) },
              },
              given,
            ),
          );
        expect(dose(1)).toBeLessThanOrEqual(dose(0));
      }),
      { numRuns: 400 },
    );
  });

  test('a steeper rise never lowers the dose', () => {
    fc.assert(
      fc.property(situation, ({ settings: given, carbs, value, onBoard }) => {
        const doses = trends.map(trend =>
          doseOf(calculate({ carbs, glucose: glucoseFrom(value, trend), onBoard }, given)),
        );
        expect(doses).toEqual(doses.toSorted((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });

  test('no carbohydrate and glucose at most at target means no dose', () => {
    fc.assert(
      fc.property(situation, ({ settings: given, trend, onBoard }) => {
        const glucose = glucoseFrom(given.target, trend);
        expect(doseOf(calculate({ carbs: grams(0), glucose, onBoard }, given))).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
