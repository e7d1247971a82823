import type { Graph } from '../explore.ts';
import type { Path } from '../paths.ts';
import { stateObservers, transitionObservers } from './charted.ts';
import { type Hunt, huntOf } from './hunt.ts';
import { suiteFrom } from './make.ts';
import { netOf } from './net.ts';
import type { Observer } from './observer.ts';
import { FIRST_SEED } from './order.ts';
import type { Walk } from './search.ts';
import type { Tour } from './tour.ts';

/**
 * Shortest runs, each to a goal that the runs before it did not meet: the farthest goals first, for they meet
 * many others on the way. Longer together than tours, and each as short as a run to its goal can be.
 */
export const shortestRunsOf = ({ observers, nearest }: Hunt): readonly Tour[] => {
  const met = observers.map(() => new Set<number>());
  const goals = observers.flatMap((observer, index) =>
    observer.goals.flatMap((name, goal) => {
      const walk = nearest[index]?.[goal] ?? null;
      return walk === null || walk.length === 0 ? [] : [{ index, goal, name, walk }];
    }),
  );
  goals.sort((a, b) => b.walk.length - a.walk.length || (a.name < b.name ? -1 : 1));
  return goals.flatMap(({ index, goal, name, walk }) => {
    if (met[index]?.has(goal)) return [];
    for (const [number, observer] of observers.entries()) follow(observer, walk, met[number] ?? new Set());
    return [{ goal: name, walk }];
  });
};

const follow = (observer: Observer, walk: Walk, met: Set<number>): void => {
  let memory = observer.begin;
  for (const edge of walk) {
    for (const goal of observer.meets(memory, edge)) met.add(goal);
    memory = observer.next(memory, edge);
  }
};

/** Every state and every transition of the chart. */
export const elementObservers = (graph: Graph): readonly Observer[] => [
  ...stateObservers(graph),
  ...transitionObservers(graph),
];

/** Shortest runs to every state and every transition of the chart that its graph meets. */
export const pathsOf = (graph: Graph): readonly Path[] => {
  const head = { machine: '', criterion: 'paths', definition: '', source: '', seed: FIRST_SEED };
  const hunt = huntOf(netOf(graph, 'answered', head.seed), elementObservers(graph));
  return suiteFrom(head, hunt, shortestRunsOf(hunt), { length: 0, by: '' }).tests;
};
