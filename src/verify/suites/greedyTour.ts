import type { Net } from './net.ts';
import type { Observer } from './observer.ts';
import { PATIENCE, type Place, search, type Walk } from './search.ts';
import { RESET } from './suite.ts';

/** Walks that go on to the nearest goal that is open, and begin anew where that is nearer. */
export const greedyWalksOf = (
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
