import { describe, expect, test } from 'vitest';
import { atLowest, contradictedBy, lowered } from '../../src/domain/detect/disputed.ts';
import { type Glucose, isDisputed, type Trail, undisputed } from '../../src/domain/detect/reading.ts';
import { sightOf } from '../../src/domain/envelope/evidence.ts';
import { adviseCautiously, wouldBeOff } from '../../src/domain/lowSuspend/cautious.ts';
import type { SuspendPolicy } from '../../src/domain/lowSuspend/policy.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const at = (minutes: number) => monoMs((600 + minutes) * MINUTE);

const glucose = (value: number | 'low'): Glucose => (value === 'low' ? value : mgPerDl(value));

/** One value, or that which was believed and the lowest of its instant. */
type Value = number | readonly [number, number | 'low'];

/** Readings five minutes apart, the first at minute 0. */
const trailOf = (...values: readonly Value[]): Trail =>
  values.map((value, index) => ({
    measuredAt: at(5 * index),
    ...(typeof value === 'number'
      ? { glucose: glucose(value) }
      : { glucose: glucose(value[0]), lowest: glucose(value[1]) }),
  }));

const rules = (policy: SuspendPolicy) => ({ policy, limitMgPerDl: 70 });

describe('SR-093 a trail in which instants are disputed', () => {
  const trail = trailOf(100, [110, 80], 120, [130, 'low']);

  test('is read without them, or with the lowest value of each', req('SR-093'), () => {
    expect(trail.map(isDisputed)).toEqual([false, true, false, true]);
    expect(undisputed(trail).map(each => each.glucose)).toEqual([100, 120]);
    expect(lowered(trail).map(each => each.glucose)).toEqual([100, 80, 120, 'low']);
    expect(atLowest(trail).map(each => each.glucose)).toEqual([100, 120, 'low']);
  });

  test('is as it was where nothing is disputed', req('SR-093'), () => {
    const sound = trailOf(100, 110);
    expect([undisputed(sound), lowered(sound)]).toEqual([sound, sound]);
    expect(undisputed(sound)).toBe(sound);
    expect(lowered(sound)).toBe(sound);
  });
});

describe('SR-093 another word on an instant', () => {
  const word = (mgPerDl: number, ageMs = 0) => ({ mgPerDl, sequence: 7, ageMs, noise: 'clean' as const });
  const said = (trail: Trail, mgPerDl: number) => contradictedBy(trail, word(mgPerDl), at(0))?.lowest ?? null;
  const numbered = (...values: readonly Value[]): Trail =>
    trailOf(...values).map(each => ({ ...each, sequence: 7 }));

  test('is news when it is another one; the lowest is kept', req('SR-093'), () => {
    expect([99, 100, 101].map(value => said(numbered(100), value))).toEqual([99, null, 100]);
    expect([39, 9].map(value => said(numbered(100), value))).toEqual(['low', 100]);
  });

  test('is news of a disputed one only when it is lower still', req('SR-093'), () => {
    expect([79, 80, 81, 9].map(value => said(numbered([100, 80]), value))).toEqual([79, null, null, null]);
    expect(said(numbered([100, 'low']), 39)).toBeNull();
  });
});

