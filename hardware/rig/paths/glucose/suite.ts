import { lowSuspendMachine } from '../../../../machines/therapy/lowSuspend/lowSuspend.ts';
import { once } from '../../../../src/runtime/once.ts';
import { explore } from '../../../../src/verify/explore.ts';
import { CRITERIA } from '../../../../src/verify/suites/criteria.ts';
import { transitionsOf } from '../transitions.ts';
import type { GlucosePath } from './drive.ts';
import { skySystem } from './sky.ts';

/** The chart under its sky has some hundred states. */
const MOST_STATES = 10_000;

/** Paths that take every transition which values, their absence, time and a person can bring about. Throws where that criterion is gone. */
export const glucosePaths = once((_: typeof lowSuspendMachine): readonly GlucosePath[] => {
  const criterion = CRITERIA.find(({ name }) => name === 'transitions');
  if (criterion === undefined) throw new Error('there is no criterion of transitions any more');
  const graph = explore(skySystem(), MOST_STATES);
  const { tests } = criterion.suite('lowSuspend', graph, { n: 1, seed: 1 });
  return tests.map(({ name, steps }) => ({ name, events: steps.map(({ event }) => event) }));
});

/** Every transition of the chart, by its id. */
export const glucoseTransitions = (): readonly string[] => transitionsOf(lowSuspendMachine);

const OFF =
  'a pump that is switched off has no sensor on a rig any more; the paths of the pump lose power, and test/runtime does under low glucose';

/** Transitions of that chart that no path takes, each with the reason. */
export const UNDRIVEN_GLUCOSE: ReadonlyMap<string, string> = new Map(
  (['policy', 'basal', 'lockout'] as const).map(
    region => [`lowSuspend.${region} power.lost 0`, OFF] as const,
  ),
);
