import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  activityPerMinute,
  bilinearModel,
  effectDuration,
  exponentialModel,
  type InsulinModel,
  insulinPresets,
  presetModel,
  shareRemaining,
  sharesRemaining,
} from '../../src/domain/insulinModel.ts';
import { netOnBoard, netPieces, type ProfileSpan } from '../../src/domain/netInsulin.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const anyModel: fc.Arbitrary<InsulinModel> = fc.oneof(
  fc.constantFrom(...insulinPresets).map(presetModel),
  fc.integer({ min: 180, max: 480 }).map(bilinearModel),
  fc
    .record({
      duration: fc.integer({ min: 240, max: 480 }),
      peak: fc.integer({ min: 35, max: 110 }),
      delay: fc.integer({ min: 0, max: 20 }),
    })
    .map(({ duration, peak, delay }) => exponentialModel(duration, peak, delay)),
);

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
  expect(effectDuration(adult)).toBe(370 * MINUTE);
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
  expect(() => bilinearModel(179)).toThrow(RangeError);
});

const profile: readonly ProfileSpan[] = [
  { startMs: 0, endMs: 10 * HOUR, rateUuPerHour: 1_000_000 },
  { startMs: 10 * HOUR, endMs: 24 * HOUR, rateUuPerHour: 1_000_000 },
];
const netOf = (startMs: number, endMs: number, amountUu: number, spans = profile): number =>
  netPieces({ kind: 'basal', startMs, endMs, amountUu }, spans).reduce((sum, { netUu }) => sum + netUu, 0);

describe('net insulin', () => {
  test('of a zero basal of one hour over a boundary of the schedule is the whole hour, which oref0 0.7.1 halves', () => {
    const start = 10 * HOUR - MINUTE;
    expect(netOf(start, start + HOUR, 0)).toBeCloseTo(-1_000_000, 6);
  });

  test('is the same wherever a delivery is cut', () => {
    const cuts = fc.record({
      startMs: fc.integer({ min: 0, max: 20 * HOUR }),
      length: fc.integer({ min: 2, max: 4 * HOUR }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      boundary: fc.integer({ min: 1, max: 24 * HOUR - 1 }),
      rates: fc.tuple(fc.integer({ min: 0, max: 3_000_000 }), fc.integer({ min: 0, max: 3_000_000 })),
      rate: fc.integer({ min: 0, max: 5_000_000 }),
    });
    fc.assert(
      fc.property(anyModel, cuts, (model, { startMs, length, share, boundary, rates, rate }) => {
        const spans = [
          { startMs: 0, endMs: boundary, rateUuPerHour: rates[0] },
          { startMs: boundary, endMs: 24 * HOUR, rateUuPerHour: rates[1] },
        ];
        const middle = startMs + Math.max(1, Math.min(length - 1, Math.round(length * share)));
        const pieces = (fromMs: number, toMs: number) =>
          netPieces(
            { kind: 'basal', startMs: fromMs, endMs: toMs, amountUu: (rate * (toMs - fromMs)) / HOUR },
            spans,
          );
        const whole = pieces(startMs, startMs + length);
        const cut = [...pieces(startMs, middle), ...pieces(middle, startMs + length)];
        for (const later of [0, 30 * MINUTE, 3 * HOUR, 7 * HOUR]) {
          const nowMs = startMs + length + later;
          expect(
            Math.abs(netOnBoard(whole, model, nowMs) - netOnBoard(cut, model, nowMs)),
          ).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('on board agrees with a sum over seconds, and is rounded up', () => {
    fc.assert(
      fc.property(anyModel, fc.integer({ min: 0, max: 8 * 60 }), (model, minutes) => {
        const piece = { startMs: 0, endMs: HOUR, netUu: 1_000_000 };
        const nowMs = HOUR + minutes * MINUTE;
        let sum = 0;
        for (let second = 0; second < 3_600; second += 1)
          sum += shareRemaining(model, nowMs - (second + 0.5) * 1_000) / 3_600;
        const onBoard = netOnBoard([piece], model, nowMs);
        expect(Math.abs(onBoard - sum * 1_000_000)).toBeLessThanOrEqual(2);
        expect(onBoard).toBe(Math.ceil(onBoard));
      }),
      { numRuns: 30 },
    );
  });

  test('a profile that leaves part of a delivery uncovered is a defect', () => {
    expect(() => netOf(23 * HOUR, 25 * HOUR, 0)).toThrow(RangeError);
  });
});
