import { numbers, pairs } from '../packed.ts';
import type { Net } from './net.ts';
import type { Observer } from './observer.ts';

/** Steps of the graph, one after the other. */
export type Walk = readonly number[];

/** Where a walk has come to, and what an observer remembers there. */
export type Place = { readonly position: number; readonly memory: number };

export const START = 0;

/** A goal that a search came upon: how many steps away, and by which walk. */
export type Find = { readonly goal: number; readonly distance: number; readonly walk: () => Walk };

/** How far a search goes, and how many steps it looks at. */
export type Limits = { readonly within: number; readonly most: number };
/** How many steps a search for the next goal looks at before a new test is begun instead. */
export const PATIENCE = 200_000;
const NO_LIMITS: Limits = { within: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY };

/** Pairs of position and memory up to this many are numbered by an array, more by a table. */
const FLAT = 1 << 24;

/**
 * Searches breadth first from a place, and tells each goal that a step meets, nearest first, among equals in
 * the order of names. Ends when `look` says so, when nothing is left, and at its limits: so far, so many steps
 * looked at.
 */
export const search = (
  { graph, first, edges }: Net,
  observer: Observer,
  from: Place,
  look: (find: Find) => 'on' | 'enough',
  { within, most }: Limits = NO_LIMITS,
): void => {
  const { targets } = graph;
  const positions = numbers();
  const memories = numbers();
  const parents = numbers();
  const causes = numbers();
  const isNew = visitsOf(graph.states.length, observer.memories);
  const visit = (position: number, memory: number, parent: number, cause: number): void => {
    if (!isNew(position, memory)) return;
    positions.push(position);
    memories.push(memory);
    parents.push(parent);
    causes.push(cause);
  };
  const walkTo = (node: number, last: number): Walk => {
    const walk = [last];
    for (let at = node; parents.at(at) >= 0; at = parents.at(at)) walk.push(causes.at(at));
    return walk.reverse();
  };
  visit(from.position, from.memory, -1, -1);
  let distance = 1;
  let endOfLevel = 1;
  let looked = 0;
  for (let node = 0; node < positions.size() && looked < most; node += 1) {
    if (node === endOfLevel) {
      distance += 1;
      endOfLevel = positions.size();
      if (distance > within) return;
    }
    const [position, memory] = [positions.at(node), memories.at(node)];
    const end = first[position + 1] ?? 0;
    for (let index = first[position] ?? 0; index < end; index += 1) {
      const edge = edges === null ? index : (edges[index] ?? 0);
      looked += 1;
      for (const goal of observer.meets(memory, edge))
        if (look({ goal, distance, walk: () => walkTo(node, edge) }) === 'enough') return;
      visit(targets[edge] ?? 0, observer.next(memory, edge), node, edge);
    }
  }
};

/** Tells each pair the first time. Searches that end soon pay for no more than they visit. */
const visitsOf = (positions: number, memories: number): ((position: number, memory: number) => boolean) => {
  const seen = pairs();
  let flat: Uint8Array | null = null;
  return (position, memory) => {
    if (flat !== null) {
      const at = position * memories + memory;
      if (flat[at] === 1) return false;
      flat[at] = 1;
      return true;
    }
    const size = seen.size();
    if (seen.numberOf(position, memory) < size) return false;
    if (size === MANY && positions * memories <= FLAT) {
      flat = new Uint8Array(positions * memories);
      for (let number = 0; number <= size; number += 1)
        flat[seen.first(number) * memories + seen.second(number)] = 1;
    }
    return true;
  };
};

/** When an array is worth its memory. */
const MANY = 10_000;
