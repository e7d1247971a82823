import { eventsTo, type Graph } from '../explore.ts';
import { componentsIn } from '../temporal/components.ts';
import { placeIn } from './places.ts';

/**
 * Leaves that a region never leaves again, whatever happens, unless the whole chart is parked: `pump.life:
 * failSafe`. Where a fact leads a chart of several regions from at least half of its states, wherever it comes, to one and the same state, that is parking; what only
 * parking ends is a place that there is no way out of.
 */
export const trapsIn = (graph: Graph): readonly string[] => {
  const { chart } = graph.system;
  const parked = parkedIn(graph);
  return chart.shape.regions.flatMap(({ node, active }, region) =>
    movesIn(graph, region, parked).flatMap((to, leaf) =>
      to === null || to.size > 0 ? [] : [`${node.id}: ${active[leaf]?.at(-1)?.slice(node.id.length + 1) ?? ''}`],
    ),
  );
};

/**
 * Sets of states that are never left again and in which nothing is asked any more, although elsewhere something
 * is: of each, the number of its states, and the shortest way there. A set that is a single state without a step is
 * a deadlock, and told as one.
 */
export const livelocksIn = (graph: Graph): readonly string[] => {
  const { first, targets, labels, labelOf, states, system } = graph;
  const asks = labels.map(({ asked }) => asked.length > 0);
  if (!asks.includes(true)) return [];
  const found: string[] = [];
  const component = new Int32Array(states.length);
  let number = 0;
  const members = Int32Array.from({ length: first.length - 1 }, (_, position) => position);
  componentsIn(graph)({ members, isIn: () => true, stays: () => true }, inside => {
    number += 1;
    for (const member of inside) component[member] = number;
    let moves = false;
    for (const from of inside)
      for (let edge = first[from] ?? 0; edge < (first[from + 1] ?? 0); edge += 1) {
        const to = targets[edge] ?? 0;
        if (component[to] !== number || asks[labelOf[edge] ?? 0] === true) return;
        if (to !== from) moves = true;
      }
    if (!moves) return;
    // States are numbered as they were met, the nearest first.
    const nearest = inside.reduce((near, member) => Math.min(near, member));
    const place = placeIn(system, states[nearest] ?? system.initial, eventsTo(graph, nearest));
    found.push(`${inside.length} states, from ${place}`);
  });
  return found;
};

/** The states of a chart of several regions to which some event always leads. */
const parkedIn = ({ system, states, first, targets, labelOf, labels }: Graph): ReadonlySet<number> => {
  if (system.chart.shape.regions.length < 2) return new Set();
  const types = [...new Set(labels.map(({ event }) => event.type))];
  const typeOf = Int32Array.from(labels, ({ event }) => types.indexOf(event.type));
  /** By event: the only state of the chart that it led to so far, and in how many states it came. */
  const only = new Int32Array(types.length).fill(UNMET);
  const times = new Int32Array(types.length);
  for (let from = 0; from < first.length - 1; from += 1)
    for (let edge = first[from] ?? 0; edge < (first[from + 1] ?? 0); edge += 1) {
      const type = typeOf[labelOf[edge] ?? 0] ?? 0;
      const known = only[type] ?? 0;
      if (known === SEVERAL) continue;
      const to = system.chartState(states[targets[edge] ?? 0] ?? 0);
      only[type] = known === UNMET || known === to ? to : SEVERAL;
      times[type] = (times[type] ?? 0) + 1;
    }
  return new Set(
    [...only].filter((state, type) => state >= 0 && (times[type] ?? 0) * 2 >= first.length - 1),
  );
};
const UNMET = -1;
const SEVERAL = -2;

/** For each leaf of a region, the leaves that a step leads to; null for one that is never active. */
const movesIn = (
  { system, states, first, targets }: Graph,
  region: number,
  parked: ReadonlySet<number>,
): readonly (ReadonlySet<number> | null)[] => {
  const { chart, chartState } = system;
  const leaves = chart.shape.regions[region]?.leaves ?? [];
  const moves: (Set<number> | null)[] = leaves.map(() => null);
  const leafAt = Int32Array.from(states, state => chart.leafIn(chartState(state), region));
  const isParked = Uint8Array.from(states, state => (parked.has(chartState(state)) ? 1 : 0));
  for (const leaf of leafAt) moves[leaf] ??= new Set();
  for (let from = 0; from < first.length - 1; from += 1) {
    const leaf = leafAt[from] ?? 0;
    for (let edge = first[from] ?? 0; edge < (first[from + 1] ?? 0); edge += 1) {
      const to = targets[edge] ?? 0;
      if (leafAt[to] !== leaf && isParked[to] === 0) moves[leaf]?.add(leafAt[to] ?? 0);
    }
  }
  return moves;
};
