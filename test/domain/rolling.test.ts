import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../src/domain/profile.ts';
import { type Dose, peakAhead } from '../../src/domain/rolling.ts';
import { microunitsPerHour, milliseconds, monoMs } from '../../src/domain/units.ts';

const PULSE_UU = 25_000;

/** A window, doses before now, and a profile that changes at some delays. */
const cases = fc.record({
  windowMs: fc.integer({ min: 1, max: 50 }),
  ages: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 }),
  // Nobody knows a rate as high: it makes a pulse of basal in a few milliseconds.
  rates: fc.array(
    fc.record({
      lengthMs: fc.integer({ min: 1, max: 30 }),
      rate: fc.integer({ min: 0, max: 40_000_000_000 }),
    }),
    {
      minLength: 1,
      maxLength: 5,
    },
  ),
});

test('SR-016 the most of any window ahead is that of every millisecond tried one by one', () => {
  let withBasal = 0;
  fc.assert(
    fc.property(cases, ({ windowMs, ages, rates }) => {
      const now = monoMs(1_000);
      const history = ages
        .toSorted((a, b) => b - a)
        .map((age): Dose => ({ atMonoMs: monoMs(now - age), channel: 'bolus', certain: true }));
      const byDelay = rates.flatMap(({ lengthMs, rate }) => Array.from({ length: lengthMs }, () => rate));
      const rateIn = (delayMs: number): number => byDelay[delayMs] ?? 0;
      const stretchIn = (delayMs: number) => {
        let end = delayMs + 1;
        while (end < byDelay.length && rateIn(end) === rateIn(delayMs)) end += 1;
        return {
          rate: microunitsPerHour(rateIn(delayMs)),
          leftMs: milliseconds(delayMs >= byDelay.length ? 1_000 : end - delayMs),
        };
      };
      let basal = 0;
      let most = 0;
      for (let delayMs = 0; delayMs <= windowMs; delayMs += 1) {
        // Just before the doses of this moment leave.
        const inside = history.filter(
          ({ atMonoMs }) => atMonoMs > now - windowMs && atMonoMs + windowMs >= now + delayMs,
        );
        most = Math.max(most, inside.length * PULSE_UU * HOUR_MS + basal);
        basal += rateIn(delayMs);
      }
      if (basal > 0) withBasal += 1;
      expect(peakAhead(history, now, windowMs, stretchIn)).toBe(Math.ceil(most / HOUR_MS));
    }),
  );
  expect(withBasal).toBeGreaterThan(20);
});
