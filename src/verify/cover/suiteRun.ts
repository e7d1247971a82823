import { transition } from 'xstate';
import { plantMachine } from '../../../machines/plant/plant.ts';
import type { Suite } from '../suites/suite.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { metBy, meterOf } from './meter.ts';
import { initialOf, type Subject, universeIn } from './subjects.ts';

/** Where a suite asks for what its chart does not do: tests and steps count from 1. */
export type Astray = { readonly test: number; readonly step: number; readonly problem: string };

/**
 * Takes the tests of a suite on the chart that it was made for, each from the initial state, and measures.
 * A step that takes other transitions than the suite says was made for another chart.
 */
export const coverageOfSuite = (
  subject: Subject,
  { tests }: Suite,
  sources: readonly string[],
): Coverage | Astray => {
  const universe = universeIn(subject);
  const meter = meterOf(universe);
  for (const [test, { steps }] of tests.entries()) {
    let snapshot = initialOf(subject);
    const run = meter.begin(snapshot);
    for (const [step, { event, taken }] of steps.entries()) {
      // A suite tells what the world of a chart does, too.
      const said = taken.filter(id => !id.startsWith(`${plantMachine.id}.`));
      const done = metBy(snapshot, event).taken;
      if (said.join() !== done.join()) {
        const problem = `${event.type} takes ${done.join(', ') || 'nothing'}, not ${said.join(', ') || 'nothing'}`;
        return { test: test + 1, step: step + 1, problem };
      }
      run(snapshot, event);
      [snapshot] = transition(universe.view, snapshot, event);
    }
  }
  return coverageOf(sources, new Map([[subject.name, meter.hits()]]));
};
