import type { Hunt } from './hunt.ts';
import type { Net } from './net.ts';
import type { Observer } from './observer.ts';
import { type Place, START, search, type Walk } from './search.ts';
import { RESET } from './suite.ts';

/** A walk of a suite, and what it was begun for. */
export type Tour = { readonly goal: string; readonly walk: Walk };

/** How many steps a search for the next goal looks at before a new test is begun instead. */
const PATIENCE = 200_000;

/**
 * Tours, each from the initial state, that together meet every goal that can be met. Region by region, in
 * the order of their names, a tour goes on to the nearest goal that is not met yet, or ends where it is
 * nearer to begin anew. What a tour meets of other regions on its way counts, but never leads it: a change
 * in one region leaves the tours of others as they are, as far as it can.
 */
export const toursOf = ({ net, observers, nearest: all }: Hunt): readonly Tour[] => {
  const met = observers.map(({ goals, atOnce }) => goals.map((_, goal) => atOnce.includes(goal)));
  const tours: Tour[] = [];
  for (const [index, observer] of observers.entries()) {
    const nearest = all[index] ?? [];
    const isOpen = (goal: number): boolean => nearest[goal] !== null && met[index]?.[goal] !== true;
    const closest = (): number | null => {
      let best: number | null = null;
      for (const goal of nearest.keys())
        if (isOpen(goal) && (best === null || distanceTo(nearest, goal) < distanceTo(nearest, best)))
          best = goal;
      return best;
    };
    const beginning = (): number[] => observers.map(({ begin }) => begin);
    let memories = beginning();
    let walk: number[] = [];
    let begunFor = '';
    const go = (way: Walk): void => {
      for (const edge of way) {
        walk.push(edge);
        for (const [number, each] of observers.entries()) {
          const memory = memories[number] ?? 0;
          for (const goal of each.meets(memory, edge)) {
            const list = met[number];
            if (list !== undefined) list[goal] = true;
          }
          memories[number] = each.next(memory, edge);
        }
      }
    };
    const end = (): void => {
      if (walk.length > 0) tours.push({ goal: begunFor, walk });
      walk = [];
      memories = beginning();
    };
    for (let goal = closest(); goal !== null; goal = closest()) {
      const anew = distanceTo(nearest, goal) + RESET;
      const position = net.graph.targets[walk.at(-1) ?? -1] ?? START;
      const on =
        walk.length === 0
          ? null
          : next(net, observer, { position, memory: memories[index] ?? 0 }, isOpen, anew);
      if (on === null) {
        end();
        begunFor = observer.goals[goal] ?? '';
        go(nearest[goal] ?? []);
      } else go(on);
    }
    end();
  }
  return tours;
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
