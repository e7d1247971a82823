import type { Hunt } from './hunt.ts';
import { jointHunt } from './joint.ts';
import type { Net } from './net.ts';
import type { Observer } from './observer.ts';
import { ruralWalksOf } from './ruralTour.ts';
import { type Place, search, type Walk } from './search.ts';
import { type Bound, RESET } from './suite.ts';

/** A walk of a suite, and what it was begun for. */
export type Tour = { readonly goal: string; readonly walk: Walk };

/** How many steps a search for the next goal looks at before a new test is begun instead. */
const PATIENCE = 200_000;

/** Tours at most so many times as long as the bound are left as they are. */
const ENOUGH = 1.5;
/** All regions are looked at together only if there are so few goals, and so few places for all of them. */
const FEW_GOALS = 500;
const FEW_PLACES = 200_000;

/**
 * Tours, each from the initial state, that together meet every goal that can be met. They are made region by
 * region, in the order of their names. What a tour meets of other regions on its way counts, but never leads
 * it: a change in one region leaves the tours of others as they are, as far as it can. Where that makes tours
 * much longer than the bound, and all regions together do better, it is given up.
 */
export const toursOf = (hunt: Hunt, { length }: Bound): readonly Tour[] => {
  const apart = byRegion(hunt);
  const isShort = totalOf(apart) <= ENOUGH * length;
  const { observers, net } = hunt;
  const goals = observers.reduce((sum, each) => sum + each.goals.length, 0);
  const places = observers.reduce((product, { memories }) => product * memories, net.graph.states.length);
  if (isShort || observers.length === 1 || goals > FEW_GOALS || places > FEW_PLACES) return apart;
  const together = byRegion(jointHunt(hunt));
  return totalOf(together) < totalOf(apart) ? together : apart;
};

const totalOf = (tours: readonly Tour[]): number => costOf(tours.map(({ walk }) => walk));

const byRegion = ({ net: whole, lanes, observers, nearest }: Hunt): readonly Tour[] => {
  const met = observers.map(({ goals, atOnce }) => goals.map((_, goal) => atOnce.includes(goal)));
  return observers.flatMap((observer, index) => {
    const isOpen = (goal: number): boolean => nearest[index]?.[goal] != null && met[index]?.[goal] !== true;
    if (!observer.goals.some((_, goal) => isOpen(goal))) return [];
    const net = lanes[index] ?? whole;
    const greedy = greedyWalksOf(net, observer, nearest[index] ?? [], isOpen);
    const rural = ruralWalksOf(net, observer, isOpen);
    const walks = rural !== null && costOf(rural) < costOf(greedy) ? rural : greedy;
    return walks.map((walk): Tour => {
      const goal = observers.flatMap((each, other) => credit(each, walk, met[other] ?? []))[0];
      return { goal: goal ?? observer.name, walk };
    });
  });
};

const costOf = (walks: readonly Walk[]): number => walks.reduce((sum, walk) => sum + walk.length + RESET, 0);

/** Notes what a walk meets, and tells what it is the first to. */
const credit = ({ goals, begin, meets, next }: Observer, walk: Walk, met: boolean[]): readonly string[] => {
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

/** Walks that go on to the nearest goal that is open, and begin anew where that is nearer. */
const greedyWalksOf = (
  net: Net,
  observer: Observer,
  nearest: readonly (Walk | null)[],
  isWanted: (goal: number) => boolean,
): readonly Walk[] => {
  const open = new Set([...observer.goals.keys()].filter(isWanted));
  const byDistance = [...open].sort((a, b) => distanceTo(nearest, a) - distanceTo(nearest, b) || a - b);
  const walks: number[][] = [];
  let memory = observer.begin;
  const go = (way: Walk): void => {
    for (const edge of way) {
      walks.at(-1)?.push(edge);
      for (const goal of observer.meets(memory, edge)) open.delete(goal);
      memory = observer.next(memory, edge);
    }
  };
  for (const goal of byDistance) {
    while (open.has(goal)) {
      const position = net.graph.targets[walks.at(-1)?.at(-1) ?? -1];
      const anew = distanceTo(nearest, goal) + RESET;
      const isOpen = (each: number): boolean => open.has(each);
      const on = position === undefined ? null : next(net, observer, { position, memory }, isOpen, anew);
      if (on === null) {
        walks.push([]);
        memory = observer.begin;
      }
      go(on ?? nearest[goal] ?? []);
    }
  }
  return walks;
};

const distanceTo = (nearest: readonly (Walk | null)[], goal: number): number => nearest[goal]?.length ?? 0;

/** The way on to the nearest goal that is open, if one is nearer than beginning anew. */
const next = (
  net: Net,
  observer: Observer,
  from: Place,
  isOpen: (goal: number) => boolean,
  within: number,
): Walk | null => {
  let found: Walk | null = null;
  search(
    net,
    observer,
    from,
    ({ goal, walk }) => {
      if (!isOpen(goal)) return 'on';
      found = walk();
      return 'enough';
    },
    { within, most: PATIENCE },
  );
  return found;
};
