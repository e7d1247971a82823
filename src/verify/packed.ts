/**
 * Memory for millions of whole numbers: typed arrays that grow. Everything here counts in plain numbers,
 * because an object for each state or step of a large graph would not fit.
 */

/** A list of whole numbers of 32 bits. */
export type Numbers = {
  readonly size: () => number;
  readonly at: (index: number) => number;
  readonly push: (value: number) => void;
  readonly set: (index: number, value: number) => void;
  /** What is in it now, without a copy; later growth is not seen in it. */
  readonly all: () => Int32Array;
};

export const numbers = (capacity = 1_024): Numbers => {
  let data = new Int32Array(capacity);
  let size = 0;
  return {
    size: () => size,
    at: index => data[index] ?? 0,
    push: value => {
      if (size === data.length) data = grown(data, size * 2);
      data[size] = value;
      size += 1;
    },
    set: (index, value) => {
      data[index] = value;
    },
    all: () => data.subarray(0, size),
  };
};

/** The same numbers with room for more. */
export const grown = (data: Int32Array, capacity: number, blank = 0): Int32Array<ArrayBuffer> => {
  const wider = new Int32Array(capacity);
  wider.set(data);
  if (blank !== 0) wider.fill(blank, data.length);
  return wider;
};

/** A list of whole numbers of 32 bits that grows by pieces: nothing is ever copied, and no room is held for twice as many. */
export type Pieces = {
  readonly size: () => number;
  readonly at: (index: number) => number;
  readonly push: (value: number) => void;
  readonly set: (index: number, value: number) => void;
  readonly bytes: () => number;
};

const PIECE_BITS = 12;
const PIECE = 1 << PIECE_BITS;
const NOTHING = new Int32Array(0);

export const pieces = (): Pieces => {
  const all: Int32Array[] = [];
  let size = 0;
  return {
    size: () => size,
    at: index => (all[index >>> PIECE_BITS] ?? NOTHING)[index & (PIECE - 1)] ?? 0,
    push: value => {
      const last = all[size >>> PIECE_BITS] ?? new Int32Array(PIECE);
      all[size >>> PIECE_BITS] = last;
      last[size & (PIECE - 1)] = value;
      size += 1;
    },
    set: (index, value) => {
      const piece = all[index >>> PIECE_BITS];
      if (piece !== undefined) piece[index & (PIECE - 1)] = value;
    },
    bytes: () => all.length * PIECE * 4,
  };
};

/** Pairs of whole numbers, each known by a number of its own in the order of their first coming. */
export type Pairs = {
  readonly size: () => number;
  /** The number of a pair; a new one gets the next. */
  readonly numberOf: (first: number, second: number) => number;
  /** The number of a pair; -1 for one that has none. */
  readonly find: (first: number, second: number) => number;
  /**
   * The same for the first `count` pairs of a batch, in their order; the numbers are written over the firsts. Memory is slow
   * and a table is large: the looks of a batch do not wait for each other.
   */
  readonly numbersOf: (count: number, firsts: Int32Array, seconds: Int32Array) => void;
  readonly first: (number: number) => number;
  readonly second: (number: number) => number;
  readonly bytes: () => number;
};

/** So many parts of a table grow each for itself: at most one of them is in memory twice. */
const PART_BITS = 4;
const LEAST_SLOTS = 64;

/**
 * A table of open addressing. The pairs lie in the order of their numbers, in pieces; the slots hold
 * numbers, and are at most three quarters full: 8 bytes and 5 to 11 bytes a pair.
 */
