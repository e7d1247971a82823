import type { Part } from './footprint.ts';
import { grown } from './packed.ts';
import type { Shape } from './shape.ts';

/** A part of an event's answer, and what is known of it by situation: whatever its answer can depend on. */
export type TablePart = {
  /** Slots that it may change. */
  readonly own: readonly number[];
  /** Slots of regions that it reads. */
  readonly slots: Int32Array;
  /** What the value of each slot adds to the key of a situation: a row for each slot, and where it begins. */
  readonly adds: Int32Array;
  readonly rows: Int32Array;
  /** The region that answers alone; -1 where several answer together. */
  readonly alone: number;
  /** For each of its regions, the leaves without an answer. */
  readonly deaf: readonly Uint8Array[];
  readonly deafAlone: Uint8Array;
  /** What each context adds. */
  readonly perContext: number;
  /** Answers and one by situation: flat in memory, or hashed where there could be too many. */
  flat: Int32Array;
  readonly hashed: Map<number, number> | null;
  known: number;
};

/** As many as most charts have, to guess the size of a table by. */
const FEW_CONTEXTS = 16;
/** Tables up to this many situations lie flat in memory; larger ones are hashed. */
const FLAT = 1 << 22;

const NOBODY = new Uint8Array(0);
const NOTHING = new Int32Array(0);

/** A part with nothing known of it yet. */
export const tablePart = ({ own, reads, context, writes, deaf }: Part, contextSlot: number): TablePart => {
  let size = 1;
  const adds: number[] = [];
  const rows = reads.map(({ classes }) => {
    const row = adds.length;
    const stride = size;
    size *= Math.max(...classes) + 1;
    adds.push(...classes.map(each => each * stride));
    return row;
  });
  const [only, ...others] = own;
  const alone = only === undefined || others.length > 0 ? -1 : only;
  const deafness = deaf.map(leaves => Uint8Array.from(leaves, each => (each ? 1 : 0)));
  const isFlat = size * (context ? FEW_CONTEXTS : 1) <= FLAT;
  return {
    own: writes ? [...own, contextSlot] : own,
    slots: Int32Array.from(reads, ({ region }) => region),
    adds: Int32Array.from(adds),
    rows: Int32Array.from(rows),
    alone,
    deaf: deafness,
    deafAlone: deafness[0] ?? NOBODY,
    perContext: context ? size : 0,
    flat: isFlat ? new Int32Array(64) : NOTHING,
    hashed: isFlat ? null : new Map(),
    known: 0,
  };
};

/** The situation of a part in a state. */
export const keyOf = (
  { slots, adds, rows, perContext }: TablePart,
  values: Uint16Array,
  contextSlot: number,
): number => {
  let key = perContext === 0 ? 0 : (values[contextSlot] ?? 0) * perContext;
  for (let index = 0; index < slots.length; index += 1)
    key += adds[(rows[index] ?? 0) + (values[slots[index] ?? 0] ?? 0)] ?? 0;
  return key;
};

/** The answer of a part in a situation; -1 when it is not yet known. */
export const answerTo = ({ flat, hashed }: TablePart, key: number): number =>
  hashed === null ? (key < flat.length ? (flat[key] ?? 0) - 1 : -1) : (hashed.get(key) ?? -1);

export const keep = (part: TablePart, key: number, answer: number): void => {
  if (part.hashed !== null) part.hashed.set(key, answer);
  else {
    if (key >= part.flat.length) part.flat = grown(part.flat, Math.max(key + 1, part.flat.length * 2));
    part.flat[key] = answer + 1;
  }
};

/** Says of each of these events, given by its parts, whether some region has an answer, guards aside. */
export const heardAmong = (
  { regions }: Shape,
  events: readonly (readonly TablePart[])[],
): ((values: Uint16Array) => Int32Array) => {
  const width = Math.ceil(events.length / 32);
  const bits = new Int32Array(width);
  /** For each region, a row of bits for each leaf. */
  const rows = regions.map(({ leaves }) => new Int32Array(leaves.length * width));
  for (const [index, parts] of events.entries())
    for (const { own, deaf } of parts)
      for (const [place, leaves] of deaf.entries())
        for (const [leaf, isDeaf] of leaves.entries()) {
          const row = rows[own[place] ?? 0];
          const at = leaf * width + (index >>> 5);
          if (isDeaf === 0 && row !== undefined) row[at] = (row[at] ?? 0) | (1 << (index & 31));
        }
  return values => {
    bits.fill(0);
    for (let region = 0; region < rows.length; region += 1) {
      const row = rows[region] ?? bits;
      const base = (values[region] ?? 0) * width;
      for (let word = 0; word < width; word += 1) bits[word] = (bits[word] ?? 0) | (row[base + word] ?? 0);
    }
    return bits;
  };
};
