import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { properties } from '../../specs/properties.ts';
import type { Property } from '../../specs/property.ts';
import { smallNames } from '../../src/runtime/machines.ts';
import { chartOf } from '../../src/verify/chart.ts';
import type { Pairs } from '../../src/verify/packed.ts';
import { openSystem } from '../../src/verify/system.ts';
import { alarmAlone, alarmSorts, machineAlone, openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { type FarCourse, farWalkOf } from '../../src/verify/walk/farWalk.ts';
import { passing } from '../../src/verify/walk/passing.ts';
import { walkOf } from '../../src/verify/walk/walk.ts';
import { memoryShelves } from '../support/memoryShelf.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';
import { brokenFor } from './broken.ts';
import { compared, type Make, seen } from './farWalk.ts';

const askedIn = (world: Property['world']): readonly Property[] =>
  properties.filter(each => (each.world === 'any' || each.world === world) && !('parksOn' in each.rule));

const ALL = Number.POSITIVE_INFINITY;

const machines: readonly (readonly [string, Make])[] = [
  ...smallNames.map(name => [name, (states?: Pairs) => machineAlone(name, undefined, states)] as const),
  ...alarmSorts.map(
    (sort, at) => [`alarm, sort ${at + 1}`, (states?: Pairs) => alarmAlone(sort, undefined, states)] as const,
  ),
];

test.each(machines)('a walk with seven states in memory is the walk with all of them: %s', (_, make) => {
  compared(make, [], 7, ALL);
});

test('a walk with a few states in memory is the walk with all of them, on charts drawn at random', () => {
  fc.assert(
    fc.property(randomRegions, fc.integer({ min: 1, max: 40 }), (regions, table) => {
      try {
        compared(
          states => openSystem(chartOf(chartWith(regions), undefined, undefined, states), EVENTS),
          [],
          table,
          400,
        );
      } catch (thrown) {
        if (!(thrown instanceof Error && /Infinite loop|without end/.test(thrown.message))) throw thrown;
      }
    }),
    { numRuns: 60 },
  );
});

const mistaken = 'the motor moves only through the gate';

/** The plant is one for all: whatever is found here is found though somebody walked in it before. */
beforeAll(() => {
  const stranger = pumpInPlant(brokenFor('after power-on nothing moves before the self-test has passed'));
  walkOf(stranger, checksOf(stranger, [])).goOn(3_000);
});

test.each([
  ['the pump, where anything may come', (states?: Pairs) => openPump(undefined, states), 'free'],
  ['the pump in its plant', (states?: Pairs) => pumpInPlant(undefined, states), 'plant'],
  ['a pump with a mistake', (states?: Pairs) => openPump(brokenFor(mistaken), states), 'free'],
] as const)(
  'a walk with few states in memory finds what one with all finds, in part: %s',
  (_, make, world) => {
    compared(make, askedIn(world), 500, 3_000);
  },
);

test('a walk that is cut and gone on with, with few states in memory, is the walk that was not cut', () => {
  const whole = memoryShelves();
  const states = passing();
  const uncut = farWalkOf(pumpInPlant(undefined, states), states, SILENT, whole, 300);
  uncut.goOn(END);
  const course = uncut.course();
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: END - 1 }), { minLength: 1, maxLength: 4 }),
      places => {
        const shelves = memoryShelves();
        const states = passing();
        // The pump's own numbers stay; a test of the command goes on in another process.
        const system = pumpInPlant(undefined, states);
        let left: FarCourse | null = null;
        for (const place of [...places.sort((a, b) => a - b), END]) {
          const walk = farWalkOf(system, states, SILENT, shelves, 300, left);
          walk.goOn(place - walk.expanded());
          left = walk.course();
          seen.cuts += 1;
        }
        expect(left).toEqual(course);
        expect(shelves.states.all()).toEqual(whole.states.all());
        expect(shelves.parents.all()).toEqual(whole.parents.all());
      },
    ),
    { numRuns: 4 },
  );
});

const END = 800;
const SILENT = { state: () => {}, step: () => {} };

test('what was compared is said', () => {
  console.log(`far walks against near ones: ${JSON.stringify(seen)}`);
  expect(seen.states).toBeGreaterThan(5_000);
  expect(seen.readings).toBeGreaterThan(100);
  expect(Math.min(seen.broken, seen.cuts)).toBeGreaterThan(0);
});
