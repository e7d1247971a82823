import { EMPTY, type Mealy, type Word } from './mealy.ts';
import { identifiers, wordsUpTo } from './methods.ts';
import { coverOf } from './minimise.ts';
import { ROOT, type Trie, trieOf } from './trie.ts';

/**
 * SPY: A. Simão, A. Petrenko, N. Yevtushenko, On reducing test length for FSMs with extra states (STVR 22(6),
 * 2012). Two words converge when every machine of the fault domain that passes the suite comes by both to the
 * same state. Once that is shown of them, what has to be tried after one may be tried after the other:
 * identifiers are spread over words that converge, wherever it costs least.
 */
export const spyMethod = (machine: Mealy, extra: number): readonly Word[] => {
  const trie = trieOf(machine);
  const own = identifiers(machine);
  const classes = classesOf(trie, machine.inputs);
  const cover = coverOf(machine).map(way => trie.add(ROOT, way));
  const traversal = wordsUpTo(machine.inputs, extra);

  /** Tries a word after some node of the class, where it costs least. */
  const spread = (nodes: readonly number[], word: Word): void => {
    const [first] = nodes;
    if (first === undefined) return;
    const best = nodes.reduce(
      (one, other) => (trie.costOf(other, word) < trie.costOf(one, word) ? other : one),
      first,
    );
    trie.add(best, word);
  };
  const identify = (node: number): void => {
    for (const word of traversal) {
      const state = word.reduce(
        (now, input) => machine.next[now * machine.inputs + input] ?? 0,
        trie.stateAt(node),
      );
      for (const identifier of own[state] ?? [EMPTY]) spread(classes.of(node), [...word, ...identifier]);
      if ((own[state] ?? []).length === 0) spread(classes.of(node), word);
    }
  };

  for (const node of cover) for (const word of own[trie.stateAt(node)] ?? []) trie.add(node, word);
  for (const root of cover)
    for (let input = 0; input < machine.inputs; input += 1) {
      const node = trie.add(root, [input]);
      const target = cover[trie.stateAt(node)] ?? ROOT;
      if (classes.are(node, target)) continue;
      identify(node);
      identify(target);
      classes.merge(node, target);
    }
  return trie.words();
};

type Classes = {
  readonly of: (node: number) => readonly number[];
  readonly are: (one: number, other: number) => boolean;
  readonly merge: (one: number, other: number) => void;
};

/** Words that converge. What converges goes on converging: the same input after both leads to the same state again. */
const classesOf = (trie: Trie, inputs: number): Classes => {
  const leaders: number[] = [];
  const members = new Map<number, number[]>();
  const leader = (node: number): number => {
    let at = node;
    while ((leaders[at] ?? at) !== at) at = leaders[at] ?? at;
    return at;
  };
  const of = (node: number): readonly number[] => members.get(leader(node)) ?? [node];
  const merge = (one: number, other: number): void => {
    const [into, from] = [leader(one), leader(other)];
    if (into === from) return;
    const joined = [...of(into), ...of(from)];
    leaders[from] = into;
    members.set(into, joined);
    members.delete(from);
    for (let input = 0; input < inputs; input += 1) {
      const [first, ...others] = joined.map(node => trie.child(node, input)).filter(child => child >= 0);
      for (const each of others) if (first !== undefined) merge(first, each);
    }
  };
  trie.onAdded((node, parent, input) => {
    leaders[node] = node;
    for (const other of of(parent)) {
      const twin = trie.child(other, input);
      if (twin >= 0 && twin !== node) {
        merge(twin, node);
        return;
      }
    }
  });
  return { of, are: (one, other) => leader(one) === leader(other), merge };
};
