import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noSamples, sampled } from '../../src/inspector/page/sampled.ts';

type Point = { readonly at: number; readonly value: number | null };

/** Points in order of time, from a tenth of a second to minutes apart. */
const fed = (value: fc.Arbitrary<number | null>): fc.Arbitrary<readonly Point[]> =>
  fc
    .array(fc.record({ after: fc.constantFrom(0.1, 1, 4, 5, 30, 300), value }), {
      minLength: 2,
      maxLength: 60,
    })
    .map(steps => {
      let at = 0;
      return steps.map(({ after, value: now }) => {
        at += after;
        return { at, value: now };
      });
    });

const drawn = (points: readonly Point[], spacing: number): readonly Point[] => {
  const samples = sampled(noSamples(1, spacing));
  for (const { at, value } of points) samples.add(at, [value]);
  const { times, values } = samples.column();
  return times.map((at, index) => ({ at, value: values[0]?.[index] ?? null }));
};

/** What a stepped line shows at an instant. */
const shownAt = (points: readonly Point[], instant: number) => points.findLast(({ at }) => at <= instant);

test('delivery that stops or starts does so in the picture at its own instant, however long nothing is told after it', () => {
  const begins = [
    { at: 50, value: 0.8 },
    { at: 53, value: 0.8 },
    { at: 54, value: 0 },
    { at: 84, value: 0 },
    { at: 120, value: 0.8 },
    { at: 150, value: 0.8 },
  ];
  const line = drawn(begins, 5);
  expect(shownAt(line, 54)?.value).toBe(0);
  expect(shownAt(line, 120)?.value).toBe(0.8);
  let jumps = 0;
  fc.assert(
    fc.property(fed(fc.constantFrom(0, 0.8, null)), points => {
      const pictured = drawn(points, 5);
      for (const [index, { at, value }] of points.entries()) {
        expect(shownAt(pictured, at)?.value).toBe(value);
        if (index > 0 && points[index - 1]?.value !== value) jumps += 1;
      }
    }),
  );
  expect(jumps).toBeGreaterThan(100);
});

test('of any values the picture shows, at each instant, one that held less than the spacing before', () => {
  let checked = 0;
  fc.assert(
    fc.property(fed(fc.integer({ min: 1, max: 9 })), points => {
      const pictured = drawn(points, 5);
      for (const [index, { at }] of points.entries()) {
        // At the instant itself, and just before the next one.
        for (const instant of [at, (points[index + 1]?.at ?? at + 1) - 0.01]) {
          const held = points.filter((point, place) => {
            const until = points[place + 1]?.at ?? Number.POSITIVE_INFINITY;
            return point.at <= instant && until > instant - 5;
          });
          expect(held.map(({ value }) => value)).toContain(shownAt(pictured, instant)?.value);
          checked += 1;
        }
      }
    }),
  );
  expect(checked).toBeGreaterThan(100);
});
