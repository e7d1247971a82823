import type { PumpMachine } from '../../../machines/pump/pump.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import { machineOf } from '../../../src/verify/mutants/draft.ts';
import type { Examined, Examiner } from '../../../src/verify/mutants/examine.ts';
import type { Outcome } from '../../../src/verify/mutants/judge.ts';
import { killerOf } from '../../../src/verify/mutants/kill.ts';
import { drive, type PathResult } from '../paths/drive.ts';
import type { PumpPath } from '../paths/pumpModel.ts';
import { benchGraph, benchSuite, pathsIn } from '../paths/suites.ts';
import { UNDRIVEN } from '../paths/undriven.ts';

/** What the real pump with a mutated chart comes to when it is driven and looked at from outside. */
export type Driven =
  /** A path noticed it: at the motor, in how far it went, in what was shown or told, or in what did not come. */
  | { readonly kind: 'killed'; readonly path: string; readonly divergence: string }
  /** Paths come to a step that the mutant answers otherwise, and nothing of it was seen outside after that. */
  | { readonly kind: 'inside'; readonly paths: number }
  /** No path comes to such a step. */
  | { readonly kind: 'notDriven'; readonly because: string };

/** By these criteria: shortest runs to each state and transition, and tours, which go on after what they are for. */
export const drivenPaths = (criteria: readonly string[] = ['paths', 'transitions']): readonly PumpPath[] => {
  const graph = benchGraph();
  return criteria.flatMap(criterion => pathsIn(benchSuite(criterion, graph)));
};

/**
 * Drives mutants of the pump in the real runtime with simulated devices. A path is driven only if the mutant
 * answers one of its steps otherwise: on all others it is the pump that ships.
 */
export const driverOf = (
  examiner: Examiner,
  paths: readonly PumpPath[],
): ((examined: Examined) => Promise<Driven>) => {
  const runs = paths.map(({ steps }) => steps.map(({ event }): Event => event));
  const killer = killerOf(examiner, { name: 'driven paths', runs });
  return async examined => {
    const { mutant } = examined;
    const telling = killer.testsThatKill(examined);
    if (telling.length === 0)
      return {
        kind: 'notDriven',
        because: UNDRIVEN.get(mutant.place) ?? 'no driven path comes to a step that it answers otherwise',
      };
    // XState's types know the charts that are written, not those that are made of them.
    const chart = machineOf(mutant.draft) as PumpMachine;
    for (const number of telling) {
      const path = paths[number];
      if (path === undefined) continue;
      const seen = await drive(path, { transport: 'memory', chart, fromOutside: true });
      if (seen.outcome !== 'pass') return { kind: 'killed', path: path.name, divergence: wordsOf(seen) };
    }
    return { kind: 'inside', paths: telling.length };
  };
};

/** One in so many of the mutants that can be told apart, driven. */
export const driveSome = async (
  examiner: Examiner,
  outcomes: readonly Outcome[],
  oneIn: number,
  progress: (done: number, total: number) => void = () => {},
): Promise<readonly DrivenMutant[]> => {
  const drive = driverOf(examiner, drivenPaths());
  const some = outcomes
    .filter(({ verdict }) => verdict.kind === 'killed')
    .filter((_, index) => index % oneIn === 0);
  const all: DrivenMutant[] = [];
  for (const { mutant } of some) {
    const examined = examiner.examine(mutant);
    if (!('refused' in examined)) all.push({ mutant: mutant.id, driven: await drive(examined) });
    progress(all.length, some.length);
  }
  return all;
};

export type DrivenMutant = { readonly mutant: string; readonly driven: Driven };

/** The first line: a defect of the pump comes with its stack. */
const wordsOf = ({ outcome, firstDivergence }: PathResult): string =>
  firstDivergence?.split('\n')[0] ?? outcome;
