import type { Chart } from './chart.ts';
import type { Met } from './coverage.ts';

/** What a chart could do where anything may happen at any time, and does not do in its plant. */
export type Difference = {
  /** States of the chart in the free world, and how many of them occur in the plant. */
  readonly free: number;
  readonly planted: number;
  /** States that occur in the plant only. There is none: the free world allows whatever a plant does. */
  readonly beyond: number;
  /** Ids of transitions that are taken in the free world only. */
  readonly transitions: readonly string[];
  /** Two states of different regions that are active together in the free world only. */
  readonly together: readonly (readonly [string, string])[];
};

/**
 * Compares what one chart does in two worlds. What the plant rules out rests on its assumptions
 * (specs/assumptions.md); what the free world shows rests on none.
 */
export const differenceBetween = (free: Met, planted: Met): Difference => {
  const all = statesIn(free);
  const some = statesIn(planted);
  const occurs = takenIn(planted);
  return {
    free: all.size,
    planted: [...some].filter(key => all.has(key)).length,
    beyond: [...some].filter(key => !all.has(key)).length,
    transitions: [...takenIn(free)].filter(id => !occurs.has(id)),
    together: apart(free, planted),
  };
};

/** The distinct states of the chart under test, as what they are made of: numbers differ from walk to walk. */
const statesIn = ({ system: { chart, chartState }, states }: Met): ReadonlySet<string> => {
  const regions = chart.shape.regions.map((_, region) => region);
  return new Set(
    [...distinct(states, chartState)].map(state =>
      JSON.stringify([regions.map(region => chart.leafIn(state, region)), chart.contextIn(state)]),
    ),
  );
};

const distinct = (states: Int32Array, chartState: (state: number) => number): ReadonlySet<number> => {
  const found = new Set<number>();
  for (const state of states) found.add(chartState(state));
  return found;
};

/** Transitions of the chart under test; its world's go by other ids. */
const takenIn = ({ system: { chart }, labels }: Met): ReadonlySet<string> =>
  new Set(labels.flatMap(({ taken }) => taken.filter(id => id.startsWith(`${chart.machine.id}.`))));

const apart = (free: Met, planted: Met): Difference['together'] => {
  const { chart } = free.system;
  const [everywhere, here] = [pairsIn(free), pairsIn(planted)];
  return everywhere.flatMap(({ one, other, met }, number) =>
    [...met]
      .filter(pair => here[number]?.met.has(pair) !== true)
      .map(pair => namesOf(chart, one, other, pair)),
  );
};

/** Two regions, and which of their leaves are active at the same time. */
type Pairs = { readonly one: number; readonly other: number; readonly met: ReadonlySet<number> };

const pairsIn = ({ system: { chart, chartState }, states }: Met): readonly Pairs[] => {
  const regions = chart.shape.regions.map((_, region) => region);
  const found = [...distinct(states, chartState)];
  return regions.flatMap(one =>
    regions
      .filter(other => other > one)
      .map(other => {
        const width = leavesIn(chart, other).length;
        const met = new Set<number>();
        for (const state of found) met.add(chart.leafIn(state, one) * width + chart.leafIn(state, other));
        return { one, other, met };
      }),
  );
};

const namesOf = (chart: Chart, one: number, other: number, pair: number): readonly [string, string] => {
  const width = leavesIn(chart, other).length;
  return [nameAt(chart, one, Math.floor(pair / width)), nameAt(chart, other, pair % width)];
};

const leavesIn = ({ shape }: Chart, region: number) => shape.regions[region]?.leaves ?? [];

const nameAt = (chart: Chart, region: number, leaf: number): string => {
  const node = leavesIn(chart, region)[leaf];
  if (node === undefined) throw new Error(`"${chart.machine.id}" has no leaf ${leaf} in region ${region}`);
  return node.id;
};
