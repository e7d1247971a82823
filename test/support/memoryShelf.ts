import type { Shelf, Shelves } from '../../src/verify/walk/farWalk.ts';

/** A shelf that is in memory after all, and can be looked at as a whole. */
export type MemoryShelf = Shelf & { readonly all: () => Int32Array };

export const memoryShelf = (): MemoryShelf => {
  let all = new Int32Array(0);
  return {
    append: numbers => {
      const longer = new Int32Array(all.length + numbers.length);
      longer.set(all);
      longer.set(numbers, all.length);
      all = longer;
    },
    read: (from, into) => {
      if (from + into.length > all.length) throw new Error('nothing lies there');
      into.set(all.subarray(from, from + into.length));
    },
    all: () => all,
  };
};

export const memoryShelves = (): Shelves & {
  readonly states: MemoryShelf;
  readonly parents: MemoryShelf;
} => ({
  states: memoryShelf(),
  parents: memoryShelf(),
});
