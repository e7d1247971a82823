import { properties } from '../../../specs/properties.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import { type Able, benchSystem } from '../paths/benchSystem.ts';
import { driveBy } from '../paths/drive.ts';
import type { DriveOptions } from '../paths/driveOptions.ts';
import type { Amiss } from '../paths/looks.ts';
import type { PathResult } from '../paths/pathResult.ts';
import { along } from '../paths/plan.ts';
import type { DrivePump } from '../paths/ports/driver.ts';
import type { PumpPath } from '../paths/pumpModel.ts';
import { RigTrouble } from '../run/phases.ts';
import { type Goal, nothingCovered } from './goals.ts';
import { plannerOn } from './planner.ts';
import { brokenBy } from './rules.ts';
import { shrink } from './shrink.ts';

/** Where an exploration ends, whichever comes first. */
export type Budget = {
  readonly steps: number;
  readonly ms: number;
  /** Transitions of the pump that were taken. */
  readonly transitions: number;
};

export type ExploreOptions = DriveOptions & {
  readonly seed: number;
  readonly goals: readonly Goal[];
  readonly budget: Budget;
  /** Another bench than that of simulated devices in this process: what can be brought about there, and who drives a pump on it. */
  readonly rig?: { readonly able: Able; readonly drive: DrivePump };
  /** Real time, in ms: an exploration is bounded by it. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
  /** Told after each pump. */
  readonly progress?: (soFar: Progress) => void;
  /** Told of what was wrong once it is met, and each time that it is met after fewer events: it is known even where what follows rejects. */
  readonly met?: (failure: Failure) => void;
};

export type Progress = {
  readonly pumps: number;
  readonly steps: number;
  readonly transitions: number;
  readonly pairs: number;
};

/** Something that was wrong, as the shortest run that was found. */
export type Failure = {
  readonly path: PumpPath;
  readonly amiss: Amiss | 'property';
  /** What was wrong at its last step. */
  readonly says: string;
  /** How long the run was in which it was met, and how often the pump was driven to shorten it. */
  readonly metAfter: number;
  readonly runs: number;
};

export type Exploration = Progress & {
  readonly endedBy:
    | 'failure'
    | 'steps'
    | 'time'
    | 'coverage'
    | 'nothing new nearby'
    | 'interrupted'
    | 'trouble';
  readonly taken: readonly string[];
  readonly failure: Failure | null;
};

/** Steps of one pump, and situations that are looked through for the nearest goal. */
const PER_PUMP = 80;
const WITHIN = 3_000;

/**
 * Drives the real pump and chooses what happens next while it runs, by what it would cover; each pump begins
 * without power. Ends at the first thing that is wrong, which is then shrunk, or at a bound. The same seed on the
 * same pump gives the same run, as long as time is not what ends it. Once `signal` is aborted no pump is driven on a
 * rig any more, and nothing is shortened. Rejects with RigTrouble where a rig could not drive a pump.
 */
export const exploreOnline = async (options: ExploreOptions): Promise<Exploration> => {
  const { seed, goals, budget, now, signal, progress, met, rig, ...driving } = options;
  const began = now();
  const system = benchSystem(rig?.able);
  const inProcess: DrivePump = (plan, name) => driveBy(plan, name, driving);
  const isOver = (): boolean => signal?.aborted ?? false;
  /** Null where the run was ended meanwhile: what became of that pump on a rig is no finding. */
  const byPlan = async (...[plan, name]: Parameters<DrivePump>): Promise<PathResult | null> => {
    if (rig === undefined) return inProcess(plan, name);
    if (isOver()) return null;
    try {
      const result = await rig.drive(plan, name);
      if (isOver()) return null;
      if (result.amiss === 'defect') throw new RigTrouble(result.firstDivergence ?? 'a pump was not driven');
      return result;
    } catch (trouble) {
      if (isOver()) return null;
      throw trouble;
    }
  };
  /** Where a rig cannot steer, a pump that goes another way is not wrong. */
  const amissIn = (result: PathResult): Wrong | null =>
    rig !== undefined && result.amiss === 'undriven' ? null : wrongIn(result);
  const again = async (events: readonly Event[]): Promise<Wrong | null> => {
    const result = await byPlan(along(pathOf(events)), 'found on line');
    return result === null ? null : amissIn(result);
  };
  const covered = nothingCovered();
  let pumps = 0;
  let steps = 0;
  const bounded = (): Exploration['endedBy'] | null => {
    if (isOver()) return 'interrupted';
    if (steps >= budget.steps) return 'steps';
    if (now() - began >= budget.ms) return 'time';
    return covered.transitions.size >= budget.transitions ? 'coverage' : null;
  };
  const planner = plannerOn(system, {
    covered,
    goals,
    pick: picker(seed),
    within: WITHIN,
    perPump: PER_PUMP,
    mayGoOn: () => bounded() === null,
  });
  const soFar = (): Progress => ({
    pumps,
    steps,
    transitions: covered.transitions.size,
    pairs: covered.pairs.size,
  });
  const ended = (endedBy: Exploration['endedBy'], failure: Failure | null = null): Exploration => ({
    ...soFar(),
    endedBy,
    taken: [...covered.transitions].sort(),
    failure,
  });

  for (;;) {
    const result = await byPlan(planner.plan(), 'on-line');
    if (result === null) return ended('interrupted');
    pumps += 1;
    steps += result.events.length;
    progress?.(soFar());
    const wrong = amissIn(result);
    if (wrong !== null) {
      let runs = 0;
      const failureIn = (events: readonly Event[], { amiss, says }: Wrong): Failure => ({
        path: pathOf(events),
        amiss,
        says,
        metAfter: wrong.events.length,
        runs,
      });
      let shortest = failureIn(wrong.events, wrong);
      met?.(shortest);
      const fails = async (events: readonly Event[]): Promise<boolean> => {
        runs += 1;
        const other = await again(events);
        if (other === null || !isSame(wrong, other)) return false;
        shortest = failureIn(events, other);
        met?.(shortest);
        return true;
      };
      const shrunk = await shrink(system, wrong.events, fails, () => !isOver());
      if (isOver()) return ended('interrupted', { ...shortest, runs });
      const last = await again(shrunk.events);
      return ended(
        isOver() ? 'interrupted' : 'failure',
        last === null ? { ...shortest, runs } : failureIn(shrunk.events, last),
      );
    }
    if (planner.isDone()) return ended('nothing new nearby');
    const bound = bounded();
    if (bound !== null) return ended(bound);
  }
};

export const pathOf = (events: readonly Event[]): PumpPath => ({
  name: 'found on line',
  modes: [],
  steps: events.map(event => ({ event })),
});

/** What was wrong in a run, and the events up to there. */
type Wrong = {
  readonly amiss: Amiss | 'property';
  readonly says: string;
  /** The property, where it is one. */
  readonly property: string | null;
  readonly events: readonly Event[];
};

const wrongIn = (result: PathResult): Wrong | null => {
  const { amiss, firstDivergence, events } = result;
  if (amiss !== null) return { amiss, says: firstDivergence ?? '', property: null, events };
  const broken = brokenBy(result.heard, properties);
  return broken === null ? null : { amiss: 'property', says: broken.says, property: broken.name, events };
};

/** The same kind of failure: a shrunk run may meet it elsewhere, and says it in other numbers. */
const isSame = (wrong: Wrong, other: Wrong): boolean =>
  other.amiss === wrong.amiss && other.property === wrong.property;

/** Numbers below a bound, from a seed: mulberry32 (public domain). */
const picker = (seed: number): ((count: number) => number) => {
  let state = seed >>> 0;
  return count => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * count);
  };
};
