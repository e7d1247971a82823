import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition } from 'xstate';
import { type Automaton, type Edge, type Event, keyOf } from './automaton.ts';
import type { Footprint } from './footprint.ts';
import { type Pairs, pairs } from './packed.ts';
import { packingOf } from './packing.ts';
import { type Shape, shapeOf } from './shape.ts';
import { type Tables, tablesOf } from './tables.ts';

/**
 * A chart as an automaton whose steps come from tables, and whose states are packed: a leaf for each
 * region and the number of the context. It answers as `automaton` of the same chart does; a test compares
 * the two, step by step.
 */
export type Chart = Automaton & {
  readonly shape: Shape;
  readonly tables: Tables;
  /** The outcome of an event by their numbers; 0 when nothing answers. Where it leads, `landed` says. */
  readonly take: (state: number, event: number) => number;
  /** The same, where nobody asks where it leads: no state is met by it. */
  readonly outcomeOf: (state: number, event: number) => number;
  /** The state that the last step led to. */
  readonly landed: () => number;
  /** Which of these events have an answer in a state, guards aside: a bit for each, written anew at each call. */
  readonly heard: (events: readonly number[]) => (state: number) => Int32Array;
  /** The leaf that a region is in. */
  readonly leafIn: (state: number, region: number) => number;
  readonly contextIn: (state: number) => unknown;
  /** Equal contexts have equal numbers. */
  readonly contextNumberIn: (state: number) => number;
  /** The number of the state with these leaves and this context, whether or not it was met. */
  readonly stateOf: (leaves: readonly number[], context: unknown) => number;
  /** A state as two words, and the contexts that are numbered in such words. */
  readonly wordsOf: (state: number) => readonly [low: number, high: number];
  readonly contexts: () => readonly unknown[];
  /** Reads words that another chart like this one wrote, whose contexts were these: the number of the state here. */
  readonly reader: (contexts: readonly unknown[]) => (low: number, high: number) => number;
  /** Tells of each event that a step takes because it was raised, and the state in which it is taken. */
  readonly whenRaised: (listener: (state: number, event: number) => void) => void;
  /** Memory for the states, in bytes. */
  readonly bytes: () => number;
  /** The state that each state becomes when a region is left out of sight, by numbers of their own. */
  readonly without: (region: number) => Int32Array;
};

/** A chart by its tables; `input` as the chart wants it. Its states are numbered by `states`. */
export const chartOf = (
  machine: AnyStateMachine,
  input?: unknown,
  footprint?: Footprint,
  states: Pairs = pairs(),
): Chart => {
  const shape = shapeOf(machine);
  const packing = packingOf(shape);
  const tables = tablesOf(shape, packing, footprint);
  const { change } = tables;
  const contextSlot = packing.slots - 1;
  /** The state that is looked at, taken apart. */
  const values = new Uint16Array(packing.slots);
  let looked: number | null = null;
  let landed = 0;

  const lookAt = (state: number): void => {
    if (state === looked) return;
    packing.unpack(states.first(state), states.second(state), values);
    looked = state;
  };
  const outcomeOf = (state: number, event: number): number => {
    lookAt(state);
    return tables.take(values, event);
  };
  const take = (state: number, event: number): number => {
    const outcome = outcomeOf(state, event);
    landed =
      change.low === 0 && change.high === 0
        ? state
        : states.numberOf(states.first(state) + change.low, states.second(state) + change.high);
    return outcome;
  };

  const stateOf = (leaves: readonly number[], context: unknown): number =>
    states.numberOf(...packing.pack([...leaves, tables.contextNumber(context)]));
  const begin = (): number => {
    const [snapshot] = initialTransition(machine, input);
    // XState keeps what was thrown on the way to the initial state.
    if (snapshot.status !== 'active')
      throw new Error(`"${machine.id}" has no initial state: ${String(snapshot.error)}`);
    return stateOf(shape.leavesOf(snapshot), snapshot.context);
  };

  const valueIn = (state: number, slot: number): number =>
    packing.valueIn(states.first(state), states.second(state), slot);
  const snapshots: AnyMachineSnapshot[] = [];
  const snapshot = (state: number): AnyMachineSnapshot => {
    if (state >= states.size()) throw new Error(`"${machine.id}" has no state number ${state}`);
    const known = snapshots[state];
    if (known !== undefined) return known;
    const leaves = shape.regions.map((_, region) => valueIn(state, region));
    const made = machine.resolveState({ value: shape.valueOf(leaves), context: contextIn(state) });
    snapshots[state] = made;
    return made;
  };
  const contextNumberIn = (state: number): number => valueIn(state, contextSlot);
  const contextIn = (state: number): unknown => tables.contextOf(contextNumberIn(state));

  const step = (state: number, event: Event): Edge => {
    const { asked, taken } = tables.outcomeAt(take(state, tables.eventNumber(event)));
    return { target: landed, asked, taken };
  };

  return {
    machine,
    shape,
    tables,
    initial: begin(),
    size: states.size,
    bytes: states.bytes,
    calls: tables.calls,
    snapshot,
    key: state => keyOf(snapshot(state)),
    step,
    answer: (state, event) => {
      const edge = step(state, event);
      return edge.taken.length > 0 ? edge : null;
    },
    take,
    outcomeOf,
    landed: () => landed,
    heard: events => {
      const among = tables.heard(events);
      return state => {
        lookAt(state);
        return among(values);
      };
    },
    leafIn: valueIn,
    contextIn,
    contextNumberIn,
    stateOf,
    wordsOf: state => [states.first(state), states.second(state)],
    contexts: tables.contexts,
    reader: contexts => {
      const here = contexts.map(tables.contextNumber);
      const written = new Uint16Array(packing.slots);
      return (low, high) => {
        packing.unpack(low, high, written);
        const context = here[written[contextSlot] ?? 0];
        if (context === undefined)
          throw new Error(`"${machine.id}": a state was written without its context`);
        written[contextSlot] = context;
        return states.numberOf(...packing.pack(written));
      };
    },
    whenRaised: listener =>
      tables.whenRaised((written, event) => listener(states.numberOf(...packing.pack(written)), event)),
    without: region => {
      const seen = pairs();
      const [word, weight] = [packing.words[region], packing.weights[region] ?? 0];
      return Int32Array.from({ length: states.size() }, (_, state) => {
        const by = valueIn(state, region) * weight;
        const [low, high] = [states.first(state), states.second(state)];
        return word === 0 ? seen.numberOf(low - by, high) : seen.numberOf(low, high - by);
      });
    },
  };
};
