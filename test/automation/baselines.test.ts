import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { basalBolusController } from '../../src/automation/basalBolus/controller.ts';
import type { Delivered, History, Therapy } from '../../src/automation/controller.ts';
import { PID, pidController } from '../../src/automation/pid/controller.ts';
import { FEEDBACK, onItsWay } from '../../src/automation/pid/feedback.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import { mgPerDl, microunits, wallMs } from '../../src/domain/units.ts';
import { exampleTherapy } from './exampleTherapy.ts';

const MINUTE = 60_000;
const U = 1_000_000;
const NOW = wallMs(Date.UTC(2026, 0, 15, 12));

const therapy: Therapy = {
  ...exampleTherapy,
  basalProfile: [{ fromMinute: 0, rateUuPerHour: U }],
  target: [{ fromMinute: 0, value: { lowMgPerDl: mgPerDl(110), highMgPerDl: mgPerDl(120) } }],
};

const past = (values: readonly number[], agoMin = 0): History['readings'] =>
  values.map((value, index) => ({
    atMs: wallMs(NOW - (agoMin + (values.length - 1 - index) * 5) * MINUTE),
    mgPerDl: mgPerDl(value),
  }));
const level = (value: number): readonly number[] => Array.from({ length: 40 }, () => value);
const bolus = (amountUu: number, agoMin: number): Delivered => ({
  kind: 'bolus',
  startMs: wallMs(NOW - agoMin * MINUTE),
  endMs: wallMs(NOW - agoMin * MINUTE),
  amountUu: microunits(amountUu),
});
const told = (readings: History['readings'], delivered: readonly Delivered[] = []): History => ({
  readings,
  delivered,
  carbs: [],
});

describe('PID with insulin feedback', () => {
  const control = pidController({ dailyInsulinU: 40 });
  const rate = (history: History): number => control(history, therapy, NOW).basal?.rate ?? -1;

  test('at the target, with the profile on its way, the profile is what it asks for', () => {
    expect(onItsWay(told([]), therapy, NOW)).toEqual({
      skin: expect.closeTo(1, 9),
      plasma: expect.closeTo(1, 9),
      effect: expect.closeTo(1, 9),
    });
    expect(rate(told(past(level(115))))).toBeGreaterThan(U - 50);
    expect(rate(told(past(level(115))))).toBeLessThan(U + 50);
  });

  test('insulin under the skin goes on in the published times, and in the end is gone', () => {
    const given = (minute: number) => onItsWay(told([], [bolus(U, minute)]), therapy, NOW);
    // After a minute, of 60 U/h in it: 60·(1 − e^(−1/50)) is the paper's 1.1881.
    expect(given(1).skin - 1).toBeCloseTo(1.1881, 3);
    expect(given(0).skin).toBeCloseTo(1, 6);
    const beyond = ({ skin, plasma, effect }: ReturnType<typeof given>) => skin + plasma + effect - 3;
    const peak = Math.max(...[30, 60, 90, 120, 180].map(minute => given(minute).effect));
    expect(given(90).effect).toBeGreaterThan(0.9 * peak);
    expect(beyond(given(599))).toBeLessThan(0.02);
    const { skin, plasma, effect } = FEEDBACK.share;
    expect(skin + plasma + effect).toBeCloseTo(1, 4);
  });

  test('each term as published, for one reading above a level past', () => {
    // The first reading counts for the integral only by its time: there is but one.
    const one = control(told(past([180])), therapy, NOW).reasons;
    const value = (name: string) => one.find(reason => reason.name === name)?.value;
    const gain = 40 / PID.gainDivisor;
    expect(value('proportional')).toBeCloseTo(65 * gain, 2);
    expect(value('integral')).toBe(1);
    expect(value('derivative')).toBe(0);
    expect(value('insulin feedback')).toBeCloseTo(-1, 2);
    // An hour above by 65 mg/dL in daylight.
    const hour = control(told(past(Array.from({ length: 13 }, () => 180))), therapy, NOW).reasons;
    expect(hour.find(({ name }) => name === 'integral')?.value).toBeCloseTo(
      1 + (gain / PID.integralDayMin) * 65 * 60,
      2,
    );
    const rising = control(told(past([170, 175, 180])), therapy, NOW).reasons;
    expect(rising.find(({ name }) => name === 'derivative')?.value).toBeCloseTo(gain * PID.derivativeMin, 2);
  });

  test('a higher glucose never asks for less, insulin given never for more', () => {
    let moved = 0;
    const series = fc
      .tuple(
        fc.integer({ min: 100, max: 180 }),
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 60 }),
      )
      .map(([first, steps]) => {
        let value = first;
        return steps.map(step => {
          value = Math.max(40, value + step);
          return value;
        });
      });
    fc.assert(
      fc.property(
        series,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 240 }),
        (values, more, ago) => {
          const higher = rate(told(past(values.map(value => value + more))));
          const lower = rate(told(past(values)));
          expect(higher).toBeGreaterThanOrEqual(lower);
          expect(rate(told(past(values), [bolus(more * PULSE, ago)]))).toBeLessThanOrEqual(lower);
          if (higher > lower) moved += 1;
          expect(higher).toBeLessThanOrEqual(therapy.maxBasal);
        },
      ),
      { numRuns: 100 },
    );
    expect(moved).toBeGreaterThan(20);
  });

  test('SR-093 asks for nothing without a reading of the last twelve minutes', () => {
    expect(control(told([]), therapy, NOW).basal).toBeNull();
    expect(control(told(past(level(250), 13)), therapy, NOW).basal).toBeNull();
    expect(control(told(past(level(250), 12)), therapy, NOW).basal).not.toBeNull();
  });
});

describe('basal and boluses', () => {
  const meal = (grams: number, agoMin = 1) => [{ atMs: wallMs(NOW - agoMin * MINUTE), grams }];
  const dose = (history: History): number =>
    (basalBolusController(history, therapy, NOW).microbolus ?? 0) / U;

  test('a meal that is told is dosed for once, by the ratio, with a correction where glucose is high', () => {
    expect(dose({ ...told(past(level(120))), carbs: meal(45) })).toBe(4.5);
    // (200 − 140)/50 more.
    expect(dose({ ...told(past(level(200))), carbs: meal(45) })).toBe(5.7);
    expect(dose({ ...told(past(level(200), 13)), carbs: meal(45) })).toBe(4.5);
    expect(dose({ ...told(past(level(200)), [bolus(4 * U, 0)]), carbs: meal(45) })).toBe(0);
    expect(dose({ ...told(past(level(200))), carbs: meal(45, 15) })).toBe(0);
    expect(dose({ ...told(past(level(120))), carbs: meal(200) })).toBe(6);
  });

  test('without a meal it asks for nothing, whatever glucose is', () => {
    const { basal, microbolus } = basalBolusController(told(past(level(300))), therapy, NOW);
    expect([basal, microbolus]).toEqual([null, null]);
  });
});
