import type { Event } from '../automaton.ts';
import type { Chart } from '../chart.ts';
import { eventsTo, explore, type Graph, type Progress, stepOf } from '../explore.ts';
import type { System } from '../system.ts';
import { metBy } from './meter.ts';
import { nextPairs } from './nextPairs.ts';
import { type Subject, systemOf, universeIn, type World } from './subjects.ts';
import type { Measure, Universe } from './universe.ts';

/** What of a chart can be met at all, in a world, and how soon. */
export type Reach = {
  readonly world: World;
  /** How many states were explored, and whether these are all. */
  readonly states: number;
  readonly complete: boolean;
  /** A shortest run that meets an item; null when no explored run does. */
  readonly wayTo: (measure: Measure, id: string) => readonly Event[] | null;
};

/** Explores a subject; `mayGoOn` may end that early. */
export const reachOf = (subject: Subject, world: World, mayGoOn?: Progress): Reach => {
  const asked: Asking[] = [];
  let at = -1;
  const system = systemOf(subject, world, chart =>
    watched(chart, (state, event) => void asked.push({ at, before: state, event })),
  );
  const graph = explore(
    noting(system, state => {
      at = state;
    }),
    Number.POSITIVE_INFINITY,
    mayGoOn,
  );
  const universe = universeIn(subject);
  const states = statesIn(graph);
  const transitions = transitionsIn(graph);
  const ways: Readonly<Record<Measure, Ways>> = {
    states,
    transitions,
    requirements: requirementsIn(universe, new Map([...states, ...transitions])),
    ...nextPairs(graph, universe),
    guards: guardsIn(graph, asked),
  };
  return {
    world,
    states: graph.first.length - 1,
    complete: graph.complete,
    wayTo: (measure, id) => ways[measure].get(id)?.() ?? null,
  };
};

type Ways = ReadonlyMap<string, () => readonly Event[]>;

/** A question that the tables put to XState, and the state of the system whose steps were being made. */
type Asking = { readonly at: number; readonly before: number; readonly event: number };

/** A chart that tells when it had to ask XState: of all states and events that its guards cannot tell apart, once. */
const watched = (chart: Chart, tell: (state: number, event: number) => void): Chart => ({
  ...chart,
  take: (state, event) => {
    const before = chart.calls();
    const outcome = chart.take(state, event);
    if (chart.calls() > before) tell(state, event);
    return outcome;
  },
});

/** A system that tells of which state the steps are being made. */
const noting = (system: System, tell: (state: number) => void): System => ({
  ...system,
  expand: (state, each) => {
    tell(state);
    system.expand(state, each);
  },
});

/** States lie in the order of a breadth-first walk, and so the first that fits is one of the nearest. */
const statesIn = (graph: Graph): Ways => {
  const { system, states } = graph;
  const found = new Map<string, () => readonly Event[]>();
  for (const [region, { active }] of system.chart.shape.regions.entries()) {
    const seen = new Uint8Array(active.length);
    for (let position = 0; position < states.length; position += 1) {
      const leaf = system.chart.leafIn(system.chartState(states[position] ?? 0), region);
      if (seen[leaf] === 1) continue;
      seen[leaf] = 1;
      for (const id of active[leaf] ?? []) if (!found.has(id)) found.set(id, () => eventsTo(graph, position));
    }
  }
  return found;
};

/** Steps lie in the order of the states that they leave. */
const transitionsIn = (graph: Graph): Ways => {
  const found = new Map<string, () => readonly Event[]>();
  const seen = new Uint8Array(graph.labels.length);
  for (let edge = 0; edge < graph.targets.length; edge += 1) {
    const label = graph.labelOf[edge] ?? 0;
    if (seen[label] === 1) continue;
    seen[label] = 1;
    for (const id of graph.labels[label]?.taken ?? [])
      if (!found.has(id)) found.set(id, () => alongEdge(graph, edge));
  }
  return found;
};

/** The nearest of what carries a requirement. */
const requirementsIn = ({ carriers }: Universe, elements: Ways): Ways =>
  new Map(
    [...carriers].flatMap(([req, ids]) => {
      const ways = ids.flatMap(id => elements.get(id) ?? []);
      return ways.length === 0 ? [] : [[req, () => shortest(ways)] as const];
    }),
  );

const shortest = (ways: readonly (() => readonly Event[])[]): readonly Event[] =>
  ways.map(way => way()).sort((one, other) => one.length - other.length)[0] ?? [];

/** The events of a shortest run that ends with this step. */
const alongEdge = (graph: Graph, edge: number): readonly Event[] => {
  const { from, label } = stepOf(graph, edge);
  return [...eventsTo(graph, from), label.event];
};

/**
 * Outcomes of guards. The tables ask XState whenever something that a guard reads is as it has not been
 * before, and remember the answer for all states that are alike: what its guards said in the states that
 * were asked about is all that they ever say.
 */
const guardsIn = ({ system, ...graph }: Graph, asked: readonly Asking[]): Ways => {
  const { chart } = system;
  const found = new Map<string, () => readonly Event[]>();
  const whole = { system, ...graph };
  for (const { at, before, event } of asked) {
    const happened = chart.tables.eventOf(event);
    for (const id of metBy(chart.snapshot(before), happened).outcomes)
      if (!found.has(id)) found.set(id, () => [...eventsTo(whole, whole.states.indexOf(at)), happened]);
  }
  return found;
};
