import { describe, expect, test } from 'vitest';
import { agesAt } from '../../src/domain/detect/freshness.ts';
import { LEVEL, levelsAfter, rateOver } from '../../src/domain/detect/levels.ts';
import { judgePressure, noPressure, type Pressure } from '../../src/domain/detect/pressure.ts';
import { reported, type Session } from '../../src/domain/detect/session.ts';
import { judgeShortfall, missingIn, noShortfall, noteMissed } from '../../src/domain/detect/shortfall.ts';
import { agree, compare, type Own } from '../../src/domain/detect/supervision.ts';
import { HOUR_MS } from '../../src/domain/profile.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const U = 1_000_000 * HOUR_MS;

describe('how old a reading is', () => {
  test('SR-093 changes its word a millisecond after each limit, asked at the limit itself, too', () => {
    const measured = { measuredAt: monoMs(0), awaitedSince: null };
    for (const minutes of [6, 12, 20])
      expect(agesAt(measured, monoMs(minutes * MINUTE))).toBe(minutes * MINUTE + 1);
    expect(agesAt(measured, monoMs(20 * MINUTE + 1))).toBeNull();
    const awaited = { measuredAt: null, awaitedSince: monoMs(0) };
    for (const minutes of [0, 20]) expect(agesAt(awaited, monoMs(minutes * MINUTE))).toBe(20 * MINUTE + 1);
  });
});

describe('where glucose goes', () => {
  const rateAt = (minutes: readonly number[]): number | null =>
    rateOver(
      minutes.map((minute, index) => ({
        glucose: mgPerDl(100 + 12 * index),
        measuredAt: monoMs(minute * MINUTE),
      })),
    );

  test('no rate is taken over more than 12 min from one reading to the next, wherever the gap is', () => {
    expect(rateAt([0, 12, 24])).toBe(1);
    expect(rateAt([0, 13, 24])).toBeNull();
    expect(rateAt([0, 11, 24])).toBeNull();
    expect(rateAt([0, 12])).toBeNull();
  });

  test('very high is over below 250 mg/dL, and its three hours begin anew', () => {
    const limits = { lowMgPerDl: 70, highMgPerDl: 180, fastMgPerDlPerMin: 3 };
    const veryHighAfter = (values: readonly (readonly [number, number])[]) =>
      values.reduce(
        (levels, [minute, value]) =>
          levelsAfter(levels, { mgPerDl: value, at: monoMs(minute * MINUTE), delivering: true }, limits),
        LEVEL,
      ).veryHigh;
    expect(
      veryHighAfter([
        [0, 250],
        [180, 250],
      ]),
    ).toBe('veryHigh');
    expect(
      veryHighAfter([
        [0, 250],
        [179, 250],
      ]),
    ).toBe('notVeryHigh');
    expect(
      veryHighAfter([
        [0, 250],
        [180, 250],
        [185, 249],
      ]),
    ).toBe('notVeryHigh');
    expect(
      veryHighAfter([
        [0, 250],
        [90, 249],
        [95, 250],
        [180, 250],
      ]),
    ).toBe('notVeryHigh');
    expect(
      veryHighAfter([
        [0, 300],
        [60, 300],
        [65, 250],
      ]),
    ).toBe('veryHigh');
  });
});

describe('SR-109 a leap of pressure', () => {
  const last = (pressure: Pressure, readings: readonly (readonly [number, number])[]): Pressure =>
    readings.reduce((before, [ms, pascals]) => judgePressure(before, pascals, monoMs(ms)), pressure);
  const leapt: Pressure = { level: 'leapt', last: { pascals: 60_000, at: monoMs(0) }, steepSince: null };

  test('is not over within 1 kPa of the limit, though the air is steady', req('SR-109'), () => {
    expect(last(leapt, [[60_000, 70_500]]).level).toBe('leapt');
    expect(last(leapt, [[60_000, 71_000]]).level).toBe('inRange');
  });

  test('is not over while the pressure changes as fast as that', req('SR-109'), () => {
    expect(last(leapt, [[1_000, 80_000]])).toMatchObject({ level: 'leapt', steepSince: 0 });
    expect(
      last(leapt, [
        [1_000, 80_000],
        [2_000, 80_000],
      ]).level,
    ).toBe('inRange');
  });

  test('SR-108 two readings of one instant tell no speed: what is steep stays so, and what is not is not', {
    ...req('SR-108'),
  }, () => {
    const calm = last(noPressure, [
      [0, 100_000],
      [0, 90_000],
    ]);
    expect(calm.steepSince).toBeNull();
    const steep = last(noPressure, [
      [0, 100_000],
      [1_000, 97_000],
      [1_000, 97_000],
    ]);
    expect(steep.steepSince).toBe(0);
  });
});

