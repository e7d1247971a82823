import type { AnyStateMachine } from 'xstate';
import { type Event, nameOf } from '../automaton.ts';
import { type Chart, chartOf } from '../chart.ts';
import type { Read } from '../footprint.ts';
import { type Numbers, numbers, pairs } from '../packed.ts';

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

/** Tables up to this size lie flat. */
const FLAT = 1 << 22;

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
    firstsOf: kinds(chart),
  };
};

type Raised = {
  readonly seen: ReturnType<typeof pairs>;
  readonly states: Numbers;
  readonly positions: Numbers;
  readonly events: Numbers;
};

/** What tells two moments apart is one number; the first of each number is kept, and asked for again. */
const kinds = (chart: Chart): Ground['firstsOf'] => {
  const known = new WeakMap<Numbers, Map<string, readonly number[]>>();
  const columns = new WeakMap<Numbers, Uint16Array[]>();
  const contextSlot = chart.shape.regions.length;

  const columnOf = (states: Numbers, slot: number): Uint16Array => {
    const all = columns.get(states) ?? [];
    columns.set(states, all);
    const column =
      all[slot] ??
      Uint16Array.from(states.all(), state =>
        slot === contextSlot ? chart.contextNumberIn(state) : chart.leafIn(state, slot),
      );
    all[slot] = column;
    return column;
  };

  const compute = (states: Numbers, reads: readonly Read[], context: boolean): readonly number[] => {
    const count = states.size();
    const keys = new Float64Array(count);
    let size = 1;
    const add = (slot: number, classes: ArrayLike<number>, most: number): void => {
      const column = columnOf(states, slot);
      for (let at = 0; at < count; at += 1)
        keys[at] = (keys[at] ?? 0) + size * (classes[column[at] ?? 0] ?? 0);
      size *= most;
    };
    for (const { region, classes } of reads) add(region, classes, Math.max(...classes) + 1);
    if (context) {
      const most = columnOf(states, contextSlot).reduce((high, each) => Math.max(high, each), 0) + 1;
      add(
        contextSlot,
        Array.from({ length: most }, (_, number) => number),
        most,
      );
    }
    if (size > Number.MAX_SAFE_INTEGER)
      throw new Error(`"${chart.machine.id}" has too many situations to number`);
    const firsts: number[] = [];
    const seen = size <= FLAT ? new Uint8Array(size) : null;
    const met = new Set<number>();
    for (let at = 0; at < count; at += 1) {
      const key = keys[at] ?? 0;
      if (seen === null ? met.has(key) : seen[key] === 1) continue;
      if (seen === null) met.add(key);
      else seen[key] = 1;
      firsts.push(at);
    }
    return firsts;
  };

  return ({ states }, reads, context) => {
    const all = known.get(states) ?? new Map<string, readonly number[]>();
    known.set(states, all);
    const text = JSON.stringify([reads.map(({ region, classes }) => [region, classes]), context]);
    const firsts = all.get(text) ?? compute(states, reads, context);
    all.set(text, firsts);
    return firsts;
  };
};
