import type { Pairs } from '../packed.ts';

/**
 * Numbers for states that are only passing: whoever walks knows which states there are, and shows one at a time by its
 * own number. Whatever is asked about otherwise gets a number below zero, which means it only until so many others
 * have been asked about.
 */
export type Passing = Pairs & {
  /** From here on, this number means this pair. */
  readonly show: (number: number, first: number, second: number) => void;
};

/** More than one state has steps. */
const ROOM = 2 ** 13;

export const passing = (): Passing => {
  const [firsts, seconds] = [new Int32Array(ROOM), new Int32Array(ROOM)];
  let next = 0;
  let shown = -1;
  let pair: readonly [number, number] = [0, 0];

  const inSight = (number: number): void => {
    if (number !== shown) throw new Error(`state ${number} is not in sight`);
  };
  const numberOf = (first: number, second: number): number => {
    // The first pair that anybody asks about is the initial state.
    if (shown < 0) {
      shown = 0;
      pair = [first, second];
    }
    if (pair[0] === first && pair[1] === second) return shown;
    next = (next + 1) & (ROOM - 1);
    firsts[next] = first;
    seconds[next] = second;
    return -1 - next;
  };
  const half = (number: number, passed: Int32Array, own: 0 | 1): number => {
    if (number < 0) return passed[-1 - number] ?? 0;
    inSight(number);
    return pair[own];
  };

  return {
    show: (number, first, second) => {
      shown = number;
      pair = [first, second];
    },
    size: () => shown + 1,
    first: number => half(number, firsts, 0),
    second: number => half(number, seconds, 1),
    numberOf,
    find: (first, second) => (pair[0] === first && pair[1] === second ? shown : -1),
    numbersOf: (count, ones, others) => {
      for (let index = 0; index < count; index += 1)
        ones[index] = numberOf(ones[index] ?? 0, others[index] ?? 0);
    },
    bytes: () => firsts.byteLength + seconds.byteLength,
  };
};
