import { aheadWalksOf } from './aheadTour.ts';
import { shortenedOf } from './alikeTour.ts';
import { greedyWalksOf } from './greedyTour.ts';
import type { Hunt } from './hunt.ts';
import { jointHunt } from './joint.ts';
import type { Net } from './net.ts';
import type { Observer } from './observer.ts';
import { ruralWalksOf } from './ruralTour.ts';
import type { Walk } from './search.ts';
import { type Bound, costOf } from './suite.ts';

/** A walk of a suite, and what it was begun for. */
export type Tour = { readonly goal: string; readonly walk: Walk };

/** Tours at most so many times as long as the bound are left as they are. */
const ENOUGH = 1.5;
/** All regions are looked at together only if there are so few goals, and so few places for all of them. */
const FEW_GOALS = 500;
const FEW_PLACES = 200_000;
/** Where states are so many that a tour is greedy, and it is so long, those that are alike are worth finding. */
const LONG = 300;

/**
 * Tours, each from the initial state, that together meet every goal that can be met. They are made region by
 * region, in the order of their names. What a tour meets of other regions on its way counts, but never leads
 * it: a change in one region leaves the tours of others as they are, as far as it can. Where that makes tours
 * much longer than the bound, the shortest of what else there is is taken: all regions as one, all by what is
 * near, and each region by the postman on the states that it tells apart.
 */
export const toursOf = (hunt: Hunt, { length }: Bound): readonly Tour[] => {
  const make = madeOnce(eachFor);
  const apart = byRegion(hunt, make);
  if (totalOf(apart) <= ENOUGH * length) return apart;
  return [asOne, byWhatIsNear, byWhatIsAlike].reduce((best, other) => {
    const tours = other(hunt, make);
    return tours !== null && totalOf(tours) < totalOf(best) ? tours : best;
  }, apart);
};

const goalsOf = ({ observers }: Hunt): number => observers.reduce((sum, { goals }) => sum + goals.length, 0);

/** Null where there is too much of it. */
const asOne = (hunt: Hunt): readonly Tour[] | null => {
  const { observers, net } = hunt;
  const places = observers.reduce((product, { memories }) => product * memories, net.graph.states.length);
  const isLarge = observers.length === 1 || goalsOf(hunt) > FEW_GOALS || places > FEW_PLACES;
  return isLarge ? null : byRegion(jointHunt(hunt), eachFor);
};

/** Null for thousands of goals: what is far then matters more than what is near. */
const byWhatIsNear = (hunt: Hunt): readonly Tour[] | null =>
  goalsOf(hunt) > FEW_GOALS ? null : creditOf(hunt).toursOf(aheadWalksOf(hunt), 'all regions');

const byWhatIsAlike = (hunt: Hunt, make: Maker): readonly Tour[] =>
  byRegion(hunt, (net, observer, nearest, isOpen) => {
    const walks = make(net, observer, nearest, isOpen);
    return (costOf(walks) > LONG ? shortenedOf(net, observer, isOpen, walks) : null) ?? walks;
  });

/** Makes the walks of one region. */
type Maker = (
  net: Net,
  observer: Observer,
  nearest: readonly (Walk | null)[],
  isOpen: (goal: number) => boolean,
) => readonly Walk[];

/** Greedily, or by the rural postman where that is shorter. */
const eachFor: Maker = (net, observer, nearest, isOpen) => {
  const greedy = greedyWalksOf(net, observer, nearest, isOpen);
  const rural = ruralWalksOf(net, observer, isOpen);
  return rural !== null && costOf(rural) < costOf(greedy) ? rural : greedy;
};

/** Walks of a region for the same goals are the same: they are made once. */
const madeOnce = (make: Maker): Maker => {
  const known = new Map<Observer, { readonly open: string; readonly walks: readonly Walk[] }>();
  return (net, observer, nearest, isOpen) => {
    const open = [...observer.goals.keys()].filter(isOpen).join();
    const found = known.get(observer);
    if (found?.open === open) return found.walks;
    const walks = make(net, observer, nearest, isOpen);
    known.set(observer, { open, walks });
    return walks;
  };
};

const totalOf = (tours: readonly Tour[]): number => costOf(tours.map(({ walk }) => walk));

const byRegion = (hunt: Hunt, make: Maker): readonly Tour[] => {
  const { net, lanes, observers, nearest } = hunt;
  const credit = creditOf(hunt);
  return observers.flatMap((observer, index) => {
    const isOpen = (goal: number): boolean => nearest[index]?.[goal] != null && !credit.isMet(index, goal);
    if (!observer.goals.some((_, goal) => isOpen(goal))) return [];
    return credit.toursOf(make(lanes[index] ?? net, observer, nearest[index] ?? [], isOpen), observer.name);
  });
};

/** Notes what walks meet of any region; a walk is named by the first thing that it is the first to meet. */
const creditOf = ({ observers }: Hunt) => {
  const met = observers.map(({ goals, atOnce }) => goals.map((_, goal) => atOnce.includes(goal)));
  return {
    isMet: (index: number, goal: number): boolean => met[index]?.[goal] === true,
    toursOf: (walks: readonly Walk[], otherwise: string): readonly Tour[] =>
      walks.map((walk): Tour => {
        const news = observers.flatMap((observer, index) => newsOf(observer, walk, met[index] ?? []));
        return { goal: news[0] ?? otherwise, walk };
      }),
  };
};

/** Notes what a walk meets, and tells what it is the first to. */
const newsOf = ({ goals, begin, meets, next }: Observer, walk: Walk, met: boolean[]): readonly string[] => {
  let memory = begin;
  const news: string[] = [];
  for (const edge of walk) {
    for (const goal of meets(memory, edge)) {
      if (met[goal] !== true) news.push(goals[goal] ?? '');
      met[goal] = true;
    }
    memory = next(memory, edge);
  }
  return news;
};
