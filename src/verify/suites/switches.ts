import type { AnyTransitionDefinition } from 'xstate';
import { activeIn, transitionsOf } from '../coverage.ts';
import type { Graph } from '../explore.ts';
import { type Node, within } from '../shape.ts';
import { transitionId } from '../taken.ts';
import { movesOf, unless } from './charted.ts';
import type { Observer } from './observer.ts';
import { type Sequence, sequenceObserver } from './sequences.ts';

/** More sequences than this in one region are no test suite. */
const MOST = 100_000;

/**
 * All n-switches: every sequence of n + 1 transitions of a region that follow each other in that region,
 * whatever other regions do between them (Chow, IEEE TSE 4(3), 1978; all transition pairs is n = 1). Wanted
 * is each sequence that the chart draws: where one transition ends, the next begins.
 */
export const switchObservers = (graph: Graph, n: number): readonly Observer[] => {
  const { machine, shape } = graph.system.chart;
  const all = transitionsOf(machine);
  return movesOf(graph).map(({ region, name, taken }): Observer => {
    const own = all.filter(({ source }) => shape.regionOf(source) === region);
    const ids = own.map(transitionId);
    const followers = own.map(one => own.flatMap((other, at) => (mayFollow(one, other) ? [at] : [])));
    const initial = activeIn(graph, 0);
    let sequences: readonly (readonly number[])[] = own.map((_, at) => [at]);
    for (let length = 1; length <= n; length += 1) {
      sequences = sequences.flatMap(each => (followers[each.at(-1) ?? -1] ?? []).map(at => [...each, at]));
      if (sequences.length > MOST)
        throw new Error(
          `"${name}" draws more than ${MOST} sequences of ${length + 1} transitions; ask for fewer switches than n = ${n}`,
        );
    }
    const numbered = taken.map(list => list.map(id => ids.indexOf(id)));
    return sequenceObserver(
      name,
      sequences.map((symbols): Sequence => ({ name: symbols.map(at => ids[at] ?? '').join(' > '), symbols })),
      edge => numbered[graph.labelOf[edge] ?? 0] ?? [],
      unless(graph, 'no run of the graph takes these one after the other'),
      own.flatMap(({ source }, at) => (initial.includes(source.id) ? [at] : [])),
    );
  });
};

/** Whether the chart draws one after the other: the second may leave from where the first leads to. */
export const mayFollow = (
  { source, target }: AnyTransitionDefinition,
  other: AnyTransitionDefinition,
): boolean => {
  const [to] = target ?? [];
  if (to !== undefined) return within(other.source).includes(entered(to));
  // What only acts stays in whatever state inside its source.
  return within(source).includes(other.source) || within(other.source).includes(source);
};

/** The innermost state that is entered with this one. */
const entered = (node: Node): Node => {
  const [inner] = Object.keys(node.states).length === 0 ? [] : node.initial.target;
  return inner === undefined ? node : entered(inner);
};
