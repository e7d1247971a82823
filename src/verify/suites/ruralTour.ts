import { pairs } from '../packed.ts';
import type { Net } from './net.ts';
import type { Observer } from './observer.ts';
import { postmanOf, type Roads } from './postman.ts';
import { START, type Walk } from './search.ts';

/** Products of graph and memory with more roads than this are left to the greedy tour. */
const MOST = 30_000;
/** How often another step is chosen for each goal, by what the last answer says that states are worth. */
const ROUNDS = 6;

/**
 * Walks that meet the goals that are open, by the rural postman: for each goal one step that meets it is
 * required, the nearest at first; then again and again the one that is cheapest where the last answer went.
 * Null where the product of the graph and what is remembered is too large.
 */
export const ruralWalksOf = (
  net: Net,
  observer: Observer,
  isOpen: (goal: number) => boolean,
): readonly Walk[] | null => {
  const product = productOf(net, observer, isOpen, { most: MOST, like: null });
  if (product === null) return null;
  const { roads, edges, meeting } = product;
  if (meeting.length === 0) return [];
  let best: { readonly length: number; readonly walks: readonly (readonly number[])[] } | null = null;
  let prices = new Float64Array(roads.states + 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const required = chosenOf(meeting, road =>
      round === 0 ? 0 : 1 + (prices[roads.from[road] ?? 0] ?? 0) - (prices[roads.to[road] ?? 0] ?? 0),
    );
    const solved = postmanOf(roads, required);
    if (best !== null && solved.length >= best.length && round > 2) break;
    if (best === null || solved.length < best.length) best = solved;
    prices = Float64Array.from(solved.prices);
  }
  return best?.walks.map(walk => walk.map(road => edges[road] ?? 0)) ?? [];
};

/** The goals that a road meets. */
type Meeting = { readonly road: number; readonly goals: readonly number[] };

/** Roads that together meet all goals: the cheapest first, and of those what meets most. */
const chosenOf = (meeting: readonly Meeting[], costOf: (road: number) => number): readonly number[] => {
  const sorted = meeting
    .map(each => ({ ...each, cost: costOf(each.road) }))
    .sort((a, b) => a.cost - b.cost || b.goals.length - a.goals.length || a.road - b.road);
  const met = new Set<number>();
  return sorted.flatMap(({ road, goals }) => {
    if (goals.every(goal => met.has(goal))) return [];
    for (const goal of goals) met.add(goal);
    return [road];
  });
};

export type Product = {
  readonly roads: Roads;
  /** By road, the step that it stands for. */
  readonly edges: readonly number[];
  readonly meeting: readonly Meeting[];
};

/** How many roads there may be, and which state stands for each; each for itself where none is given. */
type Extent = { readonly most: number; readonly like: Int32Array | null };

/**
 * Places, a position and what is remembered, and the roads between them; of roads that are alike one. Null where
 * there are too many.
 */
export const productOf = (
  { graph, first, edges: order }: Net,
  observer: Observer,
  isOpen: (goal: number) => boolean,
  { most, like }: Extent,
): Product | null => {
  const places = pairs();
  places.numberOf(START, observer.begin);
  const starts: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const edges: number[] = [];
  const meeting: Meeting[] = [];
  for (let place = 0; place < places.size(); place += 1) {
    starts.push(to.length);
    const [position, memory] = [places.first(place), places.second(place)];
    const known = new Set<string>();
    const end = first[position + 1] ?? 0;
    for (let index = first[position] ?? 0; index < end; index += 1) {
      const edge = order === null ? index : (order[index] ?? 0);
      const goals = observer.meets(memory, edge).filter(isOpen);
      const state = graph.targets[edge] ?? 0;
      const target = places.numberOf(like?.[state] ?? state, observer.next(memory, edge));
      const key = `${target} ${goals.join()}`;
      if (known.has(key) || (target === place && goals.length === 0)) continue;
      known.add(key);
      if (goals.length > 0) meeting.push({ road: to.length, goals });
      from.push(place);
      to.push(target);
      edges.push(edge);
    }
    if (to.length > most) return null;
  }
  starts.push(to.length);
  const roads: Roads = {
    states: places.size(),
    first: Int32Array.from(starts),
    from: Int32Array.from(from),
    to: Int32Array.from(to),
  };
  return { roads, edges, meeting };
};