export const pairs = (): Pairs => {
  /** Both halves of a pair beside each other, for they are looked at together. */
  const halves: Int32Array[] = [];
  const parts = Array.from({ length: 1 << PART_BITS }, () => new Int32Array(LEAST_SLOTS));
  const filled = new Int32Array(parts.length);
  let size = 0;

  const first = (number: number): number =>
    (halves[number >>> PIECE_BITS] ?? NOTHING)[(number & (PIECE - 1)) << 1] ?? 0;
  const second = (number: number): number =>
    (halves[number >>> PIECE_BITS] ?? NOTHING)[((number & (PIECE - 1)) << 1) + 1] ?? 0;

  const widen = (part: number): void => {
    const old = parts[part] ?? NOTHING;
    const wider = new Int32Array(old.length * 2);
    const mask = wider.length - 1;
    for (const known of old) {
      if (known === 0) continue;
      let slot = mixed(first(known - 1), second(known - 1)) & mask;
      while (wider[slot] !== 0) slot = (slot + 1) & mask;
      wider[slot] = known;
    }
    parts[part] = wider;
  };

  const add = (one: number, other: number): void => {
    const piece = halves[size >>> PIECE_BITS] ?? new Int32Array(PIECE * 2);
    halves[size >>> PIECE_BITS] = piece;
    piece[(size & (PIECE - 1)) << 1] = one;
    piece[((size & (PIECE - 1)) << 1) + 1] = other;
    size += 1;
  };

  const numberOf = (one: number, other: number): number => {
    const hash = mixed(one, other);
    const part = hash >>> (32 - PART_BITS);
    const slots = parts[part] ?? NOTHING;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[slot] ?? 0) - 1;
      if (number < 0) {
        add(one, other);
        slots[slot] = size;
        const count = (filled[part] ?? 0) + 1;
        filled[part] = count;
        if (count * 4 > slots.length * 3) widen(part);
        return size - 1;
      }
      const piece = halves[number >>> PIECE_BITS] ?? NOTHING;
      const at = (number & (PIECE - 1)) << 1;
      if (piece[at] === one && piece[at + 1] === other) return number;
    }
  };

  const find = (one: number, other: number): number => {
    const hash = mixed(one, other);
    const slots = parts[hash >>> (32 - PART_BITS)] ?? NOTHING;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[slot] ?? 0) - 1;
      if (number < 0 || (first(number) === one && second(number) === other)) return number;
    }
  };

  /** What stands where each pair of a batch is looked for first. */
  let candidates = new Int32Array(256);
  const look = (count: number, firsts: Int32Array, seconds: Int32Array): void => {
    if (count > candidates.length) candidates = new Int32Array(count * 2);
    for (let index = 0; index < count; index += 1) {
      const hash = mixed(firsts[index] ?? 0, seconds[index] ?? 0);
      const slots = parts[hash >>> (32 - PART_BITS)] ?? NOTHING;
      candidates[index] = (slots[hash & (slots.length - 1)] ?? 0) - 1;
    }
  };

  return {
    size: () => size,
    first,
    second,
    numberOf,
    find,
    numbersOf: (count, firsts, seconds) => {
      look(count, firsts, seconds);
      for (let index = 0; index < count; index += 1) {
        const number = candidates[index] ?? 0;
        const piece = halves[number >>> PIECE_BITS] ?? NOTHING;
        const at = (number & (PIECE - 1)) << 1;
        const [one, other] = [firsts[index] ?? 0, seconds[index] ?? 0];
        const isIt = number >= 0 && piece[at] === one && piece[at + 1] === other;
        firsts[index] = isIt ? number : numberOf(one, other);
      }
    },
    bytes: () => halves.length * PIECE * 8 + parts.reduce((sum, { length }) => sum + length * 4, 0),
  };
};

/** Spreads pairs that differ in any bit over all 32. */
const mixed = (first: number, second: number): number => {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return hash ^ (hash >>> 15);
};

/**
 * Pairs of whole numbers by row and column, where few columns of a row are in use. What is in one row lies
 * close together, for it is asked for in one go: each row is a small table of open addressing.
 */
export type Rows = {
  readonly of: (row: number) => Int32Array;
  /** Puts what is not yet there; the row may be another array after it. */
  readonly put: (row: number, column: number, first: number, second: number) => void;
};

/** Where a column of a row is, or would be: it and one, then its pair. It is there if that is not 0. */
export const slotIn = (row: Int32Array, column: number): number => {
  const mask = row.length - 1;
  let slot = (column * WIDTH) & mask;
  while (row[slot] !== 0 && row[slot] !== column + 1) slot = (slot + WIDTH) & mask;
  return slot;
};

/** A column, a pair, and one to spare: a whole power of two. */
const WIDTH = 4;
const LEAST_ROW = 8 * WIDTH;

export const rowsOfPairs = (): Rows => {
  const rows: Int32Array[] = [];
  const used: number[] = [];
  const of = (number: number): Int32Array => {
    const row = rows[number] ?? new Int32Array(LEAST_ROW);
    rows[number] = row;
    return row;
  };
  const set = (row: Int32Array, column: number, first: number, second: number): void => {
    const slot = slotIn(row, column);
    row[slot] = column + 1;
    row[slot + 1] = first;
    row[slot + 2] = second;
  };
  return {
    of,
    put: (number, column, first, second) => {
      let row = of(number);
      const count = (used[number] ?? 0) + 1;
      if (count * 2 * WIDTH > row.length) {
        const wider = new Int32Array(row.length * 2);
        for (let slot = 0; slot < row.length; slot += WIDTH)
          if (row[slot] !== 0) set(wider, (row[slot] ?? 0) - 1, row[slot + 1] ?? 0, row[slot + 2] ?? 0);
        row = wider;
        rows[number] = row;
      }
      set(row, column, first, second);
      used[number] = count;
    },
  };
};
