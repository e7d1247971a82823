import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockHand, steadyFactor } from '../../src/inspector/page/clock-hand.ts';

const WALL = 1_768_456_800_000;
const told = (monoMs: number) => ({ monoMs, wallMs: WALL + monoMs });

test('the clock shown never goes back, is never behind what was said, and runs ahead by no more than the factor allows', () => {
  let checked = 0;
  let carried = 0;
  const step = fc.record({
    real: fc.integer({ min: 0, max: 4_000 }),
    pace: fc.constantFrom(1, 5, 20, 60, 3_600),
    reached: fc.double({ min: 0, max: 1, noNaN: true }),
    isHeard: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 60 }), steps => {
      const hand = clockHand();
      let [real, mono, before, last, pace] = [0, 0, 0, 0, 0];
      const look = (at: number): void => {
        const { monoMs, wallMs } = hand.at(at) ?? told(Number.NaN);
        expect(monoMs).toBeGreaterThanOrEqual(Math.max(before, last));
        expect(monoMs).toBeLessThanOrEqual(Math.max(before, last + (pace > 20 ? 0 : 1_500 * pace)));
        expect(wallMs).toBe(WALL + monoMs);
        if (monoMs > last) carried += 1;
        before = monoMs;
      };
      hand.hear(told(0), 0);
      for (const next of steps) {
        real += next.real;
        mono += Math.floor(next.real * next.pace * next.reached);
        look(real);
        if (next.isHeard) {
          pace = next.pace;
          hand.run(pace, real);
          last = mono;
          hand.hear(told(mono), real);
          look(real);
        }
        checked += 1;
      }
    }),
  );
  expect(checked).toBeGreaterThan(0);
  expect(carried).toBeGreaterThan(0);
});

test('between two sayings the clock runs at the factor, second by second, and waits when the pump is silent', () => {
  const hand = clockHand();
  expect(hand.at(0)).toBeNull();
  hand.run(20, 0);
  hand.hear(told(60_000), 500);
  expect([500, 550, 1_000, 2_000, 60_000].map(real => hand.at(real)?.monoMs)).toEqual([
    60_000, 61_000, 70_000, 90_000, 90_000,
  ]);
});

test('a clock that was set back is followed', () => {
  const hand = clockHand();
  hand.hear(told(3_600_000), 0);
  hand.at(0);
  hand.hear(told(5_000), 100);
  expect(hand.at(100)).toEqual(told(5_000));
});

test('a new pace is shown as allowed until it was measured', () => {
  const steady = steadyFactor();
  expect(steady(600, 0, 0)).toBe(600);
  expect(steady(600, 540, 2_000)).toBe(540);
  expect(steady(1, 0, 2_050)).toBe(1);
  expect(steady(1, 0.02, 3_000)).toBe(1);
  expect(steady(1, 0.99, 4_000)).toBe(0.99);
});
