import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { chartOf } from '../../src/verify/chart.ts';
import { type Footprint, partsOf } from '../../src/verify/footprint.ts';
import { differenceOf } from '../support/plainSteps.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';

/** States that are compared of each chart, all of their steps. */
const EXTENT = { all: 40, stride: 1, last: 40 } as const;

/** Steps compared and the first difference; null for a chart whose raised events never end. */
const compare = (regions: object, footprint?: Footprint) => {
  try {
    return differenceOf(chartOf(chartWith(regions), undefined, footprint), EVENTS, EXTENT);
  } catch (thrown) {
    if (thrown instanceof Error && /Infinite loop|without end/.test(thrown.message)) return null;
    throw thrown;
  }
};

test('tables answer as XState does, on charts drawn at random', { timeout: 240_000 }, () => {
  let compared = 0;
  let charts = 0;
  fc.assert(
    fc.property(randomRegions, regions => {
      const comparison = compare(regions);
      if (comparison === null) return;
      expect(comparison.difference).toBeNull();
      compared += comparison.compared;
      charts += 1;
    }),
    { numRuns: 400 },
  );
  console.log(`tables against XState: ${compared} steps of ${charts} random charts`);
  expect(compared).toBeGreaterThan(5_000);
});

/** Ways in which a footprint could be too small. */
const TOO_SMALL: Readonly<Record<string, Footprint>> = {
  'that forgets what guards ask of other regions': (shape, type) =>
    partsOf(shape, type).map(part => ({
      ...part,
      reads: part.reads.filter(({ region }) => part.own.includes(region)),
    })),
  'that forgets the context': (shape, type) =>
    partsOf(shape, type).map(part => ({ ...part, context: part.writes })),
  'that forgets a region which answers': (shape, type) => partsOf(shape, type).slice(0, 1),
};

for (const [what, footprint] of Object.entries(TOO_SMALL)) {
  test(`a footprint ${what} is found out`, { timeout: 240_000 }, () => {
    const found = fc.check(
      fc.property(randomRegions, regions => {
        try {
          return (compare(regions, footprint)?.difference ?? null) === null;
        } catch {
          // What moved outside its footprint is found out at once.
          return false;
        }
      }),
      { numRuns: 300, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });
}

/** Charts that hold more than their states show, by what is said of them. */
const REFUSED = {
  'a history state': { states: { r: { initial: 's', states: { s: {}, h: { type: 'history' } } } } },
  'a final state': { states: { r: { initial: 's', states: { s: {}, f: { type: 'final' } } } } },
  'regions within a region': { states: { r: { type: 'parallel', states: { s: {}, t: {} } } } },
  'a transition without an event': {
    states: { r: { initial: 's', states: { s: { always: 't' }, t: {} } } },
  },
  'a delay': { states: { r: { initial: 's', states: { s: { after: { 100: 't' } }, t: {} } } } },
  'it leaves its region': {
    states: {
      r: { initial: 's', states: { s: { on: { e: '#chart.q.s' } } } },
      q: { initial: 's', states: { s: {} } },
    },
  },
  'not at its root': { on: { e: {} }, states: { r: { initial: 's', states: { s: {} } } } },
} as const;

for (const [what, config] of Object.entries(REFUSED)) {
  test(`a chart is refused by name and place for ${what}`, () => {
    const machine = createMachine({ id: 'chart', type: 'parallel', ...config });
    expect(() => chartOf(machine)).toThrow(new RegExp(`"chart[^"]*".*${what}`));
  });
}
