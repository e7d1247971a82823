import type { Pairs } from '../packed.ts';

/**
 * Numbers for states that are only passing: whoever walks knows which states there are, and shows one at a time by its
 * own number. Whatever is asked about otherwise gets a number below zero, which means it at least until the next state
 * is shown.
 */
export type Passing = Pairs & {
  /** From here on, this number means this pair. */
  readonly show: (number: number, first: number, second: number) => void;
};

/** Pairs that there is room for at first: more than most states have steps. */
const ROOM = 2 ** 13;

export const passing = (): Passing => {
  let [firsts, seconds] = [new Int32Array(ROOM), new Int32Array(ROOM)];
  let next = 0;
  /** Numbers that were given since a state was shown: none of them may be used again yet. */
  let given = 0;
  let shown = -1;
  let pair: readonly [number, number] = [0, 0];

  const inSight = (number: number): void => {
    if (number !== shown) throw new Error(`state ${number} is not in sight`);
  };
  /** All that there is room for is in use: what comes next lies behind it. */
  const grow = (): void => {
    next = firsts.length - 1;
    [firsts, seconds] = [longer(firsts), longer(seconds)];
  };
  const numberOf = (first: number, second: number): number => {
    // The first pair that anybody asks about is the initial state.
    if (shown < 0) {
      shown = 0;
      pair = [first, second];
    }
    if (pair[0] === first && pair[1] === second) return shown;
    if (given === firsts.length) grow();
    given += 1;
    next = (next + 1) & (firsts.length - 1);
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
      given = 0;
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

const longer = (list: Int32Array): Int32Array<ArrayBuffer> => {
  const twice = new Int32Array(list.length * 2);
  twice.set(list);
  return twice;
};
