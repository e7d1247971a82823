import { ChartRefusal } from './chartRefusal.ts';
import type { Shape } from './shape.ts';

/** A word of a packed state stays below this, so that it is a whole number of 31 bits. */
const WORD = 2 ** 31;

/**
 * How the state of a chart goes into two words: a slot for the leaf of each region, and a last one for the
 * number of the context. A change of a slot adds to its word, whatever is in the others.
 */
export type Packing = {
  /** Regions, and the context. */
  readonly slots: number;
  /** Which word a slot is in, and what one step of its value weighs there. */
  readonly words: readonly (0 | 1)[];
  readonly weights: readonly number[];
  /** The value of a slot. */
  readonly valueIn: (low: number, high: number, slot: number) => number;
  readonly pack: (values: ArrayLike<number>) => readonly [low: number, high: number];
  readonly unpack: (low: number, high: number, values: Uint16Array) => void;
  /** How many contexts there is room for. */
  readonly mostContexts: number;
};

/** Regions fill the first word, then the second, and the context comes on top of that. */
export const packingOf = ({ machine, regions }: Shape): Packing => {
  const sizes: [number, number] = [1, 1];
  const counts = regions.map(({ leaves }) => leaves.length);
  const places = counts.map((count): { readonly word: 0 | 1; readonly weight: number } => {
    const word = sizes[0] * count < WORD ? 0 : 1;
    const weight = sizes[word];
    sizes[word] *= count;
    return { word, weight };
  });
  if (sizes[1] >= WORD)
    throw new ChartRefusal(
      `cannot pack a state of "${machine.id}": the leaves of its ${regions.length} regions (${counts.join(' × ')}) are more combinations than two words of 31 bits tell apart. Make a machine of its own of some regions, and let this one see a summary of it`,
    );
  const words = [...places.map(({ word }) => word), 1 as const];
  const weights = [...places.map(({ weight }) => weight), sizes[1]];
  const mostContexts = Math.floor(WORD / sizes[1]);
  const ranges = [...counts, mostContexts];
  const slots = ranges.length;

  const valueIn = (low: number, high: number, slot: number): number =>
    (((words[slot] === 0 ? low : high) / (weights[slot] ?? 1)) | 0) % (ranges[slot] ?? 1);
  return {
    slots,
    words,
    weights,
    valueIn,
    mostContexts,
    pack: values => {
      const packed: [number, number] = [0, 0];
      for (let slot = 0; slot < slots; slot += 1)
        packed[words[slot] ?? 0] += (values[slot] ?? 0) * (weights[slot] ?? 0);
      return packed;
    },
    unpack: (low, high, values) => {
      for (let slot = 0; slot < slots; slot += 1) values[slot] = valueIn(low, high, slot);
    },
  };
};
