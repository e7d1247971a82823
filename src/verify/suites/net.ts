import { nameOf } from '../automaton.ts';
import type { Graph } from '../explore.ts';
import type { Label } from '../system.ts';
import { type Order, orderOf } from './order.ts';

/**
 * The steps of a graph in an order that a seed and names decide and numbers do not: a state or an event that is
 * added elsewhere leaves the order of all others as it was.
 */
export type Net = {
  readonly graph: Graph;
  /** Steps that leave the state at a position: `edges[first[position]]` up to `first[position + 1]`. */
  readonly first: Int32Array;
  /** Numbers of steps in the graph; null where they are in the graph's own order, for it is too large to sort. */
  readonly edges: Int32Array | null;
};

/** Graphs with more steps than this keep their own order, and all their steps. */
const MOST_SORTED = 1 << 25;

/** Which steps a net holds: all, or only those that some transition answers or that lead elsewhere. */
export type Kept = 'all' | 'answered';

export const netOf = (graph: Graph, kept: Kept, seed: number): Net => {
  const { labels, labelOf, targets, states } = graph;
  if (targets.length > MOST_SORTED) return { graph, first: graph.first, edges: null };
  const isQuiet = Uint8Array.from(labels, ({ taken }) => (kept === 'answered' && taken.length === 0 ? 1 : 0));
  const source = new Int32Array(targets.length);
  const isKept = new Uint8Array(targets.length);
  const byLabel = new Int32Array(labels.length + 1);
  const bySource = new Int32Array(states.length + 1);
  for (let from = 0; from < graph.first.length - 1; from += 1) {
    const end = graph.first[from + 1] ?? 0;
    for (let edge = graph.first[from] ?? 0; edge < end; edge += 1) {
      const label = labelOf[edge] ?? 0;
      if (isQuiet[label] === 1 && targets[edge] === from) continue;
      source[edge] = from;
      isKept[edge] = 1;
      byLabel[label] = (byLabel[label] ?? 0) + 1;
      bySource[from + 1] = (bySource[from + 1] ?? 0) + 1;
    }
  }
  for (let from = 0; from < states.length; from += 1)
    bySource[from + 1] = (bySource[from + 1] ?? 0) + (bySource[from] ?? 0);
  return { graph, first: bySource, edges: sorted(graph, seed, { source, isKept, byLabel, bySource }) };
};

type Counted = {
  readonly source: Int32Array;
  readonly isKept: Uint8Array;
  readonly byLabel: Int32Array;
  readonly bySource: Int32Array;
};

/** Sorts twice, by label and then, stably, by source. */
const sorted = (
  { labels, labelOf }: Graph,
  seed: number,
  { source, isKept, byLabel, bySource }: Counted,
): Int32Array => {
  const begins = new Int32Array(labels.length);
  let begin = 0;
  for (const label of inOrderOfNames(labels, orderOf(seed))) {
    begins[label] = begin;
    begin += byLabel[label] ?? 0;
  }
  const grouped = new Int32Array(begin);
  for (let edge = 0; edge < isKept.length; edge += 1) {
    if (isKept[edge] !== 1) continue;
    const label = labelOf[edge] ?? 0;
    const at = begins[label] ?? 0;
    grouped[at] = edge;
    begins[label] = at + 1;
  }
  const next = bySource.slice();
  const edges = new Int32Array(begin);
  for (const edge of grouped) {
    const from = source[edge] ?? 0;
    const at = next[from] ?? 0;
    edges[at] = edge;
    next[from] = at + 1;
  }
  return edges;
};

/** Numbers of labels: by event, then by what is taken and asked. */
const inOrderOfNames = (labels: readonly Label[], compare: Order): readonly number[] => {
  const names = labels.map(({ event, taken, asked }) => [
    nameOf(event),
    JSON.stringify([[...taken].sort(), asked]),
  ]);
  const text = (label: number, part: 0 | 1): string => names[label]?.[part] ?? '';
  return [...labels.keys()].sort(
    (a, b) => compare(text(a, 0), text(b, 0)) || compare(text(a, 1), text(b, 1)) || a - b,
  );
};
