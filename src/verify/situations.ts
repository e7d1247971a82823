import { grown } from './packed.ts';

/** Answers by the key of their situation; -1 where none is known. */
export type Situations = {
  readonly get: (key: number) => number;
  readonly set: (key: number, answer: number) => void;
};

/** Answers by situation in one array that grows. */
export const flat = (): Situations => {
  let data = new Int32Array(64);
  return {
    get: key => (data[key] ?? 0) - 1,
    set: (key, answer) => {
      if (key >= data.length) data = grown(data, Math.max(key + 1, data.length * 2));
      data[key] = answer + 1;
    },
  };
};

/** The same where keys lie far apart. */
export const hashed = (): Situations => {
  const known = new Map<number, number>();
  return { get: key => known.get(key) ?? -1, set: (key, answer) => void known.set(key, answer) };
};