describe('SR-093 of readings that are disputed', () => {
  const advice = (policy: SuspendPolicy, ...values: readonly Value[]) =>
    adviseCautiously(rules(policy), trailOf(...values));

  test('the lowest value stops basal as a sound one would', req('SR-093'), () => {
    expect(advice('atThreshold', [150, 70])).toBe('suspend');
    expect(advice('atThreshold', [150, 71])).toBe('neither');
    expect(advice('atThreshold', [150, 'low'])).toBe('suspend');
    // 100, 95, 90 and 85 are 55 in half an hour.
    expect(advice('predictive', 100, 95, 90, [120, 85])).toBe('suspend');
    expect(advice('predictive', 100, 95, 90, 120)).toBe('resume');
  });

  test('none speaks for basal to go on while it is the newest, however high both are', req('SR-093'), () => {
    for (const policy of ['atThreshold', 'predictive', 'beforeLow'] as const) {
      expect(advice(policy, 150, 151, 152, [200, 153])).toBe('neither');
      expect(advice(policy, 150, 151, 152, 153)).toBe('resume');
    }
  });

  test('a rise that only the disputed value makes is none', req('SR-093'), () => {
    // From 60 to 78 it rises; from 79 before it does not.
    expect(advice('predictive', 79, 60, 78)).toBe('resume');
    expect(advice('predictive', 79, [90, 60], 78)).not.toBe('resume');
    // Nor one that it hides: from 79 to 82 it rises, but not from 85.
    expect(advice('predictive', 79, [90, 85], 82)).toBe('neither');
    expect(advice('predictive', 79, [90, 78], 82)).toBe('resume');
  });

  test('a fall that the disputed value hides is one', req('SR-093'), () => {
    // 98, 92 and 86 fall to below 80, with 70 between them nothing does.
    expect(advice('predictive', 110, 104, 98, [120, 71], 92)).toBe('suspend');
    expect(advice('predictive', 110, 104, 98, 71, 92)).toBe('resume');
    // With 120 between them it neither rises nor will be low.
    expect(advice('predictive', 110, 104, 98, [200, 120], 92)).toBe('suspend');
    expect(advice('predictive', 110, 104, 98, 120, 92)).toBe('neither');
  });
});

describe('SR-093 whether basal would be off, had the lowest been told at once', () => {
  const wouldBe = (
    policy: SuspendPolicy,
    from: number,
    heldSince: number | null,
    ...values: readonly Value[]
  ) => wouldBeOff(rules(policy), trailOf(...values), at(from), heldSince === null ? null : at(heldSince));

  test('it would since the disputed reading, unless a later one ends it', req('SR-093'), () => {
    expect(wouldBe('atThreshold', 5, null, 120, [120, 60])).toBe(true);
    expect(wouldBe('atThreshold', 5, null, 120, [120, 80])).toBe(false);
    expect(wouldBe('atThreshold', 5, null, 120, [120, 60], 120)).toBe(true);
    expect(wouldBe('predictive', 5, null, 120, [121, 60], 119, 121, 123)).toBe(false);
    // What was low before it is no matter of this dispute.
    expect(wouldBe('atThreshold', 5, null, 60, [120, 80])).toBe(false);
  });

  test('it would go on being off, where only the disputed reading has ended it', req('SR-093'), () => {
    expect(wouldBe('atThreshold', 0, -30, [120, 80])).toBe(true);
    expect(wouldBe('atThreshold', 0, -30, [120, 80], 85)).toBe(true);
    expect(wouldBe('atThreshold', 0, -30, [120, 80], 90)).toBe(false);
  });

  test('a suspension lasts as long as it must, whatever follows', req('SR-093'), () => {
    expect(wouldBe('atThreshold', 0, null, [120, 60], 120, 120, 120, 120, 120)).toBe(true);
    expect(wouldBe('atThreshold', 0, null, [120, 60], 120, 120, 120, 120, 120, 120)).toBe(false);
    // It is counted from its beginning, and not from the last that was low.
    expect(wouldBe('atThreshold', 0, null, [120, 60], 60, 60, 60, 60, 60, 120)).toBe(false);
  });
});

describe('SR-097 what is held against automation', () => {
  const sight = (...values: readonly Value[]) =>
    sightOf({ trail: trailOf(...values), doubts: [] }, at(5 * (values.length - 1) + 1));

  test('is the lower of two values, and the lower of both lines', req('SR-097'), () => {
    expect(sight(100, 100, 100, [100, 60])).toMatchObject({
      mgPerDl: 60,
      ageMs: MINUTE,
      aheadTenths: 0,
    });
    expect(sight(100, 100, [100, 60], 100)?.aheadTenths).toBe(600);
    expect(sight(115, 110, 105, [150, 120], 100)?.aheadTenths).toBe(768);
    expect(sight(100, 100, 100)?.aheadTenths).toBe(1_000);
    expect(sight(100)?.aheadTenths).toBeNull();
  });

  test('is in doubt while only one line can be laid', req('SR-097', 'SR-093'), () => {
    expect(sight(100, 100, 100, [100, 'low'], 100)).toMatchObject({
      doubts: ['contradicted'],
      aheadTenths: 1_000,
    });
    expect(sight(100, 100, [100, 80], 100)?.doubts).toEqual([]);
    expect(sight(100, [100, 80])?.doubts).toEqual([]);
  });
});
