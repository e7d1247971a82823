import { type Graph, stepOf, wayTo } from '../explore.ts';
import { numbers } from '../packed.ts';
import type { Labels } from './judging.ts';

/**
 * A watch goes along with a run: it opens, passes through a few numbered layers, and closes or is broken. It
 * is open for all runs at once: what can be reached while it is open is walked breadth first, beginning
 * wherever it opens, so that the run that breaks it is one of the shortest.
 */
export type Watch = {
  readonly layers: number;
  /** The layer that being in a position opens; CLOSED, or BROKEN. */
  readonly inState: (position: number) => number;
  /** The layer that a step opens, taken from outside; CLOSED. Only steps of these labels may. Null when none does. */
  readonly byStep: {
    readonly labels: Labels;
    readonly opens: (edge: number, from: number) => number;
  } | null;
  /** The layer to which a step leads from within a layer; CLOSED, or BROKEN. Steps of other labels stay in it. */
  readonly onStep: {
    readonly labels: Labels;
    /** Whether only steps that lead elsewhere matter: the others, most of all, are then not looked at. */
    readonly isOfMoves?: true;
    readonly leads: (edge: number, from: number, layer: number) => number;
  };
};

export const CLOSED = -1;
export const BROKEN = -2;

export type Watched = {
  /** Positions met while it was open, with their layer: `layer * states + position`, the nearest first. */
  readonly entered: Int32Array;
  /** How many steps from the initial state each of them is, by a way on which it is open. */
  readonly distances: Int32Array;
  /** Steps of a shortest run that ends where one of them was met. */
  readonly wayTo: (entered: number) => readonly number[];
  /** How many steps were looked at while it was open. */
  readonly steps: number;
  /** Steps of a shortest run that breaks it; null when none does. */
  readonly broken: readonly number[] | null;
};

/** Opened in a position, by no step. */
const NO_STEP = 2 ** 31 - 1;
const OUTSIDE = -1;

export const watched = (graph: Graph, watch: Watch): Watched => {
  const { first, targets, states, labelOf } = graph;
  const { byStep, onStep } = watch;
  const count = states.length;
  const expanded = first.length - 1;
  const isOfMoves = onStep.isOfMoves === true;
  /** The step by which a layer was entered at a position, and one; 0 is not yet. */
  const cause = new Int32Array(count * watch.layers);
  /** The layer from which. */
  const origin = new Int8Array(count * watch.layers);
  const entered = numbers();
  const distances = numbers();
  let steps = 0;

  const enter = (node: number, why: number, from: number, distance: number): void => {
    if (cause[node] !== 0) return;
    cause[node] = why;
    origin[node] = from;
    entered.push(node);
    distances.push(distance);
  };
  const back = (node: number): readonly number[] => {
    const way: number[] = [];
    for (let at = node; ; ) {
      const why = cause[at] ?? 0;
      if (why === 0) throw new Error('a watch was entered by no step');
      if (why === NO_STEP) return [...wayTo(graph, at % count), ...way.reverse()];
      const { from } = stepOf(graph, why - 1);
      way.push(why - 1);
      const layer = origin[at] ?? OUTSIDE;
      if (layer === OUTSIDE) return [...wayTo(graph, from), ...way.reverse()];
      at = layer * count + from;
    }
  };
  const seen = (broken: readonly number[] | null): Watched => ({
    entered: entered.all(),
    distances: distances.all(),
    wayTo: back,
    broken,
    steps,
  });

  const ends = levelsOf(graph);
  let head = 0;
  let start = 0;
  for (let distance = 0; start < count || head < entered.size(); distance += 1) {
    const end = ends[distance] ?? count;
    for (let position = start; position < end; position += 1) {
      const layer = watch.inState(position);
      if (layer === BROKEN) return seen(wayTo(graph, position));
      if (layer >= 0) enter(layer * count + position, NO_STEP, OUTSIDE, distance);
    }
    for (const frontier = entered.size(); head < frontier; head += 1) {
      const node = entered.at(head);
      const from = node % count;
      if (from >= expanded) continue;
      const layer = (node - from) / count;
      const last = first[from + 1] ?? 0;
      steps += last - (first[from] ?? 0);
      for (let edge = first[from] ?? 0; edge < last; edge += 1) {
        if (isOfMoves && targets[edge] === from) continue;
        const isLookedAt = onStep.labels === null || onStep.labels[labelOf[edge] ?? 0] === 1;
        const next = isLookedAt ? onStep.leads(edge, from, layer) : layer;
        if (next === BROKEN) return seen([...back(node), edge]);
        if (next >= 0) enter(next * count + (targets[edge] ?? 0), edge + 1, layer, distance + 1);
      }
    }
    if (byStep !== null)
      for (let from = start; from < end && from < expanded; from += 1) {
        const last = first[from + 1] ?? 0;
        for (let edge = first[from] ?? 0; edge < last; edge += 1) {
          if (byStep.labels !== null && byStep.labels[labelOf[edge] ?? 0] === 0) continue;
          const layer = byStep.opens(edge, from);
          if (layer >= 0) enter(layer * count + (targets[edge] ?? 0), edge + 1, OUTSIDE, distance + 1);
        }
      }
    start = end;
  }
  return seen(null);
};

/** Where each level of a breadth-first walk ends: positions of one level are equally far from the initial state. */
const levelsOf = ({ states, first, parents }: Graph): readonly number[] => {
  const ends: number[] = [];
  let source = 0;
  let end = 1;
  for (let position = 1; position < states.length; position += 1) {
    const edge = parents[position] ?? 0;
    while ((first[source + 1] ?? edge + 1) <= edge) source += 1;
    if (source < end) continue;
    ends.push(end);
    end = position;
  }
  return [...ends, end, states.length];
};
