import type { Graph } from '../explore.ts';
import { movesOf, unless } from './charted.ts';
import { NOTHING, type Observer } from './observer.ts';
import { type Sequence, sequenceObserver } from './sequences.ts';
import { sourcesOf } from './sources.ts';

/** More paths than this in one region are no test suite. */
const MOST = 20_000;

/**
 * Prime paths of each region (P. Ammann, J. Offutt, Introduction to Software Testing, 2nd ed., 2016, 7.2): the
 * ways from leaf to leaf that meet no leaf twice, but for the first as the last, and that lie within no longer
 * one. Of those that end where they began, the round trips, `onlyTrips` leaves the others out. What a region
 * does in a step counts as one move, from leaf to leaf; other regions may do what they like between moves.
 */
export const pathObservers = (graph: Graph, onlyTrips: boolean): readonly Observer[] => {
  const { chart, chartState } = graph.system;
  const sources = sourcesOf(graph);
  return movesOf(graph).map(({ region, name, taken }): Observer => {
    const leaves = chart.shape.regions[region]?.leaves ?? [];
    const count = leaves.length;
    const leafAt = (position: number): number =>
      chart.leafIn(chartState(graph.states[position] ?? 0), region);
    const isMove = taken.map(list => list.length > 0);
    const moveOf = (edge: number): number =>
      leafAt(sources[edge] ?? 0) * count + leafAt(graph.targets[edge] ?? 0);
    const drawn = new Set<number>();
    for (let edge = 0; edge < graph.targets.length; edge += 1)
      if (isMove[graph.labelOf[edge] ?? 0] === true) drawn.add(moveOf(edge));
    const single = Array.from({ length: count * count }, (_, move) => [move]);
    const names = leaves.map(({ id }) => id.slice(name.length + 1) || id);
    const paths = primePathsOf(count, (from, to) => drawn.has(from * count + to), name);
    return sequenceObserver(
      name,
      paths
        .filter(path => !onlyTrips || path[0] === path.at(-1))
        .map(
          (path): Sequence => ({
            name: `${name}: ${path.map(leaf => names[leaf]).join(' > ')}`,
            symbols: path.slice(1).map((leaf, at) => (path[at] ?? 0) * count + leaf),
          }),
        ),
      edge => (isMove[graph.labelOf[edge] ?? 0] === true ? (single[moveOf(edge)] ?? NOTHING) : NOTHING),
      unless(graph, 'no run of the graph goes this way without a detour'),
      null,
    );
  });
};

/** All simple ways and cycles that lie within no other one; each is a row of nodes. */
export const primePathsOf = (
  count: number,
  leads: (from: number, to: number) => boolean,
  name: string,
): readonly (readonly number[])[] => {
  const nodes = Array.from({ length: count }, (_, node) => node);
  const found: (readonly number[])[] = [];
  const note = (path: readonly number[]): void => {
    if (found.length === MOST)
      throw new Error(`"${name}" has more than ${MOST} prime paths; ask for pairs or switches instead`);
    found.push(path);
  };
  const extend = (path: readonly number[]): void => {
    const [first = 0] = path;
    const last = path.at(-1) ?? 0;
    if (leads(last, first)) note([...path, first]);
    const further = nodes.filter(node => !path.includes(node) && leads(last, node));
    for (const node of further) extend([...path, node]);
    const goesOn = further.length > 0 || leads(last, first);
    const comesFrom = nodes.some(node => !path.includes(node) && leads(node, first));
    if (path.length > 1 && !goesOn && !comesFrom) note(path);
  };
  for (const node of nodes) extend([node]);
  return found;
};
