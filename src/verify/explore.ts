import { type Asked, type Event, nameOf } from './automaton.ts';
import type { Move, System } from './system.ts';

/** What a step is made of, apart from where it starts and ends. Equal steps share one. */
export type Label = Omit<Move, 'target'>;

/**
 * The reachable states of a system and every step between them, numbered in the order of a
 * breadth-first walk: the path through `parents` to a state is one of the shortest.
 */
export type Graph = {
  readonly system: System;
  /** System's own state numbers, in the order visited. */
  readonly states: readonly number[];
  /** Steps of the n-th state: `first[n]` up to `first[n + 1]`. */
  readonly first: readonly number[];
  readonly targets: readonly number[];
  readonly labelOf: readonly number[];
  readonly labels: readonly Label[];
  /** The step by which a state was first met; -1 for the initial state. */
  readonly parents: readonly number[];
  /** Where each step starts. */
  readonly sources: readonly number[];
  /** Whether every reachable state was visited. */
  readonly complete: boolean;
};

/** All that was asked, as one text; the list of an edge is one object, so it is written once. */
const textOf = (asked: readonly Asked[]): string => {
  const known = texts.get(asked);
  if (known !== undefined) return known;
  const text = JSON.stringify(asked);
  texts.set(asked, text);
  return text;
};
const texts = new WeakMap<readonly Asked[], string>();

/** Walks breadth first from the initial state; `most` bounds the number of states visited. */
export const explore = (system: System, most = Number.POSITIVE_INFINITY): Graph => {
  const states: number[] = [];
  const first: number[] = [0];
  const targets: number[] = [];
  const sources: number[] = [];
  const labelOf: number[] = [];
  const labels: Label[] = [];
  const parents: number[] = [];
  const positions = new Map<number, number>();
  const labelNumbers = new Map<string, number>();

  const positionOf = (state: number, parent: number): number => {
    const known = positions.get(state);
    if (known !== undefined) return known;
    positions.set(state, states.length);
    states.push(state);
    parents.push(parent);
    return states.length - 1;
  };
  const labelNumber = ({ target: _target, ...label }: Move): number => {
    const name = [nameOf(label.event), textOf(label.asked), ...label.taken, ...label.refused].join(' ');
    const known = labelNumbers.get(name);
    if (known !== undefined) return known;
    labelNumbers.set(name, labels.length);
    labels.push(label);
    return labels.length - 1;
  };

  positionOf(system.initial, -1);
  for (let head = 0; head < states.length && head < most; head += 1) {
    for (const move of system.moves(states[head] ?? system.initial)) {
      const edge = targets.length;
      sources.push(head);
      labelOf.push(labelNumber(move));
      targets.push(positionOf(move.target, edge));
    }
    first.push(targets.length);
  }
  return {
    system,
    states,
    first,
    targets,
    sources,
    labelOf,
    labels,
    parents,
    complete: first.length > states.length,
  };
};

/** Steps of a graph, by number. Out of range means a defect of ours, and throws. */
export const stepOf = (
  graph: Graph,
  edge: number,
): { readonly from: number; readonly to: number; readonly label: Label } => {
  const from = graph.sources[edge];
  const to = graph.targets[edge];
  const label = graph.labels[graph.labelOf[edge] ?? -1];
  if (from === undefined || to === undefined || label === undefined)
    throw new Error(`the graph has no step ${edge}`);
  return { from, to, label };
};

/** Numbers of the steps that lead from the initial state to a state, by a shortest way. */
export const wayTo = (graph: Graph, position: number): readonly number[] => {
  const way: number[] = [];
  for (let at = position; ; ) {
    const edge = graph.parents[at];
    if (edge === undefined || edge < 0) return way.reverse();
    way.push(edge);
    at = stepOf(graph, edge).from;
  }
};

/** The same way as events, for a reader and for a scenario. */
export const eventsTo = (graph: Graph, position: number): readonly Event[] =>
  wayTo(graph, position).map(edge => stepOf(graph, edge).label.event);
