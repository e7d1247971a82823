import type { Event } from '../../../src/verify/automaton.ts';
import type { BenchSystem } from '../paths/benchSystem.ts';
import type { Plan } from '../paths/plan.ts';
import { type Covered, type Goal, gainOf, note } from './goals.ts';
import { isAtRest, type Move, movesOf, nearest } from './search.ts';

export type Planner = {
  /** A plan for a pump that has not had power yet; what it covers is noted as it happens. */
  readonly plan: () => Plan;
  /** Whether the last plan ended because nothing new is near even from a new pump. */
  readonly isDone: () => boolean;
};

export type PlannerOptions = {
  readonly covered: Covered;
  /** What is looked for, in this order: the next kind only where none of the one before is near. */
  readonly goals: readonly Goal[];
  /** A number from 0 to one below `count`, the next of a seeded sequence. */
  readonly pick: (count: number) => number;
  /** Situations that are looked through for the nearest goal. */
  readonly within: number;
  /** Steps of one pump, after which a new one begins. */
  readonly perPump: number;
  /** Whether one more step may be planned. */
  readonly mayGoOn: () => boolean;
};

/**
 * Chooses what happens next by what it would add: from where the pump is now, the shortest way to a step
 * that was not yet taken, and on to a moment of rest. Without one nearby a new pump begins.
 */
export const plannerOn = (system: BenchSystem, options: PlannerOptions): Planner => {
  const { covered, goals, pick, within, perPump, mayGoOn } = options;
  const moves = movesOf(system);
  let isDone = false;

  const wayFrom = (state: number, before: readonly string[]): readonly Move[] | null => {
    const gaining = goals.reduce<readonly Move[] | null>(
      (found, goal) =>
        found ??
        nearest(state, before, {
          moves,
          pick,
          most: within,
          worth: (last, { taken }) => gainOf(covered, goal, last, taken),
        }),
      null,
    );
    if (gaining === null) return null;
    const end = gaining.at(-1)?.target ?? state;
    if (isAtRest(system, end)) return gaining;
    const calming = nearest(end, gaining.at(-1)?.taken ?? before, {
      moves,
      pick,
      most: within,
      worth: (_, { target }) => (isAtRest(system, target) ? 1 : 0),
    });
    return [...gaining, ...(calming ?? [])];
  };

  return {
    isDone: () => isDone,
    plan: () => {
      let planned = 0;
      let before: readonly string[] = [];
      return {
        takesWhatComes: true,
        happened: taken => {
          note(covered, before, taken);
          before = taken;
        },
        more: (chartState, bench): readonly Event[] => {
          if (planned >= perPump || !mayGoOn()) return [];
          const way = wayFrom(system.numberOf(chartState, bench), before);
          if (way === null) {
            isDone = planned === 0;
            return [];
          }
          planned += way.length;
          return way.map(({ event }) => event);
        },
      };
    },
  };
};
