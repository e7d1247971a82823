import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { linksOf, spelled, transitionId } from '../taken.ts';
import { outcomesAt } from './guards.ts';
import { type Measure, pairId, type Universe } from './universe.ts';

/** How often each item was met, by its id; what was never met is not in it. */
export type Bag = Readonly<Record<string, number>>;
export type Hits = Readonly<Record<Measure, Bag>>;

/** One run of a chart, from its initial state on. */
export type Run = (before: AnyMachineSnapshot, event: AnyEventObject) => void;

export type Meter = {
  /** Begins a run in a state, which is met by that. */
  readonly begin: (initial: AnyMachineSnapshot) => Run;
  readonly hits: () => Hits;
};

/** Counts what runs of one chart meet; XState is asked once for each state and event. */
export const meterOf = (universe: Universe): Meter => {
  const { regionOf } = universe;
  const counts: Record<Counted, Map<string, number>> = {
    states: new Map(),
    transitions: new Map(),
    pairs: new Map(),
    events: new Map(),
    guards: new Map(),
  };
  const count = (measure: Counted, ids: readonly string[]): void => {
    for (const id of ids) counts[measure].set(id, (counts[measure].get(id) ?? 0) + 1);
  };
  return {
    begin: initial => {
      const last = new Map<number, string>();
      let lastAnswered: string | null = null;
      count('states', activeIn(initial));
      return (before, event) => {
        const { entered, answered, taken, outcomes } = metBy(before, event);
        count('states', entered);
        count('transitions', taken);
        count('guards', outcomes);
        if (answered !== null) {
          if (lastAnswered !== null) count('events', [pairId(lastAnswered, answered)]);
          lastAnswered = answered;
        }
        for (const id of taken) {
          const region = regionOf.get(id) ?? -1;
          const one = last.get(region);
          if (one !== undefined) count('pairs', [pairId(one, id)]);
          last.set(region, id);
        }
      };
    },
    hits: () => hitsOf(universe, measure => counts[measure]),
  };
};

/** What is counted; requirements follow from what carries them. */
export type Counted = Exclude<Measure, 'requirements'>;

/** Counts as bags, ids in an order of their own, and the requirements that follow. */
export const hitsOf = (
  { carriers }: Universe,
  countsOf: (measure: Counted) => ReadonlyMap<string, number>,
): Hits => {
  const [states, transitions] = [countsOf('states'), countsOf('transitions')];
  const timesOf = (id: string): number => states.get(id) ?? transitions.get(id) ?? 0;
  const requirements = [...carriers].map(
    ([req, ids]) => [req, ids.reduce((sum, id) => sum + timesOf(id), 0)] as const,
  );
  return {
    states: bagOf(states),
    transitions: bagOf(transitions),
    pairs: bagOf(countsOf('pairs')),
    events: bagOf(countsOf('events')),
    guards: bagOf(countsOf('guards')),
    requirements: bagOf(new Map(requirements)),
  };
};

export const bagOf = (counts: ReadonlyMap<string, number>): Bag =>
  Object.fromEntries([...counts].filter(([, times]) => times > 0).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What one event meets. */
type Met = {
  readonly entered: readonly string[];
  /** The type of the event, a delay spelled as the fact that ends it; null when nothing answers. */
  readonly answered: string | null;
  readonly taken: readonly string[];
  readonly outcomes: readonly string[];
};

/** What an event meets in a state, by the state's own object: a chart at rest keeps its snapshot. */
const known = new WeakMap<AnyMachineSnapshot, Map<string, Met>>();

export const metBy = (before: AnyMachineSnapshot, event: AnyEventObject): Met => {
  const answers = known.get(before) ?? new Map<string, Met>();
  known.set(before, answers);
  const key = JSON.stringify(event);
  const met = answers.get(key) ?? ask(before, event);
  answers.set(key, met);
  return met;
};

const ask = (before: AnyMachineSnapshot, event: AnyEventObject): Met => {
  const links = linksOf<AnyStateMachine>(before.machine, before, event);
  const left = new Set(activeIn(before));
  const [first] = links.flatMap(({ taken }) => taken);
  return {
    answered: first === undefined ? null : spelled(event.type, first),
    entered: activeIn(links.at(-1)?.after ?? before).filter(id => !left.has(id)),
    taken: links.flatMap(({ taken }) => taken.map(transitionId)),
    outcomes: links.flatMap(link => outcomesAt(link.before, link.event)),
  };
};

/** Ids of the active states but the root. */
const activeIn = ({ machine, _nodes }: AnyMachineSnapshot): readonly string[] =>
  _nodes.flatMap(({ id }) => (id === machine.root.id ? [] : [id]));
