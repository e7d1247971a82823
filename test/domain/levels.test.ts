import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agesAt, freshnessOf } from '../../src/domain/detect/freshness.ts';
import {
  type GlucoseLimits,
  LEVEL,
  type Levels,
  levelsAfter,
  rateOver,
  trendAfter,
} from '../../src/domain/detect/levels.ts';
import type { Glucose, Trail } from '../../src/domain/detect/reading.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const USUAL_LIMITS: GlucoseLimits = { lowMgPerDl: 70, highMgPerDl: 250, fastMgPerDlPerMin: 2 };

/** The levels after each of these values, five minutes apart. */
const levels = (
  values: readonly number[],
  { delivering = true, limits = USUAL_LIMITS }: { delivering?: boolean; limits?: GlucoseLimits } = {},
): readonly Levels[] => {
  let now = LEVEL;
  return values.map((value, index) => {
    now = levelsAfter(now, { mgPerDl: value, at: monoMs(index * 5 * MINUTE), delivering }, limits);
    return now;
  });
};

const last = <Key extends keyof Levels>(key: Key, ...of: Parameters<typeof levels>): Levels[Key] =>
  (levels(...of).at(-1) ?? LEVEL)[key];

const held = (value: number, minutes: number): readonly number[] => Array(minutes / 5 + 1).fill(value);

describe('low glucose', () => {
  test('is urgent at 54 mg/dL whatever the limit, and no longer at 55', () => {
    for (const lowMgPerDl of [60, 70, 100]) {
      const limits = { ...USUAL_LIMITS, lowMgPerDl };
      expect(last('low', [120, 54], { limits })).toBe('urgentlyLow');
      expect(last('low', [54, 55], { limits })).toBe('low');
    }
  });

  test('begins below the limit and ends more than 5 mg/dL above it', () => {
    expect(last('low', [70])).toBe('notLow');
    expect(last('low', [69])).toBe('low');
    expect(last('low', [69, 75])).toBe('low');
    expect(last('low', [69, 76])).toBe('notLow');
    expect(last('low', [76, 75])).toBe('notLow');
  });
});

describe('high glucose', () => {
  test('is told after 15 min above the limit, and again after an hour', () => {
    expect(last('high', held(251, 10))).toBe('notHigh');
    expect(last('high', held(251, 15))).toBe('high');
    expect(last('high', held(250, 60))).toBe('notHigh');
    expect(last('high', held(251, 55))).toBe('high');
    expect(last('high', held(251, 60))).toBe('highLasting');
    expect(last('high', [251, 251, 250, 251, 251])).toBe('notHigh');
  });

  test('while nothing is delivered is the worst of it', () => {
    expect(last('high', held(251, 10), { delivering: false })).toBe('notHigh');
    expect(last('high', held(251, 15), { delivering: false })).toBe('highUndelivered');
  });

  test('ends more than 10 mg/dL below the limit', () => {
    expect(last('high', [...held(251, 15), 240])).toBe('high');
    expect(last('high', [...held(251, 15), 239])).toBe('notHigh');
  });

  test('is very high at 300 mg/dL for an hour or 250 mg/dL for three, until it is below 250', () => {
    expect(last('veryHigh', held(300, 55))).toBe('notVeryHigh');
    expect(last('veryHigh', held(300, 60))).toBe('veryHigh');
    expect(last('veryHigh', held(299, 60))).toBe('notVeryHigh');
    expect(last('veryHigh', held(250, 175))).toBe('notVeryHigh');
    expect(last('veryHigh', held(250, 180))).toBe('veryHigh');
    expect(last('veryHigh', [...held(300, 60), 250])).toBe('veryHigh');
    expect(last('veryHigh', [...held(300, 60), 249])).toBe('notVeryHigh');
  });
});

