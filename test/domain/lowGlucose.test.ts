import fc from 'fast-check';
import { expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { AUTOMATED, command, rateOf, see, wanted } from './automated.ts';

const MINUTE = 60_000;
const U = 1_000_000;

/** A reading, and how long ago in minutes. */
type Seen = { readonly mgPerDl: number; readonly at: number };

/** Half an hour ahead of the newest by a straight line through the last four, at least three, a plain second reckoning. */
const ahead = (seen: readonly Seen[]): number | null => {
  const newest = seen.at(-1);
  if (newest === undefined) return null;
  const line = seen
    .slice(-4)
    .filter(
      (each, index, all) =>
        newest.at - each.at <= 25 &&
        all.slice(index).every((one, next, rest) => next === 0 || one.at - (rest[next - 1]?.at ?? 0) <= 10),
    );
  if (line.length < 3) return null;
  const mean = (of: (each: Seen) => number): number =>
    line.reduce((sum, each) => sum + of(each), 0) / line.length;
  const [x, y] = [mean(({ at }) => at), mean(({ mgPerDl }) => mgPerDl)];
  const slope = mean(({ at, mgPerDl }) => (at - x) * (mgPerDl - y)) / mean(({ at }) => (at - x) ** 2);
  return y + slope * (newest.at + 30 - x);
};

/** The next five minutes: how glucose moves, whether a reading comes, what a controller asks for. */
const anyMove = fc.record({
  by: fc.integer({ min: -25, max: 20 }),
  isRead: fc.integer({ min: 0, max: 9 }).map(drawn => drawn > 0),
  rate: fc.option(fc.integer({ min: 0, max: 6 * U }), { freq: 3 }),
  bolus: fc.integer({ min: 0, max: U }),
});

/**
 * Exploration cannot show this: glucose and rates are quantities, which no chart has. It is the ledger that holds every command to the
 * readings, and here the real one is held to the requirement, whatever comes.
 */
test(
  'SR-097 with glucose below 60 mg/dL, or foretold below 70, nothing that automation has at work gives insulin',
  req('SR-097'),
  () => {
    const met = { low: 0, foretold: 0, other: 0 };
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 200 }),
        fc.array(anyMove, { minLength: 8, maxLength: 40 }),
        (first, moves) => {
          const pump = wanted({ ...AUTOMATED, automaticBolus: 'micro' });
          const seen: Seen[] = [];
          let [glucose, minute] = [first, 0];
          pump.give({ type: 'followController' });
          for (const { by, isRead, rate, bolus } of moves) {
            glucose = Math.min(380, Math.max(41, glucose + by));
            minute += 5;
            const told = isRead ? see(pump, [glucose]) : [];
            if (isRead) {
              seen.push({ mgPerDl: glucose, at: minute });
            } else pump.run(5 * MINUTE);
            const answered = rate === null ? [] : command(pump, rate, 30 * MINUTE, bolus);
            const newest = seen.at(-1);
            const { automation, bolus: boluses } = pump.ledger;
            if (newest === undefined || minute - newest.at > 20 || automation.command === null) continue;
            const expected = ahead(seen);
            // A tenth below: the pump reckons in whole tenths, rounded down.
            const isForetold = expected !== null && expected < 69.8;
            if (newest.mgPerDl >= 60 && !isForetold) {
              if (rateOf(pump) > 0) met.other += 1;
              continue;
            }
            met[newest.mgPerDl < 60 ? 'low' : 'foretold'] += 1;
            expect(rateOf(pump)).toBe(0);
            for (const each of answered)
              if (each.type === 'automation.accepted') expect(each.bolusUu).toBe(0);
            if (isRead && newest.mgPerDl < 60 && boluses.current?.automatic === true)
              expect(told).toContain('bolus.cancelled');
          }
        },
      ),
      { numRuns: 150 },
    );
    for (const count of Object.values(met)) expect(count).toBeGreaterThan(100);
  },
);
