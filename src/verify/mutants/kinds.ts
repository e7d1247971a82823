import type { Chart } from '../chart.ts';
import type { Read } from '../footprint.ts';
import type { Numbers } from '../packed.ts';

/** Numbers, within a list of states, of the first of each kind that these reads and the context can tell apart. */
export type Kinds = (states: Numbers, reads: readonly Read[], context: boolean) => readonly number[];

/** Tables up to this size lie flat. */
const FLAT = 1 << 22;
/** Keys below this are whole numbers of 31 bits. */
const SMALL = 2 ** 31;

/**
 * Kinds of states of a chart. All states are looked at once for each set of regions that is read; what merges
 * some of their leaves then looks only at the first of each.
 */
export const kindsOf = (chart: Chart): Kinds => {
  const contextSlot = chart.shape.regions.length;
  const columns = new WeakMap<Numbers, Uint16Array[]>();
  const known = new WeakMap<Numbers, Map<string, readonly number[]>>();

  /** The value that each state has in a slot. */
  const columnOf = (states: Numbers, slot: number): Uint16Array => {
    const all = columns.get(states) ?? [];
    columns.set(states, all);
    const column = all[slot] ?? new Uint16Array(states.size());
    if (all[slot] !== undefined) return column;
    for (let at = 0; at < column.length; at += 1) {
      const state = states.at(at);
      column[at] = slot === contextSlot ? chart.contextNumberIn(state) : chart.leafIn(state, slot);
    }
    all[slot] = column;
    return column;
  };

  const once = (states: Numbers, text: string, compute: () => readonly number[]): readonly number[] => {
    const all = known.get(states) ?? new Map<string, readonly number[]>();
    known.set(states, all);
    const firsts = all.get(text) ?? compute();
    all.set(text, firsts);
    return firsts;
  };

  /** The first of each kind among some of the states; among all of them where none are named. */
  const firstsAmong = (states: Numbers, slots: readonly Slot[], among: readonly number[] | null) => {
    const count = among?.length ?? states.size();
    const size = slots.reduce((product, { most }) => product * most, 1);
    if (size > Number.MAX_SAFE_INTEGER)
      throw new Error(`cannot number the situations of "${chart.machine.id}": there are too many`);
    const keys = size < SMALL ? new Int32Array(count) : new Float64Array(count);
    let stride = 1;
    for (const { slot, classes, most } of slots) {
      const column = columnOf(states, slot);
      const weights = classes.map(each => each * stride);
      for (let at = 0; at < count; at += 1) {
        const state = among === null ? at : (among[at] ?? 0);
        keys[at] = (keys[at] ?? 0) + (weights[column[state] ?? 0] ?? 0);
      }
      stride *= most;
    }
    const isNew = size <= FLAT ? flat(size) : hashed();
    const firsts: number[] = [];
    for (let at = 0; at < count; at += 1)
      if (isNew(keys[at] ?? 0)) firsts.push(among === null ? at : (among[at] ?? 0));
    return firsts;
  };

  const contexts = new WeakMap<Numbers, Slot>();
  const contextRead = (states: Numbers): Slot => {
    const read = contexts.get(states) ?? contextSlotOf(contextSlot, columnOf(states, contextSlot));
    contexts.set(states, read);
    return read;
  };

  return (states, reads, context) => {
    const memory = context ? [contextRead(states)] : [];
    const regions = reads.map(({ region }) => region);
    const each = (slot: number): Slot => {
      const leaves = chart.shape.regions[slot]?.leaves.length ?? 1;
      return { slot, classes: Array.from({ length: leaves }, (_, leaf) => leaf), most: leaves };
    };
    const all = once(states, `${regions.join()} ${context}`, () =>
      firstsAmong(states, [...regions.map(each), ...memory], null),
    );
    const text = JSON.stringify([reads.map(({ region, classes }) => [region, classes]), context]);
    const slots = reads.map(
      ({ region, classes }): Slot => ({ slot: region, classes, most: Math.max(...classes) + 1 }),
    );
    return once(states, text, () => firstsAmong(states, [...slots, ...memory], all));
  };
};

/** A slot that is read, the class of each of its values, and how many classes there are. */
type Slot = { readonly slot: number; readonly classes: readonly number[]; readonly most: number };

const contextSlotOf = (slot: number, column: Uint16Array): Slot => {
  let most = 1;
  for (const number of column) most = Math.max(most, number + 1);
  return { slot, classes: Array.from({ length: most }, (_, number) => number), most };
};

type IsNew = (key: number) => boolean;

const flat = (size: number): IsNew => {
  const seen = new Uint8Array(size);
  return key => {
    if (seen[key] === 1) return false;
    seen[key] = 1;
    return true;
  };
};

const hashed = (): IsNew => {
  const seen = new Set<number>();
  return key => {
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
};