describe('the trend', () => {
  const trail = (...values: readonly (number | 'low' | 'high')[]): Trail =>
    values.map((value, index) => ({
      glucose: (typeof value === 'number' ? mgPerDl(value) : value) satisfies Glucose,
      measuredAt: monoMs(index * 5 * MINUTE),
    }));

  test('is the rate over the last three readings, where these are numbers and near each other', () => {
    expect(rateOver(trail(100, 90, 80))).toBe(-2);
    expect(rateOver(trail(300, 100, 115, 130))).toBe(3);
    expect(rateOver(trail(100, 90))).toBeNull();
    expect(rateOver(trail('low', 90, 80))).toBeNull();
    const [first, second] = trail(100, 90);
    if (first === undefined || second === undefined) throw new Error('there are two');
    const third = { glucose: mgPerDl(80), measuredAt: monoMs(second.measuredAt + 12 * MINUTE + 1) };
    expect(rateOver([first, second, third])).toBeNull();
  });

  test('is fast at the limit of the settings, and calm again within 1 mg/dL per minute', () => {
    const by = (rate: number | null, before: Levels['trend'] = 'steady', fast = 2) =>
      trendAfter(before, rate, { ...USUAL_LIMITS, fastMgPerDlPerMin: fast });
    expect([by(-2), by(-1.9), by(2), by(1.9)]).toEqual(['falling', 'steady', 'rising', 'steady']);
    expect([by(-2.9, 'steady', 3), by(-3, 'steady', 3)]).toEqual(['steady', 'falling']);
    expect([by(-1, 'falling'), by(-0.9, 'falling')]).toEqual(['falling', 'steady']);
    expect([by(1, 'rising'), by(0.9, 'rising')]).toEqual(['rising', 'steady']);
    expect(by(null, 'falling')).toBe('steady');
  });
});

test('whatever glucose does, urgent is always told, and no alarm outlives its cause by more than its margin', () => {
  let urgent = 0;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 39, max: 401 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 60, max: 100 }),
      fc.integer({ min: 120, max: 400 }),
      fc.boolean(),
      (values, lowMgPerDl, highMgPerDl, delivering) => {
        const limits = { ...USUAL_LIMITS, lowMgPerDl, highMgPerDl };
        for (const [index, after] of levels(values, { limits, delivering }).entries()) {
          const value = values[index] ?? 0;
          expect(after.low === 'urgentlyLow').toBe(value <= 54);
          if (value > lowMgPerDl + 5) expect(after.low).toBe('notLow');
          if (value < lowMgPerDl) expect(after.low).not.toBe('notLow');
          if (value < highMgPerDl - 10) expect(after.high).toBe('notHigh');
          if (value < 250) expect(after.veryHigh).toBe('notVeryHigh');
          if (delivering) expect(after.high).not.toBe('highUndelivered');
          urgent += after.low === 'urgentlyLow' ? 1 : 0;
        }
      },
    ),
    { numRuns: 1_000 },
  );
  expect(urgent).toBeGreaterThan(100);
});

describe('SR-093 freshness', () => {
  const measured = (minutes: number, ms = 0) =>
    freshnessOf({ measuredAt: monoMs(0), awaitedSince: monoMs(0) }, monoMs(minutes * MINUTE + ms));
  const waiting = (minutes: number, ms = 0) =>
    freshnessOf({ measuredAt: null, awaitedSince: monoMs(0) }, monoMs(minutes * MINUTE + ms));

  test('a reading is fresh for 6 min, late until 12, stale until 20, then lost', req('SR-093'), () => {
    expect([measured(6), measured(6, 1)]).toEqual(['fresh', 'late']);
    expect([measured(12), measured(12, 1)]).toEqual(['late', 'stale']);
    expect([measured(20), measured(20, 1)]).toEqual(['stale', 'lost']);
  });

  test('a sensor that never speaks after a start is lost after 20 min as well', () => {
    expect([waiting(0), waiting(20), waiting(20, 1)]).toEqual(['none', 'none', 'lost']);
    expect(freshnessOf({ measuredAt: null, awaitedSince: null }, monoMs(99 * MINUTE))).toBe('none');
  });

  test('the deadline is exactly when the word changes next', () => {
    fc.assert(
      fc.property(fc.nat(30 * MINUTE), fc.boolean(), (age, isMeasured) => {
        const since = { measuredAt: isMeasured ? monoMs(0) : null, awaitedSince: monoMs(0) };
        const at = agesAt(since, monoMs(age));
        const word = freshnessOf(since, monoMs(age));
        if (at === null) {
          expect(word).toBe('lost');
          return;
        }
        expect(at).toBeGreaterThan(age);
        expect(freshnessOf(since, monoMs(at - 1))).toBe(word);
        expect(freshnessOf(since, at)).not.toBe(word);
      }),
      { numRuns: 1_000 },
    );
  });
});
