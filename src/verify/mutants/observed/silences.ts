import type { AnyMachineSnapshot } from 'xstate';
import { type Event, nameOf } from '../../automaton.ts';
import { numbers } from '../../packed.ts';
import type { Ground } from '../ground.ts';

/**
 * What the rest of the pump never says to a chart while that is in a state, and why: what a chart by itself cannot know. A
 * test holds each against everything that charts hear on recorded runs.
 */
export type Silence = {
  readonly chart: string;
  /** States of the chart by their ids, in all of which it is; none: wherever it is. */
  readonly whileIn: readonly string[];
  /** Types of events; or, by its whole name, one of some that are of one type. */
  readonly never: readonly string[];
  readonly because: string;
};

/** Whether a silence says that an event never comes. */
export const isMeant = ({ never }: Silence, event: Event): boolean =>
  never.includes(event.type) || never.includes(nameOf(event));

/** Whether a silence is about a chart in this state. */
export const isAbout = ({ whileIn }: Silence, { _nodes }: AnyMachineSnapshot): boolean =>
  whileIn.every(id => _nodes.some(node => node.id === id));

/** The states that a chart comes to among what the rest of the pump says to it, and what may come in each. */
export type Surroundings = Pick<Ground, 'chart' | 'alphabet' | 'input' | 'size' | 'stateAt'> & {
  /** Whether an event, by its number in the alphabet, may come in a state. */
  readonly mayCome: (state: number, event: number) => boolean;
};

/** Any fact at any time. */
export const anywhere = (ground: Ground): Surroundings => ({ ...ground, mayCome: () => true });

/** The same, without what these say that never comes. */
export const without = (surroundings: Surroundings, silences: readonly Silence[]): Surroundings => {
  const { chart, alphabet, mayCome } = surroundings;
  const known = new Map<number, ReadonlySet<number>>();
  /** The numbers of the events that never come in a state. */
  const silentIn = (state: number): ReadonlySet<number> => {
    const before = known.get(state);
    if (before !== undefined) return before;
    const snapshot = chart.snapshot(state);
    const about = silences.filter(each => isAbout(each, snapshot));
    const events = new Set(
      alphabet.flatMap((event, number) => (about.some(each => isMeant(each, event)) ? [number] : [])),
    );
    known.set(state, events);
    return events;
  };
  return {
    ...surroundings,
    mayCome: (state, event) => mayCome(state, event) && !silentIn(state).has(event),
  };
};

/** The same, as far as a chart comes among what may come: walked anew from its beginning. */
export const reached = (surroundings: Surroundings): Surroundings => {
  const { chart, alphabet, mayCome } = surroundings;
  const events = alphabet.map(event => chart.tables.eventNumber(event));
  const order = numbers();
  const met = new Set<number>();
  const meet = (state: number): void => {
    if (met.has(state)) return;
    met.add(state);
    order.push(state);
  };
  meet(chart.initial);
  for (let position = 0; position < order.size(); position += 1) {
    const state = order.at(position);
    for (const [event, number] of events.entries()) {
      if (!mayCome(state, event)) continue;
      chart.take(state, number);
      meet(chart.landed());
    }
  }
  return { ...surroundings, size: order.size(), stateAt: order.at };
};
