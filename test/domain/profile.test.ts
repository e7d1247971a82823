import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  followProfile,
  highestRate,
  integrate,
  isEverRaise,
  later,
  profileAt,
  rateAt,
  reservedAt,
  type TempBasal,
} from '../../src/domain/profile.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { microunitsPerHour, monoMs, percent, wallMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { flat } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const U = 1_000_000;

const stepped = (...rates: readonly (readonly [fromMinute: number, rateUuPerHour: number])[]): Settings => ({
  ...flat(0),
  basalProfile: rates.map(([fromMinute, rateUuPerHour]) => ({ fromMinute, rateUuPerHour })),
});
const at = (ms: number) => ({ monoMs: monoMs(ms), wallMs: wallMs(ms) });
const temp = (level: TempBasal['level'], endsAt: number, by: TempBasal['by'] = 'person'): TempBasal => ({
  level,
  endsAt: monoMs(endsAt),
  by,
});

describe('the profile of a day', () => {
  test('SR-076 is read at local time, to the millisecond, on either side of Greenwich', req('SR-076'), () => {
    let beforeMidnight = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 1_439 }), { maxLength: 5 }),
        fc.integer({ min: -1_440, max: 1_440 }),
        fc.integer({ min: 0, max: 3 * 1_440 }),
        fc.constantFrom(-1, 0, 1),
        (later, utcOffsetMinutes, minute, edge) => {
          const starts = [0, ...later.toSorted((a, b) => a - b)];
          const settings = {
            ...stepped(...starts.map((from, index) => [from, (index + 1) * 100_000] as const)),
            utcOffsetMinutes,
          };
          const wall = Math.max(0, minute * MINUTE + edge);
          // Counted on from the day before, where nothing is below zero.
          const ofDay = (wall + utcOffsetMinutes * MINUTE + DAY) % DAY;
          const index = starts.filter(from => from * MINUTE <= ofDay).length - 1;
          const end = (starts[index + 1] ?? 1_440) * MINUTE;
          expect(profileAt(settings, wallMs(wall))).toEqual({
            rate: (index + 1) * 100_000,
            leftMs: end - ofDay,
          });
          if (wall + utcOffsetMinutes * MINUTE < 0) beforeMidnight += 1;
        },
      ),
      { numRuns: 500 },
    );
    expect(beforeMidnight).toBeGreaterThan(20);
  });

  test('without a segment is a defect', () => {
    expect(() => profileAt({ ...flat(0), basalProfile: [] }, wallMs(0))).toThrow(
      'a basal profile has no segment',
    );
  });
});

describe('SR-017 a temporary rate beside the profile', () => {
  const settings = stepped([0, U], [60, 3 * U], [120, 2 * U]);

  test('holds until it ends or the profile changes, whichever comes first', req('SR-017'), () => {
    const half = { percent: percent(50) };
    expect(rateAt(settings, temp(half, 30 * MINUTE), at(10 * MINUTE))).toEqual({
      rate: 500_000,
      leftMs: 20 * MINUTE,
    });
    expect(rateAt(settings, temp(half, 90 * MINUTE), at(10 * MINUTE))).toEqual({
      rate: 500_000,
      leftMs: 50 * MINUTE,
    });
    expect(rateAt(settings, temp(half, 30 * MINUTE), at(30 * MINUTE)).rate).toBe(U);
  });

  test('is at its highest where the profile is, and only while it runs', req('SR-017'), () => {
    const double = (endsAt: number) => temp({ percent: percent(200) }, endsAt);
    expect(highestRate(settings, double(30 * MINUTE), at(0))).toBe(2 * U);
    expect(highestRate(settings, double(60 * MINUTE), at(0))).toBe(2 * U);
    expect(highestRate(settings, double(61 * MINUTE), at(0))).toBe(6 * U);
    expect(highestRate(settings, double(3 * HOUR), at(0))).toBe(6 * U);
    expect(highestRate(settings, double(10 * DAY), at(2 * HOUR))).toBe(6 * U);
    expect(highestRate({ ...settings, maxBasalUuPerHour: 5 * U }, double(3 * HOUR), at(0))).toBe(5 * U);
  });

  test('that a restart went on with lowers the profile and never raises it', () => {
    const resumed = (rate: number) => temp({ rate: microunitsPerHour(rate) }, 3 * HOUR, 'restart');
    expect(rateAt(settings, resumed(2 * U), at(0)).rate).toBe(U);
    expect(rateAt(settings, resumed(2 * U), at(HOUR)).rate).toBe(2 * U);
    expect(isEverRaise(settings, resumed(9 * U), at(0))).toBe(false);
    expect(isEverRaise(settings, temp({ rate: microunitsPerHour(2 * U) }, 3 * HOUR), at(0))).toBe(true);
  });

  test('SR-015 below the profile frees no room: that of the profile is kept', req('SR-015'), () => {
    const lower = temp({ percent: percent(50) }, 30 * MINUTE);
    expect(reservedAt(settings, lower, at(10 * MINUTE))).toEqual({ rate: U, leftMs: 20 * MINUTE });
    const higher = temp({ percent: percent(150) }, 30 * MINUTE);
    expect(reservedAt(settings, higher, at(10 * MINUTE))).toEqual({ rate: 1.5 * U, leftMs: 20 * MINUTE });
  });
});

describe('what a profile gives over a while', () => {
  const half = 30 * MINUTE;
  const cases = fc.record({
    rates: fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 1, maxLength: 48 }),
    nowMs: fc.integer({ min: 3 * DAY, max: 4 * DAY }),
    fromAgoMs: fc.integer({ min: 0, max: DAY }),
    pieces: fc.array(fc.integer({ min: -HOUR, max: 8 * HOUR }), { minLength: 1, maxLength: 6 }),
  });
  /** By half hours of the clock, one at a time: every rate holds for whole ones. */
  const byHalfHours = (rates: readonly number[], from: number, until: number): number => {
    let sum = 0;
    for (let start = from; start < until; ) {
      const end = Math.min(until, start - (start % half) + half);
      const index = Math.min((start % DAY) / half, rates.length - 1);
      sum += (rates[Math.floor(index)] ?? 0) * (end - start);
      start = end;
    }
    return sum;
  };

  test('is the same whole number, at once and piece by piece, whatever boundaries lie within', () => {
    let given = 0;
    fc.assert(
      fc.property(cases, ({ rates, nowMs, fromAgoMs, pieces }) => {
        const settings = stepped(...rates.map((rate, index) => [30 * index, rate] as const));
        // The clocks are apart by as much as they like.
        const now = { monoMs: monoMs(nowMs - 2 * DAY), wallMs: wallMs(nowMs) };
        const start = later(now, -fromAgoMs);
        const until = followProfile(settings, now, start.monoMs);
        let reached = start.monoMs;
        for (const piece of pieces) {
          const to = reached + piece;
          const wall = (mono: number): number => mono + 2 * DAY;
          const sum = byHalfHours(rates, wall(reached), Math.max(wall(reached), wall(to)));
          expect(until(to)).toBe(sum);
          const stretchAt = (when: Parameters<typeof rateAt>[2]) => profileAt(settings, when.wallMs);
          expect(integrate(stretchAt, later(start, reached - start.monoMs), piece)).toBe(sum);
          reached = monoMs(Math.max(reached, to));
          given += sum;
        }
      }),
    );
    expect(given).toBeGreaterThan(0);
  });
});
