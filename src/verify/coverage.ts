import type { AnyMachineSnapshot, AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { alphabetOf } from './alphabet.ts';
import { nameOf } from './automaton.ts';
import type { Graph } from './explore.ts';
import { transitionId } from './taken.ts';

/** What a walk over a system met of its chart, and what it never met. */
export type Coverage = {
  readonly states: number;
  readonly steps: number;
  /** Ids of chart states that are active in no state visited. */
  readonly statesNeverActive: readonly string[];
  /** Ids of chart transitions that no step took. */
  readonly transitionsNeverTaken: readonly string[];
  /** Events that the chart answered nowhere. */
  readonly eventsNeverAnswered: readonly string[];
  /** Numbers of visited states that no step leaves. */
  readonly deadlocks: readonly number[];
};

type Walkable = AnyStateMachine['root'];

const nodesOf = (node: Walkable): readonly Walkable[] => [
  node,
  ...Object.values(node.states).flatMap(nodesOf),
];

/** Ids of all states of a chart but its root, outer before inner. */
export const stateIds = (machine: AnyStateMachine): readonly string[] => {
  const ids =
    idsOf.get(machine) ??
    nodesOf(machine.root)
      .slice(1)
      .map(({ id }) => id);
  idsOf.set(machine, ids);
  return ids;
};
const idsOf = new WeakMap<AnyStateMachine, readonly string[]>();

/** All transitions of a chart, delayed ones included. */
export const transitionsOf = (machine: AnyStateMachine): readonly AnyTransitionDefinition[] =>
  nodesOf(machine.root).flatMap(node => [...node.transitions.values()].flat());

/** Ids of all transitions of a chart. */
export const transitionIds = (machine: AnyStateMachine): readonly string[] =>
  transitionsOf(machine).map(transitionId);

/** Ids of the states of the chart under test that are active, outer before inner. */
export const activeIn = (graph: Graph, position: number): readonly string[] => {
  const state = graph.states[position];
  if (state === undefined) throw new Error(`the graph has no state ${position}`);
  const { chart, chartState } = graph.system;
  const own = chartState(state);
  return chart.shape.regions.flatMap(({ active }, region) => [...(active[chart.leafIn(own, region)] ?? [])]);
};

/** The same of a snapshot. The order is that of the chart, whatever way led there. */
export const activeStates = (snapshot: AnyMachineSnapshot): readonly string[] => {
  const known = active.get(snapshot);
  if (known !== undefined) return known;
  const ids = new Set(snapshot._nodes.map(({ id }) => id));
  const ordered = stateIds(snapshot.machine).filter(id => ids.has(id));
  active.set(snapshot, ordered);
  return ordered;
};
const active = new WeakMap<AnyMachineSnapshot, readonly string[]>();

/** What was met of a system, by a graph or by a walk that keeps no steps. */
export type Met = Pick<Graph, 'system' | 'states' | 'labels'>;

/**
 * What an explored graph met of its chart. Ids are in the order of the chart, deadlocks in that of the
 * states. A step back to its own state leaves nothing, so a state with no other step is a deadlock.
 */
export const coverageOf = (graph: Graph): Coverage =>
  coverageIn(graph, graph.targets.length, deadlocksOf(graph));

/** The same, where steps were counted and deadlocks were found on the way. */
export const coverageIn = (met: Met, steps: number, deadlocks: readonly number[]): Coverage => {
  const { machine } = met.system.chart;
  const visited = visitedIn(met);
  const taken = new Set(met.labels.flatMap(({ taken }) => [...taken]));
  const answered = new Set(
    met.labels.filter(({ taken }) => taken.length > 0).map(({ event }) => nameOf(event)),
  );
  return {
    states: met.states.length,
    steps,
    statesNeverActive: stateIds(machine).filter(id => !visited.has(id)),
    transitionsNeverTaken: transitionIds(machine).filter(id => !taken.has(id)),
    eventsNeverAnswered: alphabetOf(machine)
      .map(nameOf)
      .filter(name => !answered.has(name)),
    deadlocks,
  };
};

/** Ids of the chart's states that are active somewhere. */
const visitedIn = ({ system, states }: Met): ReadonlySet<string> => {
  const { chart, chartState } = system;
  const visited = new Set<string>();
  for (const [region, { active }] of chart.shape.regions.entries()) {
    const leaves = new Uint8Array(active.length);
    for (const state of states) leaves[chart.leafIn(chartState(state), region)] = 1;
    for (const [leaf, ids] of active.entries()) if (leaves[leaf] === 1) for (const id of ids) visited.add(id);
  }
  return visited;
};

const deadlocksOf = ({ first, targets }: Graph): readonly number[] => {
  const stuck: number[] = [];
  for (let from = 0; from < first.length - 1; from += 1) {
    const end = first[from + 1] ?? 0;
    let edge = first[from] ?? 0;
    while (edge < end && targets[edge] === from) edge += 1;
    if (edge >= end) stuck.push(from);
  }
  return stuck;
};
