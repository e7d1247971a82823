import { EMPTY, type Mealy, type Word } from './mealy.ts';

/** A reduced machine, and which of its states stands for each state of the machine it was made of. */
export type Reduced = { readonly machine: Mealy; readonly classOf: Int32Array };

/** Merges states that no word of inputs tells apart (Moore 1956): finer and finer classes, until none splits. */
export const minimise = ({ states, inputs, next, output }: Mealy): Reduced => {
  let classOf = new Int32Array(states);
  for (let count = 0; ; ) {
    const numbers = new Map<string, number>();
    const finer = Int32Array.from({ length: states }, (_, state) => {
      const parts: number[] = [classOf[state] ?? 0];
      for (let at = state * inputs; at < (state + 1) * inputs; at += 1)
        parts.push(output[at] ?? 0, classOf[next[at] ?? 0] ?? 0);
      const key = parts.join();
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    });
    classOf = finer;
    if (numbers.size === count) break;
    count = numbers.size;
  }
  const members = new Int32Array(Math.max(...classOf) + 1);
  for (let state = states - 1; state >= 0; state -= 1) members[classOf[state] ?? 0] = state;
  const rows = [...members].flatMap(state =>
    Array.from({ length: inputs }, (_, input) => state * inputs + input),
  );
  return {
    classOf,
    machine: {
      states: members.length,
      inputs,
      next: Int32Array.from(rows, at => classOf[next[at] ?? 0] ?? 0),
      output: Int32Array.from(rows, at => output[at] ?? 0),
    },
  };
};

/** For each two states of a reduced machine, one of the shortest words that tells them apart. */
export type Separation = (one: number, other: number) => Word;

export const separationOf = ({ states, inputs, next, output }: Mealy): Separation => {
  /** By pair: the first input of the word, and one; 0 is not yet known. */
  const first = new Int32Array(states * states);
  const lead = (one: number, other: number, input: number): number =>
    (next[one * inputs + input] ?? 0) * states + (next[other * inputs + input] ?? 0);
  const splits = (one: number, other: number, input: number, isLast: boolean, known: Int32Array): boolean =>
    isLast
      ? output[one * inputs + input] !== output[other * inputs + input]
      : known[lead(one, other, input)] !== 0;
  for (let isLast = true, found = true; found; isLast = false) {
    found = false;
    // Words of each round are longer by one: what the round before knew is kept apart.
    const known = first.slice();
    for (let one = 0; one < states; one += 1)
      for (let other = 0; other < states; other += 1) {
        if (one === other || first[one * states + other] !== 0) continue;
        for (let input = 0; input < inputs; input += 1) {
          if (!splits(one, other, input, isLast, known)) continue;
          first[one * states + other] = input + 1;
          found = true;
          break;
        }
      }
  }
  return (one, other) => {
    if (one === other) return EMPTY;
    const word: number[] = [];
    for (let [a, b] = [one, other]; ; ) {
      const input = (first[a * states + b] ?? 0) - 1;
      if (input < 0)
        throw new Error(`states ${one} and ${other} are not told apart: the machine is not reduced`);
      word.push(input);
      if (output[a * inputs + input] !== output[b * inputs + input]) return word;
      [a, b] = [next[a * inputs + input] ?? 0, next[b * inputs + input] ?? 0];
    }
  };
};

/** For each state one of the shortest words that leads there from the initial one; the empty word included. */
export const coverOf = ({ states, inputs, next }: Mealy): readonly Word[] => {
  const words: (Word | undefined)[] = Array.from({ length: states }, () => undefined);
  words[0] = EMPTY;
  const queue = [0];
  for (const state of queue)
    for (let input = 0; input < inputs; input += 1) {
      const target = next[state * inputs + input] ?? 0;
      if (words[target] !== undefined) continue;
      words[target] = [...(words[state] ?? EMPTY), input];
      queue.push(target);
    }
  return words.map((word, state) => {
    if (word === undefined) throw new Error(`no word leads to state ${state}`);
    return word;
  });
};
