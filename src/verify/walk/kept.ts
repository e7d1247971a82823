import type { AnyProperty } from '../../../specs/property.ts';
import type { Chart } from '../chart.ts';
import type { Composed } from '../system.ts';
import { type Checks, checksOf, type Finding } from './checks.ts';
import { type Course, type Walk, walkOf } from './walk.ts';

/** The states of a chart, in the order of their numbers: two words each, and the contexts that those number. */
export type KeptStates = { readonly contexts: readonly unknown[]; readonly words: Int32Array };

/** A walk that was ended before it was complete, as plain data: all that is needed to go on with it. */
export type Kept = {
  readonly chart: KeptStates;
  readonly world: KeptStates | null;
  /** By state of the system: the states of its chart and of its world. */
  readonly pairs: Int32Array;
  readonly course: Course;
  readonly findings: readonly (Finding | null)[];
};

export const kept = (system: Composed, walk: Walk, { findings }: Checks): Kept => ({
  chart: statesOf(system.chart),
  world: system.world && statesOf(system.world),
  pairs: interleaved(walk.met(), state => [system.chartState(state), system.worldState(state)]),
  course: walk.course(),
  findings,
});

/** Goes on with a walk, in a system that was not walked yet. */
export const goneOn = (
  system: Composed,
  properties: readonly AnyProperty[],
  { chart, world, pairs, course, findings }: Kept,
): { readonly walk: Walk; readonly checks: Checks } => {
  const chartStates = read(system.chart, chart);
  const worldStates = system.world === null || world === null ? null : read(system.world, world);
  for (let state = 0; state * 2 < pairs.length; state += 1) {
    const own = chartStates[pairs[state * 2] ?? 0] ?? 0;
    const other = pairs[state * 2 + 1] ?? 0;
    const number = system.stateOf(own, worldStates === null ? other : (worldStates[other] ?? 0));
    if (number !== state || own !== pairs[state * 2])
      throw new Error('a walk cannot be gone on with in a system that was walked before');
  }
  const checks = checksOf(system, properties, findings);
  return { checks, walk: walkOf(system, checks, course) };
};

/** All states of a chart that numbers them itself. */
export const statesOf = (chart: Chart): KeptStates => ({
  contexts: chart.contexts(),
  words: interleaved(chart.size(), chart.wordsOf),
});

/** The numbers that the states have here. */
export const read = (chart: Chart, { contexts, words }: KeptStates): Int32Array => {
  const numberOf = chart.reader(contexts);
  return Int32Array.from({ length: words.length / 2 }, (_, state) =>
    numberOf(words[state * 2] ?? 0, words[state * 2 + 1] ?? 0),
  );
};

const interleaved = (length: number, pairOf: (index: number) => readonly [number, number]): Int32Array => {
  const all = new Int32Array(length * 2);
  for (let index = 0; index < length; index += 1) {
    const [first, second] = pairOf(index);
    all[index * 2] = first;
    all[index * 2 + 1] = second;
  }
  return all;
};
