import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { History, Therapy } from '../../src/automation/controller.ts';
import { consider } from '../../src/automation/predictive/consider.ts';
import { outlook } from '../../src/automation/predictive/forecast.ts';
import { outlookOf } from '../../src/automation/predictive/outlook.ts';
import { controllerNames } from '../../src/domain/controllers.ts';
import { mgPerDl, microunits, wallMs } from '../../src/domain/units.ts';
import { forecastFor } from '../../src/runtime/controllers.ts';
import { exampleTherapy } from './exampleTherapy.ts';

const MINUTE = 60_000;
const NOW = wallMs(Date.UTC(2026, 0, 15, 12));
const therapy: Therapy = { ...exampleTherapy, maxBolus: microunits(3_000_000) };

const past = fc
  .record({
    glucose: fc.array(fc.integer({ min: 45, max: 350 }), { minLength: 4, maxLength: 60 }),
    boluses: fc.array(fc.tuple(fc.integer({ min: 5, max: 300 }), fc.integer({ min: 1, max: 160 })), {
      maxLength: 3,
    }),
    meals: fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 5, max: 90 })), {
      maxLength: 3,
    }),
  })
  .map(({ glucose, boluses, meals }): History => {
    const ago = (minutes: number) => wallMs(NOW - minutes * MINUTE);
    const byTime = <Any extends readonly [number, number]>(all: readonly Any[]) =>
      all.toSorted((a, b) => b[0] - a[0]);
    return {
      readings: glucose.map((value, index) => ({
        atMs: ago((glucose.length - 1 - index) * 5),
        mgPerDl: mgPerDl(value),
      })),
      delivered: byTime(boluses).map(([minutes, twentieths]) => ({
        kind: 'bolus',
        startMs: ago(minutes),
        endMs: ago(minutes),
        amountUu: microunits(twentieths * 50_000),
      })),
      carbs: byTime(meals).map(([minutes, grams]) => ({ atMs: ago(minutes), grams })),
    };
  });

const forecast = (controller: (typeof controllerNames)[number], history: History) =>
  forecastFor({ number: 1, controller, history, therapy, weightKg: 70, nowMs: NOW });

describe('what a controller expects', () => {
  test('Islet’s own causes sum to its own outlook, at every step of whatever past', () => {
    let steps = 0;
    fc.assert(
      fc.property(past, history => {
        const considered = consider({ weightKg: 70 }, history, therapy, NOW);
        if (typeof considered === 'string') throw new Error(considered);
        const { now, profile, gains, unsure } = considered;
        const expected = outlookOf(now, profile, gains, unsure, 110).glucose;
        const { glucose, effects } = outlook(considered);
        expect(glucose).toHaveLength(expected.length);
        for (const [step, value] of glucose.entries()) {
          // Both are told to a tenth.
          expect(Math.abs(value - (expected[step] ?? Number.NaN))).toBeLessThanOrEqual(0.051);
          const sum = effects.reduce(
            (all, { mgPerDl: each }) => all + (each[step] ?? Number.NaN),
            glucose[0] ?? 0,
          );
          expect(Math.abs(sum - value)).toBeLessThan(0.4);
          steps += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(steps).toBeGreaterThan(1_000);
  });

  test.each(controllerNames)('%s begins with glucose as it is, and ends in numbers', controller => {
    let told = 0;
    fc.assert(
      fc.property(past, history => {
        const found = forecast(controller, history);
        if (found === null) return;
        told += 1;
        const latest = history.readings.at(-1)?.mgPerDl ?? Number.NaN;
        // Islet's own tells glucose and the error of the sensor apart.
        if (controller !== 'islet') expect(Math.abs((found.glucose[0] ?? 0) - latest)).toBeLessThan(0.1);
        for (const each of [found.glucose, ...found.effects.map(({ mgPerDl: course }) => course)])
          expect(each.every(Number.isFinite)).toBe(true);
        for (const [step, value] of found.glucose.entries()) {
          if (found.effects.length === 0) continue;
          const sum = found.effects.reduce((all, { mgPerDl: course }) => all + (course[step] ?? 0), 0);
          expect(Math.abs((found.glucose[0] ?? 0) + sum - value)).toBeLessThan(0.4);
        }
      }),
      { numRuns: 60 },
    );
    expect(told).toBeGreaterThan(20);
  });

  test.each(controllerNames)(
    '%s expects less glucose with more insulin, and more with more food',
    controller => {
      // Never quite flat: oref0 takes a flat line for a sensor that has died.
      const readings = [149, 152, 148, 151, 149, 151].map((value, index) => ({
        atMs: wallMs(NOW - (5 - index) * 5 * MINUTE),
        mgPerDl: mgPerDl(value),
      }));
      const soon = wallMs(NOW - 2 * MINUTE);
      const bolus = { kind: 'bolus', startMs: soon, endMs: soon, amountUu: microunits(2_000_000) } as const;
      const inTwoHours = (history: History): number => {
        const found = forecast(controller, history);
        if (found === null) throw new Error('nothing was expected');
        return found.glucose[(120 * MINUTE) / found.stepMs] ?? found.glucose.at(-1) ?? Number.NaN;
      };
      const usual = inTwoHours({ readings, delivered: [], carbs: [] });
      expect(inTwoHours({ readings, delivered: [bolus], carbs: [] })).toBeLessThan(usual - 10);
      const meal = { atMs: soon, grams: 40 };
      expect(inTwoHours({ readings, delivered: [], carbs: [meal] })).toBeGreaterThan(usual + 10);
    },
  );

  test.each(controllerNames)('%s expects nothing of readings that are too old', controller => {
    const readings = [150, 150, 150].map((value, index) => ({
      atMs: wallMs(NOW - (60 - index * 5) * MINUTE),
      mgPerDl: mgPerDl(value),
    }));
    expect(forecast(controller, { readings, delivered: [], carbs: [] })).toBeNull();
  });
});
