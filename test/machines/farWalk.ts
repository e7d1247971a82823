import { expect } from 'vitest';
import type { AnyProperty } from '../../specs/property.ts';
import type { Pairs } from '../../src/verify/packed.ts';
import type { Composed } from '../../src/verify/system.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { farWalkOf } from '../../src/verify/walk/farWalk.ts';
import { passing } from '../../src/verify/walk/passing.ts';
import { eventsTo } from '../../src/verify/walk/runs.ts';
import { walkOf } from '../../src/verify/walk/walk.ts';
import { memoryShelves } from '../support/memoryShelf.ts';

export type Make = (states?: Pairs) => Composed;

/** What was seen, so that nothing passes by doing nothing. */
export const seen = { states: 0, steps: 0, readings: 0, broken: 0, cuts: 0 };

/** Two words of each state, in the order of their numbers. */
const wordsIn = ({ world, chart, chartState, worldState }: Composed, count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, number) => number).reduce(
    (words, number) => {
      const pair = world === null ? chart.wordsOf(number) : [chartState(number), worldState(number)];
      words.set(pair, number * 2);
      return words;
    },
    new Int32Array(count * 2),
  );

/**
 * The words with the world's states numbered as they come: the plant is one for all who walk in it, and what was
 * walked before has given its states other numbers.
 */
const asTheyCome = (words: Int32Array): Int32Array => {
  const numbers = new Map<number, number>();
  return words.map((word, at) => {
    if (at % 2 === 0) return word;
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  });
};

/** A walk in memory and one whose table holds `table` states, of which so many are expanded: they say the same of everything. */
export const compared = (make: Make, asked: readonly AnyProperty[], table: number, most: number): void => {
  const near = make();
  const nearChecks = checksOf(near, asked);
  const walk = walkOf(near, nearChecks);
  walk.goOn(most);

  const shelves = memoryShelves();
  const states = passing();
  const far = make(states);
  const farChecks = checksOf(far, asked);
  const other = farWalkOf(far, states, farChecks, shelves, table);
  while (other.expanded() < most && other.goOn(most - other.expanded()));
  const { met, expanded, steps, depth, endOfLevel, deadlocks, telling } = other.course();

  expect({ met, expanded, steps, depth, endOfLevel, deadlocks, telling }).toEqual({
    met: walk.met(),
    expanded: walk.expanded(),
    steps: walk.steps(),
    depth: walk.depth(),
    endOfLevel: walk.course().endOfLevel,
    deadlocks: walk.deadlocks,
    telling: walk.course().telling,
  });
  expect(other.isComplete()).toBe(walk.isComplete());
  const [farWords, nearWords] = [shelves.states.all(), wordsIn(near, met)].map(
    near.world === null ? words => words : asTheyCome,
  );
  expect(farWords).toEqual(nearWords);
  expect(shelves.parents.all()).toEqual(walk.course().parents);
  expect(other.labels().map(far.labelAt)).toEqual(walk.labels().map(near.labelAt));
  const said = nearChecks.findings.map(finding => finding && { ...finding, parked: null });
  expect(farChecks.findings.map(finding => finding && { ...finding, parked: null })).toEqual(said);
  for (const finding of said)
    if (finding?.broken != null) {
      const { state } = finding.broken;
      expect(other.eventsTo(state)).toEqual(eventsTo(walk, state));
      seen.broken += 1;
    }
  seen.states += met;
  seen.steps += steps;
  seen.readings += other.readings();
};
