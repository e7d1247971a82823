import type { PumpMachine } from '../../../machines/pump/pump.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import type { Graph } from '../../../src/verify/explore.ts';
import { machineOf } from '../../../src/verify/mutants/draft.ts';
import type { Examined, Examiner } from '../../../src/verify/mutants/examine.ts';
import type { Outcome } from '../../../src/verify/mutants/judge.ts';
import { killerOf } from '../../../src/verify/mutants/kill.ts';
import { drive } from '../paths/drive.ts';
import type { Amiss, PathResult } from '../paths/pathResult.ts';
import type { PumpPath } from '../paths/pumpModel.ts';
import { benchGraph, benchSuite, pathsIn } from '../paths/suites.ts';
import { UNDRIVEN } from '../paths/undriven.ts';
import { type StoryRun, seenInStory, storyRuns, storyTests } from './stories.ts';
import { tellingRuns } from './telling.ts';

/** What the real pump with a mutated chart comes to when it is driven and looked at from outside. */
export type Driven =
  /**
   * It was noticed: at the motor, in how far it went, in what was shown or told, in what did not come, or in what it
   * asked of devices, journal and person, where the pump that ships, beside it, asks for something else.
   */
  | {
      readonly kind: 'killed';
      readonly by: By;
      readonly look: Amiss;
      readonly path: string;
      readonly divergence: string;
    }
  /** Paths come to a step that the mutant answers otherwise, and nothing of it was seen outside after that. */
  | { readonly kind: 'inside'; readonly paths: number; readonly because: string }
  /** No path comes to such a step. */
  | { readonly kind: 'notDriven'; readonly because: string };

/** A generated suite, runs made for the mutant, or a committed story. */
export const BY = ['suite', 'tellingRun', 'story'] as const;
export type By = (typeof BY)[number];

/** Pump time that goes on after a path, ms: pulses of a rate that is another fall due at other times. */
const ON_MS = 60_000;
/** Runs of its own that a mutant is driven along. */
const MOST_RUNS = 4;
/** Stories that are played with a mutant that nothing else shows, the shortest first. */
const MOST_STORIES = 4;

/** By these criteria: shortest runs to each state and transition, and tours, which go on after what they are for. */
export const drivenPaths = (
  criteria: readonly string[] = ['paths', 'transitions'],
  graph: Graph = benchGraph(),
): readonly PumpPath[] => criteria.flatMap(criterion => pathsIn(benchSuite(criterion, graph)));

/** What mutants are driven along. */
export type Driving = {
  readonly paths: readonly PumpPath[];
  /** Pump and bench, in which runs of its own are looked for; none without. */
  readonly graph?: Graph;
  readonly stories?: readonly StoryRun[];
};

/** All of it. */
export const drivingOf = async (criteria?: readonly string[]): Promise<Driving> => {
  const graph = benchGraph();
  return { paths: drivenPaths(criteria, graph), graph, stories: await storyRuns() };
};

/**
 * Drives mutants of the pump in the real runtime with simulated devices. A path of the suite is driven only if the
 * mutant answers one of its steps otherwise: on all others it is the pump that ships. What the suite does not show is
 * driven along runs of its own, which should tell it (`telling.ts`), and then along committed stories.
 */
export const driverOf = (
  examiner: Examiner,
  { paths, graph, stories = [] }: Driving,
): ((examined: Examined) => Promise<Driven>) => {
  const runs = paths.map(({ steps }) => steps.map(({ event }): Event => event));
  const killer = killerOf(examiner, { name: 'driven paths', runs });
  const inOrder = stories.toSorted((one, other) => one.run.length - other.run.length);
  const teller = killerOf(examiner, storyTests(inOrder));
  return async examined => {
    const { mutant } = examined;
    // XState's types know the charts that are written, not those that are made of them.
    const chart = machineOf(mutant.draft) as PumpMachine;
    const seenOn = async (path: PumpPath, by: By): Promise<Driven | null> => {
      const seen = await drive(path, { transport: 'memory', chart, fromOutside: true, besideMs: ON_MS });
      // What the bench cannot bring about is no word on the mutant.
      if (seen.outcome === 'pass' || seen.outcome === 'undriven') return null;
      return { kind: 'killed', by, look: seen.amiss ?? 'defect', path: path.name, divergence: wordsOf(seen) };
    };
    const coming = killer.testsThatKill(examined).flatMap(number => paths[number] ?? []);
    for (const path of coming) {
      const seen = await seenOn(path, 'suite');
      if (seen !== null) return seen;
    }
    const telling = graph === undefined ? [] : tellingRuns(graph, examined, MOST_RUNS);
    for (const { run, shows } of telling) {
      const path = { name: `should show ${shows}`, modes: [], steps: run.map(event => ({ event })) };
      const seen = await seenOn(path, 'tellingRun');
      if (seen !== null) return seen;
    }
    const told = teller.testsThatKill(examined).slice(0, MOST_STORIES);
    for (const { file } of told.flatMap(number => inOrder[number] ?? [])) {
      const divergence = await seenInStory(file, chart);
      if (divergence !== null) return { kind: 'killed', by: 'story', look: 'beside', path: file, divergence };
    }
    const tried = coming.length + telling.length + told.length;
    return tried > 0
      ? { kind: 'inside', paths: tried, because: telling[0]?.shows ?? NO_WAY_ON }
      : { kind: 'notDriven', because: UNDRIVEN.get(mutant.place) ?? NOT_COME_TO };
  };
};

const NO_WAY_ON = 'no way on that was looked at asks for anything else that leaves the pump';
const NOT_COME_TO = 'no driven path and no story comes to a step that it answers otherwise';

/** One in so many of the mutants that can be told apart, driven. */
export const driveSome = async (
  examiner: Examiner,
  outcomes: readonly Outcome[],
  oneIn: number,
  progress: (done: number, total: number) => void = () => {},
): Promise<readonly DrivenMutant[]> => {
  const driven = driverOf(examiner, await drivingOf());
  const some = outcomes
    .filter(({ verdict }) => verdict.kind === 'killed')
    .filter((_, index) => index % oneIn === 0);
  const all: DrivenMutant[] = [];
  for (const { mutant } of some) {
    const examined = examiner.examine(mutant);
    if (!('refused' in examined)) all.push({ mutant: mutant.id, driven: await driven(examined) });
    progress(all.length, some.length);
  }
  return all;
};

export type DrivenMutant = { readonly mutant: string; readonly driven: Driven };

/** The first line: a defect of the pump comes with its stack. */
const wordsOf = ({ outcome, firstDivergence }: PathResult): string =>
  firstDivergence?.split('\n')[0] ?? outcome;
