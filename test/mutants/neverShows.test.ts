import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnyStateMachine, initialTransition, transition } from 'xstate';
import type { Event } from '../../src/verify/automaton.ts';
import { decide } from '../../src/verify/mutants/decide.ts';
import { draftOf, viewOf } from '../../src/verify/mutants/draft.ts';
import { examinerOf } from '../../src/verify/mutants/examine.ts';
import { charted } from '../../src/verify/mutants/fields.ts';
import { groundOf } from '../../src/verify/mutants/ground.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { faceOf, neverShows } from '../../src/verify/mutants/observed/neverShows.ts';
import { chartWith, EVENTS, randomRegions } from '../support/randomCharts.ts';

/** What a chart asks for along a run, by XState's own word. */
const seenAlong = (chart: AnyStateMachine, run: readonly Event[]) => {
  let [at] = initialTransition(chart);
  return run.map(event => {
    const [next, actions] = transition(chart, at, event);
    at = next;
    const asked = actions.filter(({ type }) => !type.startsWith('xstate.'));
    return JSON.stringify(asked.map(({ type, params }) => [type, params]));
  });
};

const nothing = (): string => '';
const orNull = <Value>(make: () => Value): Value | null => {
  try {
    return make();
  } catch {
    return null;
  }
};

test('of charts drawn at random, what is proved to show nothing is seen on no run', () => {
  let never = 0;
  let others = 0;
  fc.assert(
    fc.property(
      randomRegions,
      fc.nat(),
      fc.array(fc.array(fc.constantFrom(...EVENTS), { minLength: 12, maxLength: 12 }), {
        minLength: 30,
        maxLength: 30,
      }),
      (regions, first, runs) => {
        const machine = chartWith(regions);
        const ground = orNull(() => groundOf(viewOf(draftOf(machine)), EVENTS));
        if (ground === null) return;
        const examiner = examinerOf(ground);
        for (const mutant of mutantsOf(machine).filter((_, index) => index % 12 === first % 12)) {
          const examined = examiner.examine(mutant);
          if ('refused' in examined || decide(examiner, examined).kind !== 'killed') continue;
          if (!neverShows(ground, examined, nothing)) {
            others += 1;
            continue;
          }
          never += 1;
          for (const run of runs)
            expect(seenAlong(examined.view, run), mutant.id).toEqual(seenAlong(ground.chart.machine, run));
        }
      },
    ),
    { numRuns: 20, seed: 44 },
  );
  console.log(`mutants of random charts: ${never} never show, ${others} may`);
  expect(never).toBeGreaterThan(5);
  expect(others).toBeGreaterThan(100);
});

test('of the machines that watch heat and air, some mutants are proved to show nothing, and most are not', () => {
  const { machine, examiners } = charted('environment');
  const [examiner] = examiners;
  if (examiner === undefined) throw new Error('no environment');
  const never = mutantsOf(machine).filter(mutant => {
    const examined = examiner.examine(mutant);
    if ('refused' in examined || decide(examiner, examined).kind !== 'killed') return false;
    return neverShows(examiner.ground, examined, faceOf('environment'));
  });
  // Nothing tells heat that is not known yet from heat that is in range.
  expect(never.map(({ id }) => id)).toContain('initialChanged: environment.temperature: inRange for unknown');
  expect(never.length).toBeGreaterThan(5);
  expect(never.length).toBeLessThan(20);
});
