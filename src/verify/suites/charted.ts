import { transitionsOf } from '../coverage.ts';
import type { Graph } from '../explore.ts';
import type { Label } from '../system.ts';
import { transitionId } from '../taken.ts';
import { NOTHING, type Observer, plainObserver, sortedNames } from './observer.ts';

/** Goals on the chart under test: its states, its transitions. One observer for each region. */

const NEVER_MET = 'not met in the part of the graph that was explored';

/** Why a goal is out of reach, where all was explored. */
export const unless = (graph: Graph, reason: string): string => (graph.complete ? reason : NEVER_MET);

/** Every state of the chart is active at some time. */
export const stateObservers = (graph: Graph): readonly Observer[] => {
  const { chart, chartState } = graph.system;
  const reason = unless(graph, 'no reachable state of the graph has it active');
  return chart.shape.regions.map(({ node, active }, region): Observer => {
    const goals = sortedNames(active.flat());
    const numbersIn = active.map(ids => ids.map(id => goals.indexOf(id)));
    const activeAt = (position: number): readonly number[] =>
      numbersIn[chart.leafIn(chartState(graph.states[position] ?? 0), region)] ?? NOTHING;
    return plainObserver({
      name: node.id,
      goals,
      whyNot: () => reason,
      reads: 'target',
      atOnce: activeAt(0),
      meets: edge => activeAt(graph.targets[edge] ?? 0),
    });
  });
};

/** Every transition of the chart is taken at some time. */
export const transitionObservers = (graph: Graph): readonly Observer[] =>
  movesOf(graph).map(({ name, ids, taken }): Observer => {
    const goals = sortedNames(ids);
    const numbers = taken.map(list => [...new Set(list)].map(id => goals.indexOf(id)));
    return plainObserver({
      name,
      goals,
      whyNot: () => unless(graph, 'no step of the graph takes it'),
      reads: 'label',
      atOnce: NOTHING,
      meets: edge => numbers[graph.labelOf[edge] ?? 0] ?? NOTHING,
    });
  });

/** What one region does: the ids of all its transitions, and by label those that a step takes, in order. */
export type Moves = {
  readonly region: number;
  readonly name: string;
  readonly ids: readonly string[];
  readonly taken: readonly (readonly string[])[];
};

export const movesOf = ({ system, labels }: Graph): readonly Moves[] => {
  const { machine, shape } = system.chart;
  const regionOf = new Map(
    transitionsOf(machine).map(each => [transitionId(each), shape.regionOf(each.source)] as const),
  );
  const takenIn = ({ taken }: Label, region: number): readonly string[] =>
    taken.filter(id => regionOf.get(id) === region);
  return shape.regions.map(({ node }, region) => ({
    region,
    name: node.id,
    ids: [...regionOf].flatMap(([id, of]) => (of === region ? [id] : [])),
    taken: labels.map(label => takenIn(label, region)),
  }));
};
