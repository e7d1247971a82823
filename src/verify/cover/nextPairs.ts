import type { Event } from '../automaton.ts';
import { type Graph, stepOf } from '../explore.ts';
import { numbers } from '../packed.ts';
import { pairId, typesOf, type Universe } from './universe.ts';

/**
 * What can come next after each other, and a shortest run for each such pair: transitions in each region, and
 * events in the chart as a whole. The states of the graph are walked once more, breadth first, each together
 * with what came last: what lies between the two and is neither does not matter.
 */
export const nextPairs = (
  graph: Graph,
  { view, shape, items, regionOf }: Universe,
): { readonly pairs: Ways; readonly events: Ways } => {
  const steps = stepsIn(graph);
  const types = typesOf(view);
  // What only the world answers is no answer of the chart.
  const typed = graph.labels.map(({ event, taken }) =>
    taken.some(id => regionOf.has(id)) ? [event.type] : [],
  );
  const taken = graph.labels.map(label => label.taken);
  return {
    pairs: new Map(
      [...shape.regions.keys()].flatMap(region => {
        const own = items.transitions.filter(id => regionOf.get(id) === region);
        const isOwn = new Set(own);
        const drawn = items.pairs.filter(pair => isOwn.has(pair.split(' > ')[0] ?? '')).length;
        return [...pairsOf(graph, steps, { own, told: taken, drawn })];
      }),
    ),
    events: pairsOf(graph, steps, { own: types, told: typed, drawn: items.events.length }),
  };
};

type Ways = ReadonlyMap<string, () => readonly Event[]>;

/** The steps of a graph that change anything or take a transition: of each state, a row of their numbers. */
type Steps = { readonly first: Int32Array; readonly edges: Int32Array };

const stepsIn = ({ first, targets, labelOf, labels }: Graph): Steps => {
  const isQuiet = Uint8Array.from(labels, ({ taken }) => (taken.length === 0 ? 1 : 0));
  const rows = new Int32Array(first.length);
  const edges = numbers();
  for (let from = 0; from < first.length - 1; from += 1) {
    const end = first[from + 1] ?? 0;
    for (let edge = first[from] ?? 0; edge < end; edge += 1)
      if (targets[edge] !== from || isQuiet[labelOf[edge] ?? 0] !== 1) edges.push(edge);
    rows[from + 1] = edges.size();
  }
  return { first: rows, edges: edges.all() };
};

/** What is paired. */
type Symbols = {
  readonly own: readonly string[];
  /** Of each label, those that come with its step, in order, among others. */
  readonly told: readonly (readonly string[])[];
  /** No more pairs than so many are there to be found. */
  readonly drawn: number;
};

const pairsOf = (graph: Graph, steps: Steps, { own, told, drawn }: Symbols): Ways => {
  const found = new Map<string, () => readonly Event[]>();
  const { targets, labelOf } = graph;
  const numberOf = new Map(own.map((id, index) => [id, index + 1]));
  /** Of each label the symbols, by number and one. */
  const taken = told.map(ids => ids.flatMap(id => numberOf.get(id) ?? []));
  const lasts = Int32Array.from(taken, list => list.at(-1) ?? 0);
  const width = own.length + 1;
  const seen = new Uint8Array(graph.states.length * width);
  const positions = numbers();
  const memory = numbers();
  const parents = numbers();
  const causes = numbers();
  const met = new Uint8Array(width * width);

  const visit = (position: number, last: number, parent: number, edge: number): void => {
    const key = position * width + last;
    if (seen[key] === 1) return;
    seen[key] = 1;
    positions.push(position);
    memory.push(last);
    parents.push(parent);
    causes.push(edge);
  };
  const note = (one: number, next: number, node: number, edge: number): void => {
    if (one === 0 || met[one * width + next] === 1) return;
    met[one * width + next] = 1;
    found.set(pairId(own[one - 1] ?? '', own[next - 1] ?? ''), () =>
      wayAlong(graph, { parents, causes }, node, edge),
    );
  };

  visit(0, 0, -1, -1);
  for (let head = 0; head < positions.size() && found.size < drawn; head += 1) {
    const position = positions.at(head);
    const last = memory.at(head);
    const end = steps.first[position + 1] ?? 0;
    for (let index = steps.first[position] ?? 0; index < end; index += 1) {
      const edge = steps.edges[index] ?? 0;
      const label = labelOf[edge] ?? 0;
      const ended = lasts[label] ?? 0;
      const target = targets[edge] ?? 0;
      if (ended === 0) {
        if (target !== position) visit(target, last, head, edge);
        continue;
      }
      let one = last;
      for (const next of taken[label] ?? []) {
        note(one, next, head, edge);
        one = next;
      }
      visit(target, ended, head, edge);
    }
  }
  return found;
};

/** The events that led to a node of the walk, and one step more. */
const wayAlong = (
  graph: Graph,
  walk: { readonly parents: { at: (n: number) => number }; readonly causes: { at: (n: number) => number } },
  node: number,
  edge: number,
): readonly Event[] => {
  const way = [edge];
  for (let at = node; walk.parents.at(at) >= 0; at = walk.parents.at(at)) way.push(walk.causes.at(at));
  return way.reverse().map(each => stepOf(graph, each).label.event);
};
