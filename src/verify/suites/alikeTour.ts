import type { Net } from './net.ts';
import type { Observer } from './observer.ts';
import { postmanOf } from './postman.ts';
import { type Quotient, quotientOf } from './quotient.ts';
import { type Product, productOf } from './ruralTour.ts';
import { START, type Walk } from './search.ts';
import { costOf } from './suite.ts';

/** Products of classes and memories with more roads than this are left as they are. */
const MOST_ROADS = 1_500_000;
/** How often what the last answer goes anyway is asked for instead of what it went for. */
const ROUNDS = 3;

/**
 * Shorter walks that meet what these meet, by the rural postman on the states that the observer tells apart: what
 * a walk is the first to meet is required, all else is free to be gone some other way. Where the answer comes by
 * another step that meets a goal anyway, that one is required in the next round. Null where nothing is gained, or
 * the observer tells too much apart.
 */
export const shortenedOf = (
  net: Net,
  observer: Observer,
  isOpen: (goal: number) => boolean,
  walks: readonly Walk[],
): readonly Walk[] | null => {
  const quotient = quotientOf(net, observer);
  const product = quotient && productOf(net, observer, isOpen, { most: MOST_ROADS, like: quotient.like });
  if (quotient === null || product === null) return null;
  const required = roadsAlong(product, quotient, observer, walks);
  let best: readonly Walk[] | null = null;
  let least = costOf(walks);
  for (let round = 0; round < ROUNDS; round += 1) {
    const chosen = [...new Set(required.values())];
    const { walks: found } = postmanOf(product.roads, chosen);
    if (costOf(found) >= least) break;
    least = costOf(found);
    best = found;
    useWhatIsGone(product, required, new Set(chosen), found);
  }
  return (
    best?.map(walk =>
      lifted(
        net,
        quotient,
        walk.map(road => product.edges[road] ?? 0),
      ),
    ) ?? null
  );
};

/** By goal, the road by which these walks are the first to meet it. */
const roadsAlong = (
  { roads: { first, to }, edges, meeting }: Product,
  { like, targets }: Quotient,
  { alike }: Observer,
  walks: readonly Walk[],
): Map<number, number> => {
  const goalsOf = new Map(meeting.map(({ road, goals }) => [road, goals]));
  const required = new Map<number, number>();
  const isLike = (one: number, other: number): boolean =>
    like[targets[one] ?? 0] === like[targets[other] ?? 0] && alike(one).join() === alike(other).join();
  for (const walk of walks) {
    let place = START;
    for (const edge of walk) {
      let road = first[place] ?? 0;
      const end = first[place + 1] ?? 0;
      while (road < end && !isLike(edges[road] ?? 0, edge)) road += 1;
      // A step that the observer reads nothing of, to a state that it cannot tell from the one before.
      if (road === end) continue;
      for (const goal of goalsOf.get(road) ?? []) if (!required.has(goal)) required.set(goal, road);
      place = to[road] ?? START;
    }
  }
  return required;
};

const useWhatIsGone = (
  { meeting }: Product,
  required: Map<number, number>,
  chosen: ReadonlySet<number>,
  walks: readonly Walk[],
): void => {
  const times = new Map<number, number>();
  for (const road of walks.flat()) times.set(road, (times.get(road) ?? 0) + 1);
  for (const { road, goals } of meeting)
    if ((times.get(road) ?? 0) > (chosen.has(road) ? 1 : 0))
      for (const goal of goals) required.set(goal, road);
};

/** The walk from the initial state that a walk over states that are alike stands for. */
const lifted = ({ graph: { targets } }: Net, { alikeFrom }: Quotient, walk: Walk): Walk => {
  let state = START;
  return walk.map(edge => {
    const own = alikeFrom(state, edge);
    state = targets[own] ?? START;
    return own;
  });
};