describe('the end of a sensor', () => {
  test('is what the sensor said last; where it says none any more, what it said before', () => {
    const session: Session = { kind: 'active', endsAt: monoMs(100 * HOUR_MS), warned: 0 };
    const endOf = (endsInMs: number | null) =>
      reported(session, { kind: 'active', endsInMs }, monoMs(0)).session.endsAt;
    expect(endOf(90 * HOUR_MS)).toBe(90 * HOUR_MS);
    expect(endOf(null)).toBe(100 * HOUR_MS);
  });
});

describe('SR-018 basal that is missing', () => {
  const NOW = monoMs(10 * HOUR_MS + 30_000);

  test('is noted by its minute, an hour long; nothing is no entry', req('SR-018'), () => {
    expect(noteMissed(noShortfall, NOW, 0)).toBe(noShortfall);
    expect(noteMissed(noShortfall, NOW, -1)).toBe(noShortfall);
    const first = noteMissed(noShortfall, NOW, 5);
    expect(first.missed).toEqual([{ atMonoMs: 10 * HOUR_MS, amount: 5 }]);
    const second = noteMissed(first, monoMs(NOW + MINUTE), 7);
    expect(noteMissed(second, monoMs(NOW + MINUTE + 1), 2).missed).toEqual([
      { atMonoMs: 10 * HOUR_MS, amount: 5 },
      { atMonoMs: 10 * HOUR_MS + MINUTE, amount: 9 },
    ]);
    const third = noteMissed(second, monoMs(NOW + 2 * MINUTE), 3);
    expect(noteMissed(third, monoMs(NOW + 2 * MINUTE), 4).missed.map(({ amount }) => amount)).toEqual([
      5, 7, 7,
    ]);
    expect(noteMissed(second, monoMs(11 * HOUR_MS), 1).missed.map(({ amount }) => amount)).toEqual([7, 1]);
    expect(noteMissed(second, monoMs(11 * HOUR_MS - 1), 1).missed.map(({ amount }) => amount)).toEqual([
      5, 7, 1,
    ]);
  });

  test('is missing for less than an hour', req('SR-018'), () => {
    const missed = noteMissed(noShortfall, monoMs(0), 5);
    expect(missingIn(missed, monoMs(HOUR_MS - 1))).toBe(5);
    expect(missingIn(missed, monoMs(HOUR_MS))).toBe(0);
  });

  test('once far short stays so until it is over, at exactly half', req('SR-018'), () => {
    const far = judgeShortfall(noteMissed(noShortfall, NOW, 1.5 * U), NOW, 0);
    expect(far.level).toBe('farShort');
    const levelAt = (missing: number) =>
      judgeShortfall({ ...noteMissed(noShortfall, NOW, missing), level: 'farShort' }, NOW, 0).level;
    expect([0.5 * U, 0.1 * U + 1, 0.1 * U].map(levelAt)).toEqual(['farShort', 'farShort', 'none']);
    expect(judgeShortfall(noShortfall, NOW, 0)).toBe(noShortfall);
  });
});

describe('SR-113 the second channel', () => {
  const own = (pulses: number, inDoubt: number): Own => ({ pulses, inDoubt, underway: false, hash: 'here' });
  const beat = (pulses: number) => ({ pulses, hash: 'here' });

  test('once apart for good, no beat that agrees takes it back', req('SR-113'), () => {
    const agreed = agree(beat(0), own(0, 0));
    const apart = compare(agreed, beat(5), own(0, 0));
    expect(apart.apart).toBe('for good');
    expect(compare(apart, beat(0), own(0, 0))).toBe(apart);
  });

  test('only pulses that came into doubt since it agreed may be unseen', req('SR-113'), () => {
    const agreed = agree(beat(0), own(10, 3));
    const later = compare(agreed, beat(0), own(12, 3));
    expect(later.apart).toBe('no');
    // Two are counted and none is in doubt: the encoder must have seen both by the next beat.
    expect(compare(later, beat(0), own(12, 3)).apart).toBe('for good');
    expect(compare(later, beat(0), own(12, 5)).apart).toBe('no');
  });
});
