import { expect, test } from 'vitest';
import type { History, Therapy } from '../../src/automation/controller.ts';
import { predictiveController } from '../../src/automation/predictive/controller.ts';
import {
  firstEstimate,
  glucoseVariance,
  learn,
  MOST_LEARNT,
  of,
  pass,
  UNSURE,
} from '../../src/automation/predictive/estimate.ts';
import {
  emptyBody,
  gainsOf,
  KINETICS,
  minuteOf,
  strengthAt,
} from '../../src/automation/predictive/kinetics.ts';
import { mgPerDl, microunits, wallMs } from '../../src/domain/units.ts';
import { exampleTherapy } from './exampleTherapy.ts';

const MINUTE = 60_000;
const NOW = wallMs(Date.UTC(2026, 0, 15, 12));

const NOTHING_MOVED = { insulin: 0, carbs: 0, profile: 0 } as const;

test('the estimate tells a slow error of the sensor from glucose, and is surest of what it has just read', () => {
  const estimate = firstEstimate(120, UNSURE.told);
  const on = (minutes: number): void => pass(estimate, minutes, NOTHING_MOVED, UNSURE.told, 1);
  for (let count = 0; count < 40; count += 1) {
    on(5);
    learn(estimate, 120);
  }
  expect(Math.abs(of(estimate, 'glucose') + of(estimate, 'error') - 120)).toBeLessThan(1);
  const before = glucoseVariance(estimate);
  on(60);
  expect(glucoseVariance(estimate)).toBeGreaterThan(before);
  const read = glucoseVariance(estimate);
  learn(estimate, 180);
  expect(glucoseVariance(estimate)).toBeLessThan(read);
  expect(of(estimate, 'error')).toBeGreaterThan(0);
});

/**
 * Readings of a day of somebody who is as the model has it, but for whom the settings are off by these factors; three meals, with
 * boluses by the ratio that was set.
 */
const dayOf = (true_: {
  readonly insulin: number;
  readonly carbs: number;
  readonly basal: number;
}): History => {
  const [sensitivity, ratio, rate] = [45, 9, 1.1];
  const gains = gainsOf(sensitivity, ratio);
  const body = emptyBody();
  const readings: History['readings'][number][] = [];
  const carbs: History['carbs'][number][] = [];
  const delivered: History['delivered'][number][] = [];
  let glucose = 120;
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    const atMs = wallMs(NOW - (24 * 60 - minute) * MINUTE);
    if (minute % 5 === 0) readings.push({ atMs, mgPerDl: mgPerDl(Math.round(glucose)) });
    const grams = minute % 360 === 100 ? 50 : 0;
    if (grams > 0) {
      carbs.push({ atMs, grams });
      delivered.push({
        kind: 'bolus',
        startMs: atMs,
        endMs: atMs,
        amountUu: microunits(Math.floor((grams / ratio) * 1e6)),
      });
    }
    glucose +=
      true_.carbs * gains.carbs * (body.gut2 / KINETICS.gut) -
      true_.insulin * gains.insulin * body.action * strengthAt(glucose) -
      KINETICS.clearance * (glucose - 130) +
      (gains.insulin * rate * (true_.basal - 1)) / 60;
    minuteOf(body, grams / ratio, grams);
  }
  return { readings, delivered, carbs };
};

const learntFrom = (history: History): Readonly<Record<string, number>> => {
  const settings: Therapy = {
    ...exampleTherapy,
    sensitivity: [{ fromMinute: 0, value: 45 }],
    carbRatio: [{ fromMinute: 0, value: 9 }],
    basalProfile: [{ fromMinute: 0, rateUuPerHour: 1_100_000 }],
  };
  const { reasons } = predictiveController({ weightKg: null })(history, settings, NOW);
  return Object.fromEntries(reasons.map(({ name, value }) => [name, value ?? Number.NaN]));
};

test('a day teaches in which way the settings are off, and by no more than a factor of 1.5', () => {
  const [insulin, carbs, basal] = [
    'insulin does, of that',
    'carbohydrate does, of what was set',
    'the profile gives too little by',
  ] as const;
  const right = learntFrom(dayOf({ insulin: 1, carbs: 1, basal: 1 }));
  expect(Math.abs((right[insulin] ?? 0) - 100)).toBeLessThan(12);
  expect(Math.abs((right[carbs] ?? 0) - 100)).toBeLessThan(12);
  expect(Math.abs(right[basal] ?? 100)).toBeLessThan(6);
  expect(learntFrom(dayOf({ insulin: 1, carbs: 1.3, basal: 1 }))[carbs]).toBeGreaterThan(115);
  expect(learntFrom(dayOf({ insulin: 1.4, carbs: 1.4, basal: 1 }))[insulin]).toBeGreaterThan(115);
  expect(learntFrom(dayOf({ insulin: 1, carbs: 1, basal: 0.75 }))[basal]).toBeLessThan(-12);
  const most = 100 * Math.exp(MOST_LEARNT.factor);
  for (const wild of [0.1, 6]) {
    const learnt = learntFrom(dayOf({ insulin: wild, carbs: wild, basal: 1 }));
    for (const name of [insulin, carbs]) {
      expect(learnt[name]).toBeLessThanOrEqual(Math.ceil(most));
      expect(learnt[name]).toBeGreaterThanOrEqual(Math.floor(10_000 / most));
    }
  }
});

test('who tells of no meals teaches nothing of the settings: it could be food', () => {
  const { readings, delivered } = dayOf({ insulin: 1, carbs: 1.3, basal: 1.3 });
  const learnt = learntFrom({ readings, delivered, carbs: [] });
  expect(learnt['insulin does, of that']).toBe(100);
  expect(learnt['the profile gives too little by']).toBe(0);
});
