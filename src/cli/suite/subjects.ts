import { benchGraph } from '../../../hardware/rig/paths/suites.ts';
import { whyUndriven } from '../../../hardware/rig/paths/undriven.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { properties } from '../../../specs/properties.ts';
import { explore, type Graph } from '../../verify/explore.ts';
import { SUBJECTS, type Subject } from '../../verify/suites/machines.ts';
import type { Drives } from '../../verify/suites/vitest.ts';

/** A machine that `islet suite` makes suites of. */
export type SuiteSubject = Pick<Subject, 'name' | 'what' | 'chart' | 'properties'> & {
  readonly explored: () => Graph;
  readonly drives: Drives;
  /** Why a goal cannot be met, where more is known than that nothing meets it. */
  readonly whyNot: (goal: string) => string | null;
};

/** The pump first, with what can be brought about from outside: its tests drive the pump, all others a chart. */
export const SUITE_SUBJECTS: readonly SuiteSubject[] = [
  {
    name: 'pump',
    what: 'the pump on its bench: what can be brought about from outside; tests drive the real runtime with simulated devices',
    chart: pumpMachine,
    properties: properties.filter(({ world }) => world !== 'plant'),
    explored: benchGraph,
    drives: 'pump',
    whyNot: whyUndriven,
  },
  ...SUBJECTS.map(
    ({ name, what, chart, properties, system }): SuiteSubject => ({
      name,
      what: `${what}; tests step XState`,
      chart,
      properties,
      explored: () => explore(system()),
      drives: 'chart',
      whyNot: () => null,
    }),
  ),
];
