import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  alarmOnsets,
  neighbour,
  nextSpeed,
  PLAY_SPEEDS,
  played,
  turnedTo,
  zoomed,
} from '../../src/inspector/page/moments.ts';

test('going on and back again ends where it began, and beyond the ends there is nothing', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(10_000), { minLength: 2 }), fc.nat(10_000), (some, at) => {
      const times = some.toSorted((one, other) => one - other);
      const next = neighbour(times, at, 1);
      if (next === null) expect(times.every(time => time <= at)).toBe(true);
      else {
        expect(next).toBeGreaterThan(at);
        expect(times.filter(time => time > at && time < next)).toEqual([]);
        expect(neighbour(times, next, -1)).toBe(times.findLast(time => time <= at) ?? null);
      }
    }),
  );
});

test('an alarm begins where one is there that was not there before; one that only ends is no beginning', () => {
  const stretch = (at: number, ...names: string[]) => ({ at, names, priority: null });
  expect(
    alarmOnsets([
      stretch(0),
      stretch(10, 'a'),
      stretch(20, 'a', 'b'),
      stretch(30, 'b'),
      stretch(40),
      stretch(50, 'a'),
    ]),
  ).toEqual([10_000, 20_000, 50_000]);
});

test('a run that is played goes on by its speed, and stops at its end', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.constantFrom(...PLAY_SPEEDS), fc.nat(1_000), (at, speed, real) => {
      const next = played(at, speed, real, 200_000);
      expect(next.at).toBe(Math.min(200_000, at + speed * real));
      expect(next.isOver).toBe(at + speed * real >= 200_000);
    }),
  );
  expect(PLAY_SPEEDS.map(speed => nextSpeed(nextSpeed(speed, 1), -1)).slice(0, -1)).toEqual(
    PLAY_SPEEDS.slice(0, -1),
  );
  expect([nextSpeed(1, -1), nextSpeed(3_600, 1)]).toEqual([1, 3_600]);
});

test('a zoomed time keeps the instant under the pointer in its place, and is never too short or too long', () => {
  const range = fc.record({ from: fc.nat(50_000), length: fc.integer({ min: 60, max: 90_000 }) });
  fc.assert(
    fc.property(
      range,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      ({ from, length }, share, factor) => {
        const around = from + share * length;
        const next = zoomed({ from, to: from + length }, around, factor, 10, 86_400);
        const now = next.to - next.from;
        expect(now).toBeGreaterThanOrEqual(10 - 1e-6);
        expect(now).toBeLessThanOrEqual(86_400 + 1e-6);
        expect((around - next.from) / now).toBeCloseTo(share, 6);
      },
    ),
  );
});

test('the picture stands still while the instant is in it, and turns like a page when it is not', () => {
  const now = { from: 100, to: 200 };
  for (const at of [100, 150, 200]) expect(turnedTo(now, at)).toEqual(now);
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 1_000 }), at => {
      const { from, to } = turnedTo(now, at);
      expect(to - from).toBeCloseTo(100, 6);
      expect(at).toBeGreaterThanOrEqual(from);
      expect(at).toBeLessThanOrEqual(to);
    }),
  );
});
