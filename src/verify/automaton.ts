import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition } from 'xstate';
import { takenTransitions } from './taken.ts';

/** An event of any chart, as XState takes it. */
export type Event = { readonly type: string };

/** What a chart asked for in one step: an action's name and its parameters. */
export type Asked = { readonly type: string; readonly params: Readonly<Record<string, unknown>> };

/** One step of a chart from one of its numbered states. */
export type Edge = {
  readonly target: number;
  readonly asked: readonly Asked[];
  /** Ids of the transitions taken, those of raised events included; empty when nothing answered. */
  readonly taken: readonly string[];
};

/**
 * A chart as an automaton: its states numbered in the order met, its steps made by XState once each and
 * then remembered. XState is asked by the call that its public `transition()` itself makes, at a quarter
 * of the price; a test compares every step with `transition()` of the running chart. Remembering is sound because a snapshot of our charts
 * is its value and its context and nothing else: no history, no children, no queue.
 */
export type Automaton = {
  readonly machine: AnyStateMachine;
  readonly initial: number;
  readonly size: () => number;
  readonly calls: () => number;
  readonly snapshot: (state: number) => AnyMachineSnapshot;
  readonly key: (state: number) => string;
  /** The step an event causes. */
  readonly step: (state: number, event: Event) => Edge;
  /** The step of an event that some active state answers now; null when nothing would be taken. */
  readonly answer: (state: number, event: Event) => Edge | null;
};

/** Tells an event from every other, its enumeration included: `pulse.due channel=bolus`. */
export const nameOf = (event: Event): string => {
  const known = names.get(event);
  if (known !== undefined) return known;
  const details = Object.entries(event).filter(([field]) => field !== 'type');
  const name = [event.type, ...details.map(([field, value]) => `${field}=${String(value)}`)].join(' ');
  names.set(event, name);
  return name;
};
const names = new WeakMap<Event, string>();

/** Value and context: what tells two states apart. */
export const keyOf = (snapshot: AnyMachineSnapshot): string =>
  JSON.stringify([snapshot.value, snapshot.context]);

/** A chart as an automaton; `input` as the chart wants it. */
export const automaton = (machine: AnyStateMachine, input?: unknown): Automaton => {
  const snapshots: AnyMachineSnapshot[] = [];
  const keys: string[] = [];
  const numbers = new Map<string, number>();
  const edges: Map<string, Edge>[] = [];
  let calls = 0;

  const numberOf = (snapshot: AnyMachineSnapshot): number => {
    const key = keyOf(snapshot);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = snapshots.length;
    snapshots.push(snapshot);
    keys.push(key);
    edges.push(new Map());
    numbers.set(key, number);
    return number;
  };

  const at = <Value>(list: readonly Value[], state: number): Value => {
    const value = list[state];
    if (value === undefined) throw new Error(`"${machine.id}" has no state number ${state}`);
    return value;
  };

  const compute = (state: number, event: Event): Edge => {
    const before = at(snapshots, state);
    if (!isNamed(before, event.type)) return { target: state, asked: [], taken: [] };
    // Not `after === before`: XState returns the same snapshot for a transition that only acts.
    const { taken, snapshot, actions } = takenTransitions(machine, before, event);
    if (taken.length === 0) return { target: state, asked: [], taken: [] };
    calls += 1;
    return {
      target: numberOf(snapshot),
      asked: actions.map(plain).filter(action => !action.type.startsWith('xstate.')),
      taken: taken.map(({ id }) => id),
    };
  };

  const step = (state: number, event: Event): Edge => {
    const known = at(edges, state);
    const name = nameOf(event);
    const found = known.get(name);
    if (found !== undefined) return found;
    const edge = compute(state, event);
    known.set(name, edge);
    return edge;
  };

  return {
    machine,
    initial: numberOf(initialTransition(machine, input)[0]),
    size: () => snapshots.length,
    calls: () => calls,
    snapshot: state => at(snapshots, state),
    key: state => at(keys, state),
    step,
    answer: (state, event) => {
      const edge = step(state, event);
      return edge.taken.length > 0 ? edge : null;
    },
  };
};

/** Whether some active state names the event, in full or by `source.*`. If none does, nothing is taken. */
const isNamed = (snapshot: AnyMachineSnapshot, type: string): boolean => {
  const [source] = type.split('.');
  return snapshot._nodes.some(
    node => node.ownEvents.includes(type) || node.ownEvents.includes(`${source}.*`),
  );
};

const plain = (action: { readonly type: string; readonly params?: unknown }): Asked => ({
  type: action.type,
  params: isRecord(action.params) ? action.params : {},
});

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
