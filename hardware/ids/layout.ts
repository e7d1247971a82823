import { type Decoded, damaged, decoded, le8, le16, le32, u8, u16, u32 } from '../link/bluetooth/bytes.ts';

/** How one value lies in bytes: written and read by the same definition. `read` says where the next one begins. */
export type Layout<Value> = {
  readonly write: (value: Value) => readonly number[];
  readonly read: (bytes: Uint8Array, at: number) => Decoded<{ readonly value: Value; readonly next: number }>;
};

/** A layout of which only the one who wrote it knows the value. As methods, so that every layout is one. */
type AnyLayout = {
  write(value: unknown): readonly number[];
  read(bytes: Uint8Array, at: number): Decoded<{ readonly value: unknown; readonly next: number }>;
};

export type ValueOf<Each> = Each extends Layout<infer Value> ? Value : never;

const fixed = <Value>(
  octets: number,
  write: (value: Value) => readonly number[],
  read: (bytes: Uint8Array, at: number) => Decoded<Value>,
): Layout<Value> => ({
  write,
  read: (bytes, at) => {
    if (bytes.length < at + octets) return damaged(`${bytes.length} octets: end in the middle of a field`);
    const found = read(bytes, at);
    return found.ok ? decoded({ value: found.value, next: at + octets }) : found;
  },
});

/** A field of fixed length whose bits mean any number. Throws for a number that does not fit: our own defect. */
const number = (
  octets: 1 | 2 | 4,
  write: (value: number) => readonly number[],
  read: (bytes: Uint8Array, at: number) => number,
): Layout<number> =>
  fixed(
    octets,
    value => {
      if (!Number.isInteger(value) || value < 0 || value >= 256 ** octets)
        throw new RangeError(`${value} does not fit ${octets} octets`);
      return write(value);
    },
    (bytes, at) => decoded(read(bytes, at)),
  );

export const uint8 = number(1, le8, u8);
export const uint16 = number(2, le16, u16);
export const uint32 = number(4, le32, u32);
export const int8: Layout<number> = {
  write: value => uint8.write(value < 0 ? value + 256 : value),
  read: (bytes, at) => {
    const found = uint8.read(bytes, at);
    if (!found.ok) return found;
    const { value, next } = found.value;
    return decoded({ value: value > 127 ? value - 256 : value, next });
  },
};

/** The same bits with another meaning. */
export const mapped = <Raw, Value>(
  layout: Layout<Raw>,
  write: (value: Value) => Raw,
  read: (raw: Raw) => Decoded<Value>,
): Layout<Value> => ({
  write: value => layout.write(write(value)),
  read: (bytes, at) => {
    const found = layout.read(bytes, at);
    if (!found.ok) return found;
    const value = read(found.value.value);
    return value.ok ? decoded({ value: value.value, next: found.value.next }) : value;
  },
});

/** A word of a table. Any other code is damage: the standard prohibits it. */
export const word = <Word extends string>(
  table: Readonly<Record<Word, number>>,
  of: 1 | 2 = 1,
): Layout<Word> => {
  const words = new Map((Object.keys(table) as Word[]).map(each => [table[each], each]));
  return mapped(
    of === 1 ? uint8 : uint16,
    each => table[each],
    code => {
      const found = words.get(code);
      return found === undefined
        ? damaged(`0x${code.toString(16).padStart(of * 2, '0')}: is a prohibited code here`)
        : decoded(found);
    },
  );
};

type Fields = Readonly<Record<string, AnyLayout>>;
type ValuesOf<Each extends Fields> = { readonly [Name in keyof Each]: ValueOf<Each[Name]> };

/** Fields one after the other, in the order in which they are named. */
export const struct = <Each extends Fields>(fields: Each): Layout<ValuesOf<Each>> => {
  const entries = Object.entries(fields);
  return {
    write: value => entries.flatMap(([name, layout]) => layout.write(value[name as keyof Each])),
    read: (bytes, at) => {
      const values: Record<string, unknown> = {};
      let next = at;
      for (const [name, layout] of entries) {
        const found = layout.read(bytes, next);
        if (!found.ok) return damaged(`${name}: ${found.problem}`);
        values[name] = found.value.value;
        next = found.value.next;
      }
      return decoded({ value: values as ValuesOf<Each>, next });
    },
  };
};

type Marks = Readonly<Record<string, number>>;
type Extras = Readonly<Record<string, readonly [bit: number, layout: AnyLayout]>>;
type Flagged<Mark extends Marks, Each extends Fields, Extra extends Extras> = ValuesOf<Each> & {
  readonly [Name in keyof Mark]: boolean;
} & { readonly [Name in keyof Extra]: ValueOf<Extra[Name][1]> | null };

/**
 * One octet of flags; fields that are always there; and fields that are there when their bit is set, null otherwise.
 * `marks` are bits that mean something by themselves. Bits that are reserved are not looked at.
 */
export const flagged = <Mark extends Marks, Each extends Fields, Extra extends Extras>(parts: {
  readonly marks: Mark;
  readonly fields: Each;
  readonly extras: Extra;
}): Layout<Flagged<Mark, Each, Extra>> => {
  type Value = Flagged<Mark, Each, Extra>;
  const fields = struct(parts.fields);
  const marks = Object.entries(parts.marks);
  const extras = Object.entries(parts.extras);
  const flagsOf = (value: Readonly<Record<string, unknown>>): number =>
    marks.reduce((bits, [name, bit]) => bits | (value[name] === true ? 1 << bit : 0), 0) |
    extras.reduce((bits, [name, [bit]]) => bits | (value[name] === null ? 0 : 1 << bit), 0);
  return {
    write: value => [
      ...uint8.write(flagsOf(value)),
      ...fields.write(value),
      ...extras.flatMap(([name, [, layout]]) => (value[name] === null ? [] : layout.write(value[name]))),
    ],
    read: (bytes, at) => {
      const flags = uint8.read(bytes, at);
      if (!flags.ok) return flags;
      const isSet = (bit: number): boolean => (flags.value.value & (1 << bit)) !== 0;
      const body = fields.read(bytes, flags.value.next);
      if (!body.ok) return body;
      const values: Record<string, unknown> = { ...body.value.value };
      for (const [name, bit] of marks) values[name] = isSet(bit);
      let { next } = body.value;
      for (const [name, [bit, layout]] of extras) {
        values[name] = null;
        if (!isSet(bit)) continue;
        const found = layout.read(bytes, next);
        if (!found.ok) return damaged(`${name}: ${found.problem}`);
        values[name] = found.value.value;
        next = found.value.next;
      }
      return decoded({ value: values as Value, next });
    },
  };
};

/** One value and nothing behind it. */
export const readWhole = <Value>(layout: Layout<Value>, bytes: Uint8Array): Decoded<Value> => {
  const found = layout.read(bytes, 0);
  if (!found.ok) return found;
  const { value, next } = found.value;
  return next === bytes.length
    ? decoded(value)
    : damaged(`${bytes.length - next} octets stand behind what is known`);
};

/** The layout of one of several kinds: which one it is decides what it takes and gives. */
export const ofKind = <Kind extends string>(
  table: Readonly<Record<Kind, AnyLayout>>,
  kind: Kind,
): Layout<object> => table[kind] as unknown as Layout<object>;
