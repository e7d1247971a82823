import type { AnyStateMachine } from 'xstate';
import { type Event, nameOf } from '../automaton.ts';
import { type Chart, chartOf } from '../chart.ts';
import type { Read } from '../footprint.ts';
import { type Numbers, numbers, pairs } from '../packed.ts';
import { kindsOf } from './kinds.ts';

/**
 * The reachable states of an open chart, and the moments in which it takes what it raises for itself:
 * what every mutant of it is asked about. Positions number the states in the order of a breadth-first walk.
 */
export type Ground = {
  readonly chart: Chart;
  /** What may happen at any time, in this order. */
  readonly alphabet: readonly Event[];
  readonly input: unknown;
  readonly size: number;
  readonly steps: number;
  /** The chart's own number of a state. */
  readonly stateAt: (position: number) => number;
  /** The events of a shortest run to a state. */
  readonly runTo: (position: number) => readonly Event[];
  /** Every moment in which an event of this name may be taken, the earliest first. */
  readonly momentsOf: (name: string) => readonly Moments[];
  /** Names of all events that are taken anywhere, by type. */
  readonly formsOf: (type: string) => readonly Event[];
  /** Types of all events that are taken anywhere. */
  readonly types: readonly string[];
  /** Numbers, within their moments, of the first of each kind that these reads can tell apart. */
  readonly firstsOf: (moments: Moments, reads: readonly Read[], context: boolean) => readonly number[];
};

/** States in which an event may be taken, and the step in which that first happens. */
export type Moments = {
  readonly event: Event;
  /** Whether it comes from outside; otherwise the chart raised it. */
  readonly isOutside: boolean;
  readonly count: number;
  readonly stateOf: (number: number) => number;
  /** The step: where it starts, and the number of its event in the alphabet. */
  readonly originOf: (number: number) => Origin;
  /** Equal ones have the same kinds. */
  readonly states: Numbers;
};

export type Origin = { readonly position: number; readonly event: number };

/** Walks an open chart once and notes what mutants will be asked. Throws for what cannot be tabulated. */
export const groundOf = (view: AnyStateMachine, alphabet: readonly Event[], input?: unknown): Ground => {
  const chart = chartOf(view, input);
  const events = alphabet.map(event => chart.tables.eventNumber(event));
  const order = numbers();
  const positions = numbers();
  const parents = numbers();
  const by = numbers();
  const raised = new Map<number, Raised>();
  let now: Origin = { position: 0, event: 0 };

  const meet = (state: number, position: number, event: number): void => {
    while (positions.size() <= state) positions.push(0);
    if (positions.at(state) > 0) return;
    order.push(state);
    positions.set(state, order.size());
    parents.push(position);
    by.push(event);
  };
  chart.whenRaised((state, event) => {
    const known = raised.get(event) ?? {
      seen: pairs(),
      states: numbers(),
      positions: numbers(),
      events: numbers(),
    };
    raised.set(event, known);
    const { seen, states } = known;
    if (seen.numberOf(state, 0) < states.size()) return;
    states.push(state);
    known.positions.push(now.position);
    known.events.push(now.event);
  });

  meet(chart.initial, -1, -1);
  let steps = 0;
  for (let position = 0; position < order.size(); position += 1) {
    const state = order.at(position);
    for (let event = 0; event < events.length; event += 1) {
      now = { position, event };
      if (chart.take(state, events[event] ?? 0) !== 0) steps += 1;
      meet(chart.landed(), position, event);
    }
  }
  chart.whenRaised(() => {});
  const kinds = kindsOf(chart);

  const outside = alphabet.map(
    (event, index): Moments => ({
      event,
      isOutside: true,
      count: order.size(),
      stateOf: order.at,
      originOf: position => ({ position, event: index }),
      states: order,
    }),
  );
  const inside = [...raised].map(
    ([number, known]): Moments => ({
      event: chart.tables.eventOf(number),
      isOutside: false,
      count: known.states.size(),
      stateOf: known.states.at,
      originOf: index => ({ position: known.positions.at(index), event: known.events.at(index) }),
      states: known.states,
    }),
  );
  const moments = Map.groupBy([...outside, ...inside], ({ event }) => nameOf(event));
  const forms = Map.groupBy(
    [...moments.values()].flatMap(([first]) => (first === undefined ? [] : [first.event])),
    ({ type }) => type,
  );

  return {
    chart,
    alphabet,
    input,
    size: order.size(),
    steps,
    stateAt: order.at,
    runTo: position => {
      const run: Event[] = [];
      for (let at = position; at > 0; at = parents.at(at)) {
        const event = alphabet[by.at(at)];
        if (event === undefined) throw new Error(`no run leads to state ${at}`);
        run.push(event);
      }
      return run.reverse();
    },
    momentsOf: name => moments.get(name) ?? [],
    formsOf: type => forms.get(type) ?? [],
    types: [...forms.keys()],
    firstsOf: ({ states }, reads, context) => kinds(states, reads, context),
  };
};

type Raised = {
  readonly seen: ReturnType<typeof pairs>;
  readonly states: Numbers;
  readonly positions: Numbers;
  readonly events: Numbers;
};
