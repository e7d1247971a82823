import type { Graph } from '../explore.ts';
import type { Net } from './net.ts';
import type { Observer } from './observer.ts';
import { START } from './search.ts';

/**
 * States of a net by what an observer can tell of them: to each the first state that is like it. From states that
 * are alike the same can be read on steps to states that are alike again (bisimulation; refined as by R. Paige and
 * R. E. Tarjan, SIAM J. Comput. 16(6), 1987). A step that is read as nothing and leads to a state that is alike is
 * left out: no shortest walk takes it. So a walk over states that are alike stands for one of the same length.
 */
export type Quotient = {
  readonly like: Int32Array;
  readonly classes: number;
  /** By step of the graph, the state that it leads to. */
  readonly targets: Graph['targets'];
  /** The step by which a state does what `edge` does from a state that is like it. */
  readonly alikeFrom: (state: number, edge: number) => number;
};

/** More classes than this are no saving. */
const MOST_CLASSES = 20_000;
const READ_AS_NOTHING = 0;

/** Null where an observer tells too many states apart. */
export const quotientOf = (net: Net, observer: Observer): Quotient | null => {
  const { graph, first, edges } = net;
  if (edges === null) return null;
  const { targets, states } = graph;
  const kinds = kindsOf(edges, observer);
  const block = firstBlocks(net, edges, observer);
  const members = membersOf(block);
  const steps = stepsOf(net, edges, kinds, block);
  const sources = sourcesOf(net, edges);
  const signatures = new Float64Array(states.length);
  for (let dirty: ReadonlySet<number> = new Set(states.keys()); dirty.size > 0; ) {
    for (const state of dirty) signatures[state] = hashOf(steps(state));
    const next = new Set<number>();
    for (const own of new Set([...dirty].map(state => block[state] ?? 0))) {
      const parts = [...Map.groupBy(members[own] ?? [], state => signatures[state]).values()];
      const largest = parts.reduce((most, part) => (part.length > most.length ? part : most), []);
      members[own] = largest;
      for (const part of parts) {
        if (part === largest) continue;
        for (const state of part) block[state] = members.length;
        members.push(part);
        for (const state of part) {
          next.add(state);
          for (const source of sources(state)) next.add(source);
        }
      }
      if (members.length > MOST_CLASSES) return null;
    }
    dirty = next;
  }
  const like = Int32Array.from(block, own => members[own]?.[0] ?? START);
  mustBeAlike(like, state => steps(state).join());
  return {
    like,
    classes: members.length,
    targets,
    alikeFrom: (state, edge) => {
      const [kind, to] = [observer.alike(edge).join(), like[targets[edge] ?? 0]];
      const own = edges
        .subarray(first[state], first[state + 1])
        .find(each => like[targets[each] ?? 0] === to && observer.alike(each).join() === kind);
      if (own === undefined) throw new Error('no step is like one of a state that is alike');
      return own;
    },
  };
};

/** A number for each step of what is read of it. */
const kindsOf = (edges: Int32Array, { alike }: Observer): Int32Array => {
  const known = new Map([['', READ_AS_NOTHING]]);
  return edges.map(edge => {
    const text = alike(edge).join();
    const kind = known.get(text) ?? known.size;
    known.set(text, kind);
    return kind;
  });
};

/** What is read of states themselves tells them apart from the beginning. */
const firstBlocks = (
  { graph: { targets, states } }: Net,
  edges: Int32Array,
  { reads, begin, meets, atOnce }: Observer,
): Int32Array => {
  const block = new Int32Array(states.length);
  if (reads !== 'target') return block;
  const known = new Map([[atOnce.join(), 0]]);
  for (const edge of edges) {
    const text = meets(begin, edge).join();
    const own = known.get(text) ?? known.size;
    known.set(text, own);
    block[targets[edge] ?? 0] = own;
  }
  return block;
};

const membersOf = (block: Int32Array): number[][] => {
  const members: number[][] = [];
  for (const [state, own] of block.entries()) {
    const list = members[own] ?? [];
    list.push(state);
    members[own] = list;
  }
  return members;
};

/** What a state can do, each once and in order: what is read, and to which block it leads. */
const stepsOf = (
  { graph: { targets }, first }: Net,
  edges: Int32Array,
  kinds: Int32Array,
  block: Int32Array,
): ((state: number) => readonly number[]) => {
  const found: number[] = [];
  return state => {
    found.length = 0;
    const own = block[state] ?? 0;
    const end = first[state + 1] ?? 0;
    for (let index = first[state] ?? 0; index < end; index += 1) {
      const to = block[targets[edges[index] ?? 0] ?? 0] ?? 0;
      const kind = kinds[index] ?? READ_AS_NOTHING;
      if (kind === READ_AS_NOTHING && to === own) continue;
      const step = kind * MOST_CLASSES + to;
      let at = found.length;
      while (at > 0 && (found[at - 1] ?? 0) > step) at -= 1;
      if (found[at - 1] !== step) found.splice(at, 0, step);
    }
    return found;
  };
};

/** Where steps to a state come from. */
const sourcesOf = (
  { graph: { targets, states }, first }: Net,
  edges: Int32Array,
): ((state: number) => Int32Array) => {
  const starts = new Int32Array(states.length + 1);
  for (const edge of edges) {
    const to = targets[edge] ?? 0;
    starts[to + 1] = (starts[to + 1] ?? 0) + 1;
  }
  for (let state = 0; state < states.length; state += 1)
    starts[state + 1] = (starts[state + 1] ?? 0) + (starts[state] ?? 0);
  const next = starts.slice();
  const list = new Int32Array(edges.length);
  for (let from = 0; from < states.length; from += 1)
    for (let index = first[from] ?? 0; index < (first[from + 1] ?? 0); index += 1) {
      const to = targets[edges[index] ?? 0] ?? 0;
      const at = next[to] ?? 0;
      list[at] = from;
      next[to] = at + 1;
    }
  return state => list.subarray(starts[state], starts[state + 1]);
};

/** 53 bits of a list: two mixings of 32 bits. */
const hashOf = (list: readonly number[]): number => {
  let [one, other] = [0x811c9dc5, 0x9e3779b9];
  for (const value of list) {
    const high = Math.floor(value / 2 ** 32);
    one = Math.imul(one ^ value, 0x01000193) ^ high;
    other = Math.imul(other ^ (value >>> 7) ^ (value << 11), 0x85ebca6b) + high;
    one ^= one >>> 15;
    other ^= other >>> 13;
  }
  return (one >>> 0) * 2 ** 21 + (other >>> 11);
};

/** Blocks were split by what was hashed; what is believed is compared whole. */
const mustBeAlike = (like: Int32Array, textOf: (state: number) => string): void => {
  const known = new Map<number, string>();
  for (const [state, to] of like.entries()) {
    const text = textOf(state);
    if (text !== (known.get(to) ?? text)) throw new Error('two states that differ were taken for one');
    known.set(to, text);
  }
};
