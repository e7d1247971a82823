import { type Arc, cheapestFlow } from './flow.ts';
import type { Net } from './net.ts';
import { START } from './search.ts';
import { RESET } from './suite.ts';

/**
 * States and the roads between them, by number; those that leave the n-th state are `first[n]` up to
 * `first[n + 1]`. State 0 is where a reset leads, and every state can be reached from it.
 */
export type Roads = {
  readonly states: number;
  readonly first: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
};

/** Walks that take all that is required, as roads; what they cost, resets counted; and what states are worth. */
export type Postman = {
  readonly walks: readonly (readonly number[])[];
  readonly length: number;
  readonly prices: Float64Array;
};

/** A net as roads; the n-th road is its n-th step. */
export const roadsOf = ({ graph, first, edges }: Net): Roads => {
  const states = graph.states.length;
  const from = new Int32Array(first[states] ?? 0);
  for (let state = 0; state < states; state += 1) from.fill(state, first[state], first[state + 1]);
  const to = edges === null ? graph.targets : edges.map(edge => graph.targets[edge] ?? 0);
  return { states, first, from, to };
};

/**
 * The directed Chinese postman with resets: each required road is taken at least once, and from any state one
 * may begin anew, at the price of a reset. Which roads to take again is a flow of least cost (Edmonds and
 * Johnson 1973); the walks are an Euler tour, cut at its resets (Hierholzer 1873). When all roads are required,
 * no walks are shorter. When some are (the rural postman, which is NP-hard), the flow may come in parts: they
 * are joined by short ways, and the answer is an approximation.
 */
export const postmanOf = (roads: Roads, required: readonly number[] | 'all'): Postman => {
  const taken = required === 'all' ? [...roads.to.keys()] : [...required];
  for (;;) {
    const solved = balanced(roads, taken);
    const ways = required === 'all' ? [] : waysBetweenParts(roads, taken, solved.again);
    if (ways.length === 0)
      return {
        walks: eulerWalks(roads, taken, solved),
        length: taken.length + solved.cost,
        prices: solved.prices,
      };
    taken.push(...ways);
  }
};

type Balanced = {
  /** How often each road is taken again. */
  readonly again: Int32Array;
  /** From each state, how often a test ends there. */
  readonly ends: Int32Array;
  readonly cost: number;
  readonly prices: Float64Array;
};

/** What must be added so that each state is left as often as it is entered. All resets go over one more state. */
const balanced = ({ states: hub, from, to }: Roads, taken: readonly number[]): Balanced => {
  const supply = new Int32Array(hub + 1);
  const change = (node: number, by: number): void => {
    supply[node] = (supply[node] ?? 0) + by;
  };
  for (const road of taken) {
    change(from[road] ?? 0, -1);
    change(to[road] ?? 0, 1);
  }
  // The first test begins with a reset, too.
  change(hub, -1);
  change(START, 1);
  const known = new Set<number>();
  const chosen: number[] = [];
  for (let road = 0; road < to.length; road += 1) {
    const key = (from[road] ?? 0) * hub + (to[road] ?? 0);
    if (from[road] === to[road] || known.has(key)) continue;
    known.add(key);
    chosen.push(road);
  }
  const arcs: Arc[] = chosen.map(road => ({ from: from[road] ?? 0, to: to[road] ?? 0, cost: 1 }));
  for (let state = 0; state < hub; state += 1) arcs.push({ from: state, to: hub, cost: 0 });
  arcs.push({ from: hub, to: START, cost: RESET });
  const { units, cost, prices } = cheapestFlow(hub + 1, arcs, supply);
  const again = new Int32Array(to.length);
  for (const [at, road] of chosen.entries()) again[road] = units[at] ?? 0;
  return { again, ends: units.slice(chosen.length, chosen.length + hub), cost: cost + RESET, prices };
};

/** Ways from what hangs together with the initial state to each other part of the roads that are taken. */
const waysBetweenParts = (
  { states, first, from, to }: Roads,
  taken: readonly number[],
  again: Int32Array,
): readonly number[] => {
  const parts = Int32Array.from({ length: states }, (_, state) => state);
  const isUsed = new Uint8Array(states);
  const partOf = (state: number): number => {
    let at = state;
    while (parts[at] !== at) at = parts[at] ?? at;
    return at;
  };
  const use = (road: number): void => {
    const [one, other] = [from[road] ?? 0, to[road] ?? 0];
    isUsed[one] = 1;
    isUsed[other] = 1;
    parts[partOf(one)] = partOf(other);
  };
  for (const road of taken) use(road);
  for (const [road, times] of again.entries()) if (times > 0) use(road);

  const causes = new Int32Array(states).fill(-1);
  const isSeen = new Uint8Array(states);
  const main = partOf(START);
  const queue: number[] = [];
  const enter = (state: number): void => {
    isSeen[state] = 1;
    queue.push(state);
  };
  for (let state = 0; state < states; state += 1)
    if (state === START || (isUsed[state] === 1 && partOf(state) === main)) enter(state);
  const joined = new Set([main]);
  const ways: number[] = [];
  for (const state of queue) {
    const end = first[state + 1] ?? 0;
    for (let road = first[state] ?? 0; road < end; road += 1) {
      const target = to[road] ?? 0;
      if (isSeen[target] === 1) continue;
      causes[target] = road;
      enter(target);
      if (isUsed[target] !== 1 || joined.has(partOf(target))) continue;
      joined.add(partOf(target));
      for (let at = target; (causes[at] ?? -1) >= 0; ) {
        const by = causes[at] ?? 0;
        ways.push(by);
        causes[at] = -1;
        at = from[by] ?? 0;
      }
    }
  }
  return ways;
};

/** Beside roads by number, two more: back to where resets go over, and from there to the initial state. */
const END = -1;
const RESTART = -2;

/** An Euler tour from where resets go over, cut where it comes back to it. */
const eulerWalks = (
  { states: hub, from, to }: Roads,
  taken: readonly number[],
  { again, ends }: Balanced,
): readonly (readonly number[])[] => {
  /** What leaves each node; what is taken first comes last. */
  const leaving: number[][] = Array.from({ length: hub + 1 }, () => []);
  const leave = (node: number, by: number, times = 1): void => {
    for (let time = 0; time < times; time += 1) leaving[node]?.push(by);
  };
  let tests = 0;
  for (const [state, times] of ends.entries()) {
    leave(state, END, times);
    tests += times;
  }
  leave(hub, RESTART, tests);
  for (const [road, times] of again.entries()) leave(from[road] ?? 0, road, times);
  for (const road of [...taken].sort((a, b) => b - a)) leave(from[road] ?? 0, road);
  const trail = [{ node: hub, by: END }];
  const tour: number[] = [];
  for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
    const by = leaving[last.node]?.pop();
    if (by === undefined) {
      trail.pop();
      tour.push(last.by);
    } else trail.push({ node: by === RESTART ? START : by === END ? hub : (to[by] ?? 0), by });
  }
  const walks: number[][] = [];
  for (const by of tour.reverse().slice(1)) {
    if (by === RESTART) walks.push([]);
    else if (by !== END) walks.at(-1)?.push(by);
  }
  return walks.filter(walk => walk.length > 0);
};
