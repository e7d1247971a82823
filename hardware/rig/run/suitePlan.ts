import { type Asked, nameOf } from '../../../src/verify/automaton.ts';
import { activeStates } from '../../../src/verify/coverage.ts';
import type { PathResult } from '../paths/pathResult.ts';
import { pumpModel } from '../paths/pumpModel.ts';
import type { SuiteResult } from '../paths/suite.ts';
import { pathsIn } from '../paths/suites.ts';
import { driveOn } from './driveOn.ts';
import type { Phase } from './phases.ts';
import type { Stand } from './stand.ts';
import { attested, tornDown } from './standing.ts';
import type { SuiteFile } from './suiteReport.ts';

/** Machines whose suites are of the pump's whole chart, whatever world they were made in. */
export const DRIVEN_MACHINES: readonly string[] = ['pump', 'pumpAlone', 'pumpInPlant'];

/** A step takes milliseconds; one that takes this long hangs. Real time, ms. */
const STEP_MS = 2_000;

/** The tests of a generated suite, each with a new pump. */
export const suitePlan = (
  stand: Stand,
  { suite }: SuiteFile,
  tell: (line: string) => void,
  keep: (suite: SuiteResult) => void,
  each: (result: PathResult) => void,
): readonly Phase[] => [
  attested(stand),
  {
    name: `drive the suite ${suite.criterion} of ${suite.machine}`,
    group: 'main',
    deadlineMs: 60_000 + suite.steps * STEP_MS,
    run: async tools => void (await driveOn(stand, pathsIn(suite), tools, { tell, keep, each })),
  },
  ...tornDown(stand),
];

/** What in a suite does not fit a rig with this pump: the field, what it holds, and what is wrong with it. */
export type Misfit = { readonly field: string; readonly value: string; readonly problem: string };

/** The first thing that makes a suite no suite for this rig; null when it can be driven. */
export const misfitOf = ({ machine, tests }: SuiteFile['suite']): Misfit | null => {
  if (!DRIVEN_MACHINES.includes(machine))
    return {
      field: 'machine',
      value: machine,
      problem: `a rig drives the whole pump; suites for it are of ${DRIVEN_MACHINES.join(', ')}`,
    };
  if (tests.length === 0) return { field: 'tests', value: '[]', problem: 'there is nothing to be driven' };
  for (const [test, { steps }] of tests.entries()) {
    let state = pumpModel.initial;
    for (const [at, { event, taken, states, asked }] of steps.entries()) {
      const field = `tests.${test}.steps.${at}`;
      const edge = pumpModel.step(state, event);
      state = edge.target;
      const own = taken.filter(id => id.startsWith(`${pumpModel.machine.id}.`));
      for (const [name, said, done] of [
        ['taken', own, edge.taken],
        ['states', states, activeStates(pumpModel.snapshot(state))],
        ['asked', asked.map(wordsOf), edge.asked.map(wordsOf)],
      ] as const)
        if (said.join() !== done.join())
          return {
            field: `${field}.${name}`,
            value: said.join(', ') || 'nothing',
            problem: `on ${event.type} the pump's chart has ${done.join(', ') || 'nothing'}`,
          };
    }
  }
  return null;
};

const wordsOf = ({ type, params }: Asked): string => nameOf({ ...params, type });
