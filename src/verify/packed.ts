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

/** Pairs of whole numbers, each known by a number of its own in the order of their first coming. */
export type Pairs = {
  readonly size: () => number;
  /** The number of a pair; a new one gets the next. */
  readonly numberOf: (first: number, second: number) => number;
  readonly first: (number: number) => number;
  readonly second: (number: number) => number;
};

/** A table of open addressing, at most half full. */
export const pairs = (): Pairs => {
  let mask = 2_047;
  let slots = new Int32Array(mask + 1);
  let firsts = new Int32Array(1_024);
  let seconds = new Int32Array(1_024);
  let size = 0;

  /** Where the pair is, or would be. */
  const slotOf = (first: number, second: number): number => {
    let mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
    for (let slot = (mixed ^ (mixed >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[slot] ?? 0) - 1;
      if (number < 0 || (firsts[number] === first && seconds[number] === second)) return slot;
    }
  };

  const widen = (): void => {
    mask = mask * 2 + 1;
    slots = new Int32Array(mask + 1);
    firsts = grown(firsts, firsts.length * 2);
    seconds = grown(seconds, seconds.length * 2);
    for (let number = 0; number < size; number += 1)
      slots[slotOf(firsts[number] ?? 0, seconds[number] ?? 0)] = number + 1;
  };

  return {
    size: () => size,
    first: number => firsts[number] ?? 0,
    second: number => seconds[number] ?? 0,
    numberOf: (first, second) => {
      const slot = slotOf(first, second);
      const known = slots[slot] ?? 0;
      if (known > 0) return known - 1;
      firsts[size] = first;
      seconds[size] = second;
      size += 1;
      slots[slot] = size;
      if (size === firsts.length) widen();
      return size - 1;
    },
  };
};
