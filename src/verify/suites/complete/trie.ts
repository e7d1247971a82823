import type { Mealy, Word } from './mealy.ts';

/**
 * A set of test words, as a tree of what they have in common. Each node is a word that is tried; a test is a
 * word that none goes on from. Each node knows the state of the machine that it leads to.
 */
export type Trie = {
  readonly size: () => number;
  readonly stateAt: (node: number) => number;
  /** The node that an input leads to; -1 where it is not tried. */
  readonly child: (node: number, input: number) => number;
  readonly isLeaf: (node: number) => boolean;
  /** Adds a word from a node on, and tells the node where it ends. */
  readonly add: (node: number, word: Word) => number;
  /** How many inputs and resets it would cost to add a word there. */
  readonly costOf: (node: number, word: Word) => number;
  readonly wordTo: (node: number) => Word;
  /** All tests, in the order of their inputs. */
  readonly words: () => readonly Word[];
  /** Tells each node that is added, with the one before it. */
  readonly onAdded: (tell: (node: number, parent: number, input: number) => void) => void;
};

export const ROOT = 0;

export const trieOf = ({ inputs, next }: Mealy): Trie => {
  const states = [0];
  const parents = [-1];
  const by = [-1];
  const depths = [0];
  const children: (Map<number, number> | undefined)[] = [undefined];
  const tells: ((node: number, parent: number, input: number) => void)[] = [];
  const child = (node: number, input: number): number => children[node]?.get(input) ?? -1;
  const isLeaf = (node: number): boolean => children[node] === undefined;

  const grow = (node: number, input: number): number => {
    const number = states.length;
    states.push(next[(states[node] ?? 0) * inputs + input] ?? 0);
    parents.push(node);
    by.push(input);
    depths.push((depths[node] ?? 0) + 1);
    children.push(undefined);
    const list = children[node] ?? new Map<number, number>();
    children[node] = list.set(input, number);
    for (const tell of tells) tell(number, node, input);
    return number;
  };

  const words = (): readonly Word[] => {
    const found: Word[] = [];
    const visit = (node: number, word: Word): void => {
      const list = children[node];
      if (list === undefined) found.push(word);
      else for (const [input, to] of [...list].sort(([a], [b]) => a - b)) visit(to, [...word, input]);
    };
    visit(ROOT, []);
    return found.filter(({ length }) => length > 0);
  };

  return {
    size: () => states.length,
    stateAt: node => states[node] ?? 0,
    child,
    isLeaf,
    add: (node, word) => {
      let at = node;
      for (const input of word) {
        const known = child(at, input);
        at = known >= 0 ? known : grow(at, input);
      }
      return at;
    },
    costOf: (node, word) => {
      let at = node;
      for (const [done, input] of word.entries()) {
        const known = child(at, input);
        if (known < 0) {
          const rest = word.length - done;
          // Going on from the end of a test is free of a reset and of the way there.
          return isLeaf(at) ? rest : rest + (depths[at] ?? 0) + 1;
        }
        at = known;
      }
      return 0;
    },
    wordTo: node => {
      const word: number[] = [];
      for (let at = node; at !== ROOT; at = parents[at] ?? ROOT) word.push(by[at] ?? 0);
      return word.reverse();
    },
    words,
    onAdded: tell => void tells.push(tell),
  };
};
