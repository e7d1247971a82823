import { EMPTY, type Mealy, type Word } from './mealy.ts';
import { coverOf, type Separation, separationOf } from './minimise.ts';
import { ROOT, type Trie, trieOf } from './trie.ts';

/**
 * Complete suites: each kills every machine with at most so many states that does not answer as this one
 * does. `extra` is how many states more than this reduced machine has. Machines here are reduced, completely
 * specified, and reset reliably.
 */
export type Method = (machine: Mealy, extra: number) => readonly Word[];

/** Words up to this length, shortest first, the empty one included. */
export const wordsUpTo = (inputs: number, length: number): readonly Word[] => {
  let last: readonly Word[] = [EMPTY];
  const all: Word[] = [...last];
  for (let done = 0; done < length; done += 1) {
    last = last.flatMap(word => Array.from({ length: inputs }, (_, input) => [...word, input]));
    all.push(...last);
  }
  return all;
};

const suite = (machine: Mealy, fill: (trie: Trie) => void): readonly Word[] => {
  const trie = trieOf(machine);
  fill(trie);
  return trie.words();
};

/** Each state of the cover, then each word of at most `extra + 1` inputs: node by node, told with its length. */
const traverse = (
  machine: Mealy,
  extra: number,
  trie: Trie,
  tell: (node: number, length: number) => void,
): void => {
  const words = wordsUpTo(machine.inputs, extra + 1);
  for (const way of coverOf(machine)) {
    const root = trie.add(ROOT, way);
    for (const word of words) tell(trie.add(root, word), word.length);
  }
};

/** A set of words that tells every two states apart, none of them superfluous as far as a greedy look sees. */
const characterisation = (machine: Mealy, separation: Separation): readonly Word[] => {
  const found = new Map<string, Word>();
  for (let one = 0; one < machine.states; one += 1)
    for (let other = 0; other < one; other += 1) {
      if ([...found.values()].some(word => tells(machine, one, other, word))) continue;
      const word = separation(one, other);
      found.set(word.join(), word);
    }
  return withoutBeginnings([...found.values()]);
};

/** Whether two states answer a word differently. */
export const tells = ({ inputs, next, output }: Mealy, one: number, other: number, word: Word): boolean => {
  let [a, b] = [one, other];
  for (const input of word) {
    if (output[a * inputs + input] !== output[b * inputs + input]) return true;
    [a, b] = [next[a * inputs + input] ?? 0, next[b * inputs + input] ?? 0];
  }
  return false;
};

const withoutBeginnings = (words: readonly Word[]): readonly Word[] =>
  words.filter(
    word =>
      !words.some(other => other.length > word.length && word.every((input, at) => other[at] === input)),
  );

/** For each state, words that tell it from every other. For two states there is one in both: they are harmonised. */
export const identifiers = (machine: Mealy): readonly (readonly Word[])[] => {
  const separation = separationOf(machine);
  return Array.from({ length: machine.states }, (_, state) => {
    const words = new Map<string, Word>();
    for (let other = 0; other < machine.states; other += 1) {
      if (other === state) continue;
      const word = separation(Math.min(state, other), Math.max(state, other));
      words.set(word.join(), word);
    }
    return withoutBeginnings([...words.values()]);
  });
};

/** W: M. P. Vasilevskii (1973), T. S. Chow (1978). Every word of a traversal, then the whole characterisation set. */
export const wMethod: Method = (machine, extra) =>
  suite(machine, trie => {
    const words = characterisation(machine, separationOf(machine));
    traverse(machine, extra, trie, node => {
      for (const word of words) trie.add(node, word);
    });
  });

/** Wp: S. Fujiwara et al. (1991). After the longest words of a traversal, only what identifies the state reached. */
export const wpMethod: Method = (machine, extra) =>
  suite(machine, trie => {
    const all = characterisation(machine, separationOf(machine));
    const own = Array.from({ length: machine.states }, (_, state) => fewest(machine, state, all));
    traverse(machine, extra, trie, (node, length) => {
      const words = length <= extra ? all : (own[trie.stateAt(node)] ?? all);
      for (const word of words) trie.add(node, word);
    });
  });

