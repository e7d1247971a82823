import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  activityPerMinute,
  bilinearModel,
  effectDelay,
  effectDuration,
  exponentialModel,
  presetModel,
  shareRemaining,
  sharesRemaining,
} from '../../src/domain/insulinModel.ts';
import { anyModel } from './insulinModels.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('the bilinear model has its reference fractions at 3 h and 4 h', () => {
  const at = (hours: number) =>
    [15, 30, 60, 75, 90, 120, 180, 240].map(minutes =>
      shareRemaining(bilinearModel(60 * hours), minutes * MINUTE),
    );
  const near = (ours: readonly number[], theirs: readonly number[]) => {
    for (const [index, value] of theirs.entries())
      expect(Math.abs((ours[index] ?? Number.NaN) - value)).toBeLessThan(1e-5);
  };
  near(at(3), [0.97778, 0.92222, 0.71109, 0.55556, 0.40477, 0.17463, 0, 0]);
  near(at(4), [0.98646, 0.95416, 0.83332, 0.74477, 0.63747, 0.40477, 0.09528, 0]);
});

test('a delay shifts the curve: all is left during it, and an adult preset has 0.83380 left after an hour', () => {
  const adult = presetModel('rapidActingAdult');
  expect(shareRemaining(adult, 10 * MINUTE)).toBe(1);
  expect(shareRemaining(adult, 60 * MINUTE)).toBeCloseTo(0.8338, 5);
  expect(shareRemaining(adult, effectDuration(adult))).toBe(0);
  expect([effectDelay(adult), effectDuration(adult)]).toEqual([10 * MINUTE, 370 * MINUTE]);
  expect([effectDelay(bilinearModel(240)), effectDuration(bilinearModel(240))]).toEqual([0, 4 * HOUR]);
});

test('every model only falls from 1 to 0, and its activity adds up to the whole dose', () => {
  fc.assert(
    fc.property(anyModel, model => {
      let before = 1;
      let acted = 0;
      const end = effectDuration(model) / MINUTE;
      for (let minute = 0; minute <= end; minute += 1) {
        const now = shareRemaining(model, minute * MINUTE);
        expect(now).toBeLessThanOrEqual(before + 1e-4);
        before = now;
        acted += activityPerMinute(model, (minute + 0.5) * MINUTE);
      }
      expect(shareRemaining(model, effectDuration(model))).toBe(0);
      expect(Math.abs(acted - 1)).toBeLessThan(1e-3);
    }),
    { numRuns: 60 },
  );
});

test('a series of shares is the share at each of its points', () => {
  let compared = 0;
  fc.assert(
    fc.property(anyModel, fc.integer({ min: -300 * MINUTE, max: 600 * MINUTE }), (model, ms) => {
      const series = new Float64Array(110);
      sharesRemaining(model, ms, 5 * MINUTE, series);
      for (const [index, share] of series.entries()) {
        expect(Math.abs(share - shareRemaining(model, ms + index * 5 * MINUTE))).toBeLessThan(1e-12);
        compared += 1;
      }
    }),
    { numRuns: 100 },
  );
  expect(compared).toBeGreaterThan(1_000);
});

test('a bilinear model shorter than 3 h is refused', () => {
  expect(() => bilinearModel(179)).toThrow(new RangeError('179 min is shorter than 180 min'));
  expect(effectDuration(bilinearModel(180))).toBe(3 * HOUR);
});

describe('outside its effect', () => {
  test('a dose is whole before it, and nothing of it acts before or after', () => {
    let asked = 0;
    fc.assert(
      fc.property(anyModel, fc.integer({ min: 0, max: 10 * HOUR }), (model, ms) => {
        const [begins, ends] = [effectDelay(model), effectDuration(model)];
        expect(shareRemaining(model, -ms)).toBe(1);
        expect(shareRemaining(model, ends + ms)).toBe(0);
        expect(activityPerMinute(model, begins - ms)).toBe(0);
        expect(activityPerMinute(model, ends + ms)).toBe(0);
        asked += 1;
      }),
    );
    expect(asked).toBeGreaterThan(50);
  });

  test('a series is 1 up to where it begins and 0 from where it ends, whatever was in its place', () => {
    for (let peak = 35; peak <= 120; peak += 5) {
      const model = exponentialModel(300, peak, 10);
      const series = new Float64Array(70).fill(7);
      sharesRemaining(model, 0, 5 * MINUTE, series);
      expect([...series.subarray(0, 3)]).toEqual([1, 1, 1]);
      expect(series[3]).toBeLessThan(1);
      expect(series[61]).toBeGreaterThan(0);
      expect([...series.subarray(62)]).toEqual(Array.from({ length: 8 }, () => 0));
    }
  });
});

test('the activity of the bilinear model is a triangle with its peak at 75 of 180 parts', () => {
  const at = (part: number): number => activityPerMinute(bilinearModel(240), (part / 180) * 4 * HOUR);
  // Its area is the whole dose, so that it is twice the mean at the peak: 1/120 a minute.
  expect(at(75)).toBeCloseTo(1 / 120, 12);
  for (const [part, ofPeak] of [
    [15, 0.2],
    [60, 0.8],
    [96, 0.8],
    [159, 0.2],
  ] as const)
    expect(at(part)).toBeCloseTo(ofPeak / 120, 12);
});
