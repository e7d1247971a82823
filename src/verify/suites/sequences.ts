import { NOTHING, type Observer } from './observer.ts';

/** A goal that is a sequence: its name, and the symbols, by number, that must follow each other. */
export type Sequence = { readonly name: string; readonly symbols: readonly number[] };

/**
 * Observes sequences. A step of the graph is read as symbols, most often none; a goal is met when its symbols
 * come one after the other, whatever steps without a symbol lie between.
 * Where the sequences are all those of their length that can be read, off labels alone, `begins` tells which
 * symbols may be the first of a walk, and there is a better lower bound; else it is null.
 */
export const sequenceObserver = (
  name: string,
  sequences: readonly Sequence[],
  symbolsOf: (edge: number) => readonly number[],
  whyNot: string,
  begins: readonly number[] | null,
): Observer => {
  const sorted = [...sequences].sort((a, b) => (a.name < b.name ? -1 : 1));
  const reader = readerOf(sorted.map(({ symbols }) => symbols));
  return {
    name,
    goals: sorted.map(each => each.name),
    whyNot: () => whyNot,
    reads: 'all',
    alike: symbolsOf,
    memories: reader.size,
    begin: 0,
    atOnce: NOTHING,
    next: (memory, edge) => {
      let now = memory;
      for (const symbol of symbolsOf(edge)) now = reader.next(now, symbol);
      return now;
    },
    meets: (memory, edge) => {
      const symbols = symbolsOf(edge);
      const [only] = symbols;
      if (only === undefined) return NOTHING;
      if (symbols.length === 1) return reader.ends(memory, only);
      let now = memory;
      return symbols.flatMap(symbol => {
        const ends = reader.ends(now, symbol);
        now = reader.next(now, symbol);
        return [...ends];
      });
    },
    demands: isFeasible => ({
      reads: begins === null ? 'all' : 'label',
      counts: endings(sorted.filter((_, goal) => isFeasible(goal))),
      serves: symbolsOf,
    }),
    ...(begins !== null && {
      line: (isFeasible: (goal: number) => boolean) => ({
        sequences: sorted.filter((_, goal) => isFeasible(goal)).map(({ symbols }) => symbols),
        symbolsOf,
        begins,
      }),
    }),
  };
};

/** By symbol, how often it must be read: of sequences of one length that end in it, it can end one at a time. */
const endings = (sequences: readonly Sequence[]): readonly number[] => {
  const byLength = new Map<number, number[]>();
  for (const { symbols } of sequences) {
    const counts = byLength.get(symbols.length) ?? [];
    const last = symbols.at(-1) ?? 0;
    counts[last] = (counts[last] ?? 0) + 1;
    byLength.set(symbols.length, counts);
  }
  const size = Math.max(0, ...sequences.flatMap(({ symbols }) => symbols)) + 1;
  return Array.from({ length: size }, (_, symbol) =>
    Math.max(0, ...[...byLength.values()].map(counts => counts[symbol] ?? 0)),
  );
};

type Reader = {
  readonly size: number;
  readonly next: (memory: number, symbol: number) => number;
  /** Sequences that end with this symbol. */
  readonly ends: (memory: number, symbol: number) => readonly number[];
};

/**
 * One automaton reads for all sequences: it remembers the longest end of what was read that one begins with and
 * goes on after. A whole sequence is not remembered as such: its end alone matters for what comes.
 */
const readerOf = (sequences: readonly (readonly number[])[]): Reader => {
  const children: Map<number, number>[] = [new Map()];
  const ends: number[][] = [[]];
  for (const [number, symbols] of sequences.entries()) {
    let at = 0;
    for (const symbol of symbols) {
      const known = children[at]?.get(symbol) ?? children.length;
      if (known === children.length) {
        children[at]?.set(symbol, known);
        children.push(new Map());
        ends.push([]);
      }
      at = known;
    }
    ends[at]?.push(number);
  }
  const falls = fallsOf(children, ends);
  const inner = [...children.keys()].filter(node => node === 0 || (children[node]?.size ?? 0) > 0);
  const memoryOf = new Map(inner.map((node, memory) => [node, memory]));
  const read = (memory: number, symbol: number): number => {
    for (let at = inner[memory] ?? 0; ; at = falls[at] ?? 0) {
      const child = children[at]?.get(symbol);
      if (child !== undefined) return child;
      if (at === 0) return 0;
    }
  };
  const next = (memory: number, symbol: number): number => {
    let node = read(memory, symbol);
    while (!memoryOf.has(node)) node = falls[node] ?? 0;
    return memoryOf.get(node) ?? 0;
  };
  return { size: inner.length, next, ends: (memory, symbol) => ends[read(memory, symbol)] ?? NOTHING };
};

/** Where to go on when nothing follows: the longest shorter end (Aho and Corasick, CACM 18(6), 1975). */
const fallsOf = (children: readonly Map<number, number>[], ends: number[][]): Int32Array => {
  const falls = new Int32Array(children.length);
  const queue = [...(children[0]?.values() ?? [])];
  for (const node of queue) {
    for (const [symbol, child] of children[node] ?? []) {
      let at = falls[node] ?? 0;
      while (at !== 0 && children[at]?.has(symbol) !== true) at = falls[at] ?? 0;
      const fall = children[at]?.get(symbol) ?? 0;
      falls[child] = fall;
      ends[child]?.push(...(ends[fall] ?? NOTHING));
      queue.push(child);
    }
  }
  return falls;
};