/** Of these words, enough to tell a state from every other: each time the one that tells most. */
const fewest = (machine: Mealy, state: number, words: readonly Word[]): readonly Word[] => {
  let others = Array.from({ length: machine.states }, (_, other) => other).filter(other => other !== state);
  const chosen: Word[] = [];
  while (others.length > 0) {
    const rest = words.map(word => others.filter(other => !tells(machine, state, other, word)));
    const best = rest.reduce((least, list, at) => (list.length < (rest[least]?.length ?? 0) ? at : least), 0);
    const left = rest[best] ?? [];
    if (left.length === others.length) throw new Error(`no word tells state ${state} from ${others[0]}`);
    chosen.push(words[best] ?? EMPTY);
    others = left;
  }
  return chosen;
};

/** HSI: N. Yevtushenko, A. Petrenko (1990), G. Luo et al. (1994). After each word, the identifier of the state reached. */
export const hsiMethod: Method = (machine, extra) =>
  suite(machine, trie => {
    const own = identifiers(machine);
    traverse(machine, extra, trie, node => {
      for (const word of own[trie.stateAt(node)] ?? []) trie.add(node, word);
    });
  });

/**
 * H: R. Dorofeeva, K. El-Fakih, N. Yevtushenko (2005). Each two words that must lead to different states are
 * told apart by a word chosen for them, the cheapest that what is tried already leaves to add: two words of
 * the cover; one of the cover and one of a traversal; one of a traversal and one that it goes on from.
 */
export const hMethod: Method = (machine, extra) =>
  suite(machine, trie => {
    const separation = separationOf(machine);
    const cover = coverOf(machine).map(way => trie.add(ROOT, way));
    const chains: (readonly number[])[] = [];
    for (const root of cover)
      for (const word of wordsUpTo(machine.inputs, extra + 1)) {
        if (word.length !== extra + 1) continue;
        const chain: number[] = [];
        let node = root;
        for (const input of word) {
          node = trie.add(node, [input]);
          chain.push(node);
        }
        chains.push(chain);
      }
    const part = (one: number, other: number): void => separate(machine, trie, separation, one, other);
    for (const [at, one] of cover.entries()) for (const other of cover.slice(0, at)) part(one, other);
    const done = new Set<number>();
    for (const chain of chains) {
      for (const [at, node] of chain.entries()) {
        for (const before of chain.slice(0, at)) part(before, node);
        if (done.has(node)) continue;
        done.add(node);
        for (const core of cover) part(core, node);
      }
    }
  });

/** Makes sure that two nodes that lead to different states are told apart, in the cheapest way there is. */
const separate = (machine: Mealy, trie: Trie, separation: Separation, one: number, other: number): void => {
  if (one === other || trie.stateAt(one) === trie.stateAt(other)) return;
  const { inputs, next, output } = machine;
  let best: { readonly cost: number; readonly word: Word } | null = null;
  const look = (a: number, b: number, common: Word): boolean => {
    const [from, to] = [trie.stateAt(a), trie.stateAt(b)];
    if (from === to) return false;
    const word = [...common, ...separation(from, to)];
    const cost = trie.costOf(one, word) + trie.costOf(other, word);
    if (best === null || cost < best.cost) best = { cost, word };
    for (let input = 0; input < inputs; input += 1) {
      const [nextA, nextB] = [trie.child(a, input), trie.child(b, input)];
      if (nextA < 0 || nextB < 0) continue;
      if (output[from * inputs + input] !== output[to * inputs + input]) return true;
      if (next[from * inputs + input] === next[to * inputs + input]) continue;
      if (look(nextA, nextB, [...common, input])) return true;
    }
    return false;
  };
  if (look(one, other, EMPTY) || best === null) return;
  const { word }: { readonly word: Word } = best;
  trie.add(one, word);
  trie.add(other, word);
};

/** With a state that is reported, no state needs to be identified: every word of at most `extra + 1` inputs, from each. */
export const reportedMethod: Method = (machine, extra) =>
  suite(machine, trie => traverse(machine, extra, trie, () => {}));
