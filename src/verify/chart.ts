import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition } from 'xstate';
import { type Automaton, type Edge, type Event, keyOf } from './automaton.ts';
import type { Footprint } from './footprint.ts';
import { pairs } from './packed.ts';
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
  /** The state that the last step led to. */
  readonly landed: () => number;
  /** The leaf that a region is in. */
  readonly leafIn: (state: number, region: number) => number;
  readonly contextIn: (state: number) => unknown;
  /** Equal contexts have equal numbers. */
  readonly contextNumberIn: (state: number) => number;
  /** The number of the state with these leaves and this context, whether or not it was met. */
  readonly stateOf: (leaves: readonly number[], context: unknown) => number;
  /** Tells of each event that a step takes because it was raised, and the state in which it is taken. */
  readonly whenRaised: (listener: (state: number, event: number) => void) => void;
  /** The state that each state becomes when a region is left out of sight, by numbers of their own. */
  readonly without: (region: number) => Int32Array;
};

/** A word of a packed state stays below this, so that it is a whole number of 31 bits. */
const WORD = 2 ** 31;

/** Which of the two words a slot is in, and what one step of its value weighs there. */
type Place = { readonly word: 0 | 1; readonly weight: number };

/** A chart by its tables; `input` as the chart wants it. */
export const chartOf = (machine: AnyStateMachine, input?: unknown, footprint?: Footprint): Chart => {
  const shape = shapeOf(machine);
  const tables = tablesOf(shape, footprint);
  const { changed } = tables;
  const width = shape.regions.length + 1;
  const contextSlot = width - 1;
  const places = placesOf(shape);
  const words = places.map(({ word }) => word);
  const weights = places.map(({ weight }) => weight);
  const mostContexts = Math.floor(WORD / (weights[contextSlot] ?? 1));
  const states = pairs();
  let values = new Uint16Array(width * 1_024);
  let landed = 0;

  /** The number of the state that differs from another in what the last step changed. */
  const changedFrom = (base: number, first: number, second: number): number => {
    let [low, high] = [first, second];
    for (let change = 0; change < changed.count; change += 1) {
      const slot = changed.slots[change] ?? 0;
      const by = ((changed.values[change] ?? 0) - (values[base + slot] ?? 0)) * (weights[slot] ?? 0);
      if (words[slot] === 0) low += by;
      else high += by;
    }
    const known = states.size();
    const number = states.numberOf(low, high);
    if (number < known) return number;
    if ((number + 1) * width > values.length) values = widened(values);
    const at = number * width;
    values.copyWithin(at, base, base + width);
    for (let change = 0; change < changed.count; change += 1) {
      const slot = changed.slots[change] ?? 0;
      const value = changed.values[change] ?? 0;
      if (slot === contextSlot && value >= mostContexts) throw new Error(tooManyContexts(machine));
      values[at + slot] = value;
    }
    return number;
  };

  /** The number of a state that is written out, a value for each slot. */
  const numberOf = (written: ArrayLike<number>): number => {
    let [low, high] = [0, 0];
    for (let slot = 0; slot < width; slot += 1) {
      const by = (written[slot] ?? 0) * (weights[slot] ?? 0);
      if (words[slot] === 0) low += by;
      else high += by;
    }
    const known = states.size();
    const number = states.numberOf(low, high);
    if (number < known) return number;
    if ((number + 1) * width > values.length) values = widened(values);
    if ((written[contextSlot] ?? 0) >= mostContexts) throw new Error(tooManyContexts(machine));
    values.set(Array.from(written).slice(0, width), number * width);
    return number;
  };

  const take = (state: number, event: number): number => {
    const base = state * width;
    const outcome = tables.take(values, base, event);
    landed = changed.count === 0 ? state : changedFrom(base, states.first(state), states.second(state));
    return outcome;
  };

  const begin = (): number => {
    const [snapshot] = initialTransition(machine, input);
    // XState keeps what was thrown on the way to the initial state.
    if (snapshot.status !== 'active')
      throw new Error(`"${machine.id}" has no initial state: ${String(snapshot.error)}`);
    return numberOf([...shape.leavesOf(snapshot), tables.contextNumber(snapshot.context)]);
  };

  const snapshots: AnyMachineSnapshot[] = [];
  const snapshot = (state: number): AnyMachineSnapshot => {
    if (state >= states.size()) throw new Error(`"${machine.id}" has no state number ${state}`);
    const known = snapshots[state];
    if (known !== undefined) return known;
    const leaves = shape.regions.map((_, region) => values[state * width + region] ?? 0);
    const made = machine.resolveState({ value: shape.valueOf(leaves), context: contextIn(state) });
    snapshots[state] = made;
    return made;
  };
  const contextNumberIn = (state: number): number => values[state * width + contextSlot] ?? 0;
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
    calls: tables.calls,
    snapshot,
    key: state => keyOf(snapshot(state)),
    step,
    answer: (state, event) => {
      const edge = step(state, event);
      return edge.taken.length > 0 ? edge : null;
    },
    take,
    landed: () => landed,
    leafIn: (state, region) => values[state * width + region] ?? 0,
    contextIn,
    contextNumberIn,
    stateOf: (leaves, context) => numberOf([...leaves, tables.contextNumber(context)]),
    whenRaised: listener => tables.whenRaised((written, event) => listener(numberOf(written), event)),
    without: region => {
      const seen = pairs();
      const [word, weight] = [words[region], weights[region] ?? 0];
      return Int32Array.from({ length: states.size() }, (_, state) => {
        const by = (values[state * width + region] ?? 0) * weight;
        const [low, high] = [states.first(state), states.second(state)];
        return word === 0 ? seen.numberOf(low - by, high) : seen.numberOf(low, high - by);
      });
    },
  };
};

const tooManyContexts = ({ id }: AnyStateMachine): string =>
  `cannot pack a state of "${id}": its context has too many values`;

/** Regions fill the first word, then the second, and the context comes on top of that. */
const placesOf = ({ machine, regions }: Shape): readonly Place[] => {
  const sizes: [number, number] = [1, 1];
  const places = regions.map(({ leaves }): Place => {
    const word = sizes[0] * leaves.length < WORD ? 0 : 1;
    const weight = sizes[word];
    sizes[word] *= leaves.length;
    return { word, weight };
  });
  if (sizes[1] >= WORD) throw new Error(`cannot pack a state of "${machine.id}": it has too many regions`);
  return [...places, { word: 1, weight: sizes[1] }];
};

const widened = (values: Uint16Array): Uint16Array<ArrayBuffer> => {
  const wider = new Uint16Array(values.length * 2);
  wider.set(values);
  return wider;
};
