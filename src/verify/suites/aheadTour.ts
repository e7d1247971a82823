import type { Hunt } from './hunt.ts';
import { PATIENCE, START, search, type Walk } from './search.ts';
import { RESET } from './suite.ts';

/** How far is looked ahead, in steps, and at how many steps at most. */
const AHEAD = 4;
const LOOKED_AT = 4_000;

/**
 * Walks that meet the goals of all observers together: again and again the way on that meets most for its length
 * nearby; where nothing is near, the way to the nearest goal of any of them, or a new test where that is nearer.
 */
export const aheadWalksOf = (hunt: Hunt): readonly Walk[] => {
  const { net, observers, nearest, lanes } = hunt;
  const { targets, states } = net.graph;
  const open = observers.map(
    ({ goals }, index) => new Set(goals.flatMap((_, goal) => (nearest[index]?.[goal]?.length ? [goal] : []))),
  );
  const walks: number[][] = [];
  let position = START;
  let memories: Memories = [];

  const nextOf = (before: Memories, edge: number): Memories =>
    observers.map((observer, index) => observer.next(before[index] ?? 0, edge));
  const go = (edge: number): void => {
    walks.at(-1)?.push(edge);
    for (const [index, observer] of observers.entries())
      for (const goal of observer.meets(memories[index] ?? 0, edge)) open[index]?.delete(goal);
    memories = nextOf(memories, edge);
    position = targets[edge] ?? START;
  };
  /** What a step meets that is open and not met on the way to it: observer and goal as one number. */
  const gainOf = (before: Memories, edge: number, met: readonly number[]): readonly number[] =>
    observers.flatMap((observer, index) =>
      observer
        .meets(before[index] ?? 0, edge)
        .filter(goal => open[index]?.has(goal) === true)
        .map(goal => goal * observers.length + index)
        .filter(each => !met.includes(each)),
    );

  const seen = new Int32Array(states.length);
  let looks = 0;
  /** The way on that meets most for its length; null where nothing open is near. */
  const nearby = (): Walk | null => {
    looks += 1;
    const front: Ahead[] = [{ position, memories, edge: -1, before: null, met: [], steps: 0 }];
    seen[position] = looks;
    let best: Ahead | null = null;
    let looked = 0;
    for (const at of front) {
      if (at.steps === AHEAD || looked > LOOKED_AT) break;
      const end = net.first[at.position + 1] ?? 0;
      for (let index = net.first[at.position] ?? 0; index < end; index += 1) {
        const edge = net.edges === null ? index : (net.edges[index] ?? 0);
        looked += 1;
        const to = targets[edge] ?? START;
        const news = gainOf(at.memories, edge, at.met);
        const isNew = seen[to] !== looks;
        if (!isNew && news.length === 0) continue;
        const steps = at.steps + 1;
        const met = news.length === 0 ? at.met : [...at.met, ...news];
        const isBest = met.length / steps > (best === null ? 0 : best.met.length / best.steps);
        if (!isNew && !isBest) continue;
        seen[to] = looks;
        const ahead: Ahead = {
          position: to,
          memories: nextOf(at.memories, edge),
          edge,
          before: at,
          met,
          steps,
        };
        front.push(ahead);
        if (isBest) best = ahead;
      }
    }
    return best === null ? null : wayTo(best);
  };

  /** To the nearest open goal of any observer, from here or, at the price of a reset, from the beginning. */
  const far = (): { readonly walk: Walk; readonly anew: boolean } | null => {
    let found: { readonly walk: Walk; readonly anew: boolean } | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, goals] of open.entries())
      for (const goal of goals) {
        const walk = nearest[index]?.[goal] ?? [];
        if (walk.length + RESET >= least) continue;
        least = walk.length + RESET;
        found = { walk, anew: true };
      }
    if (walks.length === 0) return found;
    for (const [index, observer] of observers.entries()) {
      if (open[index]?.size === 0) continue;
      search(
        lanes[index] ?? net,
        observer,
        { position, memory: memories[index] ?? 0 },
        ({ goal, distance, walk }) => {
          if (open[index]?.has(goal) !== true) return 'on';
          least = distance;
          found = { walk: walk(), anew: false };
          return 'enough';
        },
        { within: least - 1, most: PATIENCE },
      );
    }
    return found;
  };

  while (open.some(goals => goals.size > 0)) {
    const near = walks.length === 0 ? null : nearby();
    const way = near === null ? far() : { walk: near, anew: false };
    if (way === null) throw new Error('a goal that can be met was not found');
    if (way.anew) {
      walks.push([]);
      position = START;
      memories = observers.map(({ begin }) => begin);
    }
    for (const edge of way.walk) go(edge);
  }
  return walks;
};

/** By observer, what it remembers. */
type Memories = readonly number[];

/** A place some steps ahead, and what is met on the way there. */
type Ahead = {
  readonly position: number;
  readonly memories: Memories;
  readonly edge: number;
  readonly before: Ahead | null;
  readonly met: readonly number[];
  readonly steps: number;
};

const wayTo = (last: Ahead): Walk => {
  const walk: number[] = [];
  for (let at: Ahead | null = last; at !== null && at.before !== null; at = at.before) walk.push(at.edge);
  return walk.reverse();
};
