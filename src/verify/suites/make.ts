import { createHash } from 'node:crypto';
import { nameOf } from '../automaton.ts';
import type { Graph } from '../explore.ts';
import { type Path, stepAt } from '../paths.ts';
import type { Hunt } from './hunt.ts';
import type { Observer } from './observer.ts';
import type { Walk } from './search.ts';
import { type Bound, type Goal, lengthOf, type Suite } from './suite.ts';
import type { Tour } from './tour.ts';

/** What a suite says of itself, besides its tests. */
export type Head = Pick<Suite, 'machine' | 'criterion' | 'definition' | 'source' | 'seed'>;

/** Writes tours down as a suite: which test meets which goal first, and what cannot be met and why. */
export const suiteFrom = (
  head: Head,
  { net, observers, nearest }: Hunt,
  tours: readonly Tour[],
  bound: Bound,
): Suite => {
  const { graph } = net;
  const meetings = meetingsOf(
    observers,
    tours.map(({ walk }) => walk),
  );
  const goals = observers.flatMap((observer, index) =>
    observer.goals.map((name, goal): Goal => {
      const first = meetings[index]?.[goal] ?? null;
      if (first !== null) return { name, ...first };
      if (nearest[index]?.[goal] != null)
        throw new Error(
          `the suite "${head.criterion}" of ${head.machine} leaves out ${name}, which can be met`,
        );
      return { name, infeasible: observer.whyNot(goal) };
    }),
  );
  const tests = tours.map(
    ({ goal, walk }, number): Path => ({
      name: goal,
      steps: walk.map(edge => stepAt(graph, edge)),
      covers: goals.flatMap(each => ('test' in each && each.test === number ? [each.name] : [])),
    }),
  );
  return {
    version: 1,
    model: modelOf(graph),
    ...head,
    goals,
    tests,
    steps: tests.reduce((sum, { steps }) => sum + steps.length, 0),
    resets: tests.length,
    bound,
    onePerGoal: nearest
      .flat()
      .reduce((sum, walk) => sum + (walk === null ? 0 : lengthOf({ steps: walk.length, resets: 1 })), 0),
  };
};

/** For each goal of each observer, where it is first met; step -1 is the beginning of a test. */
export const meetingsOf = (
  observers: readonly Observer[],
  walks: readonly Walk[],
): readonly (readonly (Meeting | null)[])[] =>
  observers.map(observer => {
    const found: (Meeting | null)[] = observer.goals.map(() => null);
    const meet = (goal: number, test: number, step: number): void => {
      found[goal] ??= { test, step };
    };
    for (const [test, walk] of walks.entries()) {
      let memory = observer.begin;
      for (const goal of observer.atOnce) meet(goal, test, -1);
      for (const [step, edge] of walk.entries()) {
        for (const goal of observer.meets(memory, edge)) meet(goal, test, step);
        memory = observer.next(memory, edge);
      }
    }
    return found;
  });

type Meeting = { readonly test: number; readonly step: number };

/** Identifies a graph by all that a test can tell of it: sixteen hexadecimal digits of a SHA-256. */
export const modelOf = ({ first, targets, labelOf, labels }: Graph): string => {
  const hash = createHash('sha256');
  for (const numbers of [first, targets, labelOf]) hash.update(numbers);
  hash.update(JSON.stringify(labels.map(({ event, asked, taken }) => [nameOf(event), asked, taken])));
  return hash.digest('hex').slice(0, 16);
};
