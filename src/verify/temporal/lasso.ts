import type { Graph } from '../explore.ts';
import type { FairPart } from './fair.ts';
import type { Asked } from './judging.ts';
import type { Promises } from './promises.ts';
import type { Watched } from './watch.ts';

/** A run without end: steps to a position, and steps that go round for ever. None of these: nothing happens any more. */
export type Lasso = {
  readonly stem: readonly number[];
  readonly cycle: readonly number[];
  /** Whether no lasso has fewer steps; false where the search for the shortest became too long. */
  readonly isShortest: boolean;
};

/** How many pairs of position and kept promises are looked at for the shortest cycles. */
const MOST_LOOKED_AT = 1_000_000;

/**
 * The shortest lasso that stays in a fair part: for each position, the nearest first, the shortest way round
 * that keeps every promise, as long as stem and cycle together could be shorter than the best so far.
 */
export const lassoIn = (
  graph: Graph,
  pending: Watched,
  part: FairPart,
  stays: Asked,
  promises: Promises,
): Lasso | null => {
  let best: { readonly entered: number; readonly cycle: readonly number[] } | null = null;
  let least = Number.POSITIVE_INFINITY;
  let isShortest = true;
  let left = MOST_LOOKED_AT;
  for (const [index, entered] of pending.entered.entries()) {
    if (part.of[entered] === 0) continue;
    const distance = pending.distances[index] ?? 0;
    if (distance >= least) break;
    const round = roundIn(graph, part, stays, promises, entered, least - distance - 1, left);
    left -= round.lookedAt;
    if (round.cycle !== null) {
      best = { entered, cycle: round.cycle };
      least = distance + round.cycle.length;
    } else if (round.gaveUp) {
      isShortest = false;
      if (best !== null) break;
      best = { entered, cycle: grandTour(graph, part, stays, promises, entered) };
      least = distance + best.cycle.length;
    }
  }
  return best === null ? null : { stem: pending.wayTo(best.entered), cycle: best.cycle, isShortest };
};

type Round = {
  readonly cycle: readonly number[] | null;
  readonly lookedAt: number;
  readonly gaveUp: boolean;
};

/** The shortest way from a position back to it that keeps every promise, of at most so many steps. */
const roundIn = (
  { first, targets, labelOf }: Graph,
  { of, owed }: FairPart,
  stays: Asked,
  { weak, strong, keptBy }: Promises,
  home: number,
  longest: number,
  mayLookAt: number,
): Round => {
  const every = weak | strong;
  const own = of[home] ?? 0;
  /** What is kept: bits of promises; and, of strong ones, which were owed on the way. */
  type Place = { readonly at: number; readonly kept: number; readonly due: number };
  type Node = Place & { readonly edge: number; readonly from: Node | null; readonly length: number };
  const isKept = ({ kept, due }: Place): boolean => (weak & ~kept) === 0 && (strong & due & ~kept) === 0;
  const after = (place: Place, edge: number, to: number): Place => {
    const [before, now] = [owed[place.at] ?? 0, owed[to] ?? 0];
    return {
      at: to,
      kept: place.kept | (keptBy(labelOf[edge] ?? 0, before) & every) | (weak & ~now),
      due: place.due | (strong & now),
    };
  };
  const begun = owed[home] ?? 0;
  const start: Node = {
    at: home,
    kept: weak & ~begun,
    due: strong & begun,
    edge: -1,
    from: null,
    length: 0,
  };
  if (isKept(start)) return { cycle: [], lookedAt: 1, gaveUp: false };
  const known = new Set([keyOf(start)]);
  const queue: Node[] = [start];
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head];
    if (node === undefined || node.length >= longest) break;
    if (known.size > mayLookAt) return { cycle: null, lookedAt: known.size, gaveUp: true };
    const last = first[node.at + 1] ?? 0;
    for (let edge = first[node.at] ?? 0; edge < last; edge += 1) {
      const to = targets[edge] ?? 0;
      if (of[to] !== own || !stays(edge, node.at)) continue;
      const next: Node = { ...after(node, edge, to), edge, from: node, length: node.length + 1 };
      if (to === home && isKept(next)) return { cycle: wayOf(next), lookedAt: known.size, gaveUp: false };
      const key = keyOf(next);
      if (known.has(key)) continue;
      known.add(key);
      queue.push(next);
    }
  }
  return { cycle: null, lookedAt: known.size, gaveUp: false };
};

const keyOf = ({ at, kept, due }: { readonly at: number; readonly kept: number; readonly due: number }) =>
  `${at} ${kept} ${due}`;

type Linked = { readonly edge: number; readonly from: Linked | null };

const wayOf = (node: Linked): readonly number[] => {
  const way: number[] = [];
  for (let at: Linked | null = node; at !== null && at.edge >= 0; at = at.from) way.push(at.edge);
  return way.reverse();
};

/** A way round a fair component that keeps one promise after another, each by the nearest step that does. */
const grandTour = (
  graph: Graph,
  { of, owed }: FairPart,
  stays: Asked,
  { weak, strong, keptBy }: Promises,
  home: number,
): readonly number[] => {
  const { first, targets, labelOf } = graph;
  const own = of[home] ?? 0;
  const way: number[] = [];
  let at = home;
  let kept = weak & ~(owed[home] ?? 0);
  let owing = weak;
  for (const [position, component] of of.entries())
    if (component === own) owing |= strong & (owed[position] ?? 0);
  const gain = (edge: number, from: number): number =>
    keptBy(labelOf[edge] ?? 0, owed[from] ?? 0) | (weak & ~(owed[targets[edge] ?? 0] ?? 0));
  /** Walks to the end of the nearest step that is wanted. */
  const go = (isWanted: Asked): void => {
    const cause = new Map<number, number>([[at, -1]]);
    const sources = new Map<number, number>();
    const queue = [at];
    for (const from of queue)
      for (let edge = first[from] ?? 0; edge < (first[from + 1] ?? 0); edge += 1) {
        const to = targets[edge] ?? 0;
        if (of[to] !== own || !stays(edge, from)) continue;
        if (isWanted(edge, from)) {
          const leg = [edge];
          for (let back = from; back !== at; back = sources.get(back) ?? at) leg.push(cause.get(back) ?? 0);
          for (const each of leg.reverse()) way.push(each);
          at = to;
          return;
        }
        if (cause.has(to)) continue;
        cause.set(to, edge);
        sources.set(to, from);
        queue.push(to);
      }
    throw new Error('a fair component has no way to keep a promise of its own');
  };
  while ((owing & ~kept) !== 0) {
    const before = way.length;
    go((edge, from) => (gain(edge, from) & owing & ~kept) !== 0);
    for (const edge of way.slice(before)) kept |= gain(edge, sourceIn(graph, edge));
  }
  if (at !== home) go(edge => targets[edge] === home);
  return way;
};

const sourceIn = ({ first }: Graph, edge: number): number => {
  let [low, high] = [0, first.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((first[middle] ?? 0) <= edge) low = middle;
    else high = middle;
  }
  return low;
};
