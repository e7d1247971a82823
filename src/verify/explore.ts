import type { Event } from './automaton.ts';
import { numbers } from './packed.ts';
import type { Label, System } from './system.ts';

/**
 * The reachable states of a system and every step between them, numbered in the order of a
 * breadth-first walk: the path through `parents` to a state is one of the shortest.
 */
export type Graph = {
  readonly system: System;
  /** System's own state numbers, in the order visited. */
  readonly states: Int32Array;
  /** Steps of the n-th state: `first[n]` up to `first[n + 1]`. */
  readonly first: Int32Array;
  readonly targets: Int32Array;
  readonly labelOf: Int32Array;
  readonly labels: readonly Label[];
  /** The step by which a state was first met; -1 for the initial state. */
  readonly parents: Int32Array;
  /** How many steps the farthest state is away from the initial one. */
  readonly depth: number;
  /** Whether every reachable state was visited. */
  readonly complete: boolean;
};

/** Says now and then how far a walk is, and whether it may go on. */
export type Progress = (states: number, met: number, steps: number) => boolean;

/** Walks breadth first from the initial state; `most` bounds the number of states visited. */
export const explore = (
  system: System,
  most = Number.POSITIVE_INFINITY,
  mayGoOn: Progress = () => true,
): Graph => {
  const states = numbers();
  const first = numbers();
  const targets = numbers();
  const labelOf = numbers();
  const labels: Label[] = [];
  const parents = numbers();
  /** By the system's own numbers: position and one, label and one; 0 is not yet met. */
  const positions = numbers();
  const labelNumbers = numbers();

  const noted = (list: typeof positions, number: number): number => {
    while (list.size() <= number) list.push(0);
    return list.at(number) - 1;
  };
  const positionOf = (state: number, parent: number): number => {
    const known = noted(positions, state);
    if (known >= 0) return known;
    states.push(state);
    parents.push(parent);
    positions.set(state, states.size());
    return states.size() - 1;
  };
  const tell = (target: number, label: number): void => {
    const edge = targets.size();
    let number = noted(labelNumbers, label);
    if (number < 0) {
      number = labels.length;
      labels.push(system.labelAt(label));
      labelNumbers.set(label, labels.length);
    }
    labelOf.push(number);
    targets.push(positionOf(target, edge));
  };

  first.push(0);
  positionOf(system.initial, -1);
  let depth = 0;
  let endOfLevel = 1;
  let head = 0;
  for (; head < states.size() && head < most; head += 1) {
    if (head === endOfLevel) {
      depth += 1;
      endOfLevel = states.size();
    }
    if (head % 4_096 === 0 && !mayGoOn(head, states.size(), targets.size())) break;
    system.expand(states.at(head), tell);
    first.push(targets.size());
  }
  return {
    system,
    states: states.all(),
    first: first.all(),
    targets: targets.all(),
    labelOf: labelOf.all(),
    labels,
    parents: parents.all(),
    depth,
    complete: head === states.size(),
  };
};

/** Steps of a graph, by number. Out of range means a defect of ours, and throws. */
export const stepOf = (
  graph: Graph,
  edge: number,
): { readonly from: number; readonly to: number; readonly label: Label } => {
  const to = graph.targets[edge];
  const label = graph.labels[graph.labelOf[edge] ?? -1];
  if (to === undefined || label === undefined) throw new Error(`the graph has no step ${edge}`);
  return { from: sourceOf(graph, edge), to, label };
};

/** Where a step starts: steps lie in the order of their states. */
const sourceOf = ({ first }: Graph, edge: number): number => {
  let low = 0;
  let high = first.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((first[middle] ?? 0) <= edge) low = middle;
    else high = middle;
  }
  return low;
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
