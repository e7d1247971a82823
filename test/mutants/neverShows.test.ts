import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnyStateMachine, initialTransition, transition } from 'xstate';
import type { Event } from '../../src/verify/automaton.ts';
import { decide } from '../../src/verify/mutants/decide.ts';
import { draftOf, viewOf } from '../../src/verify/mutants/draft.ts';
import { examinerOf } from '../../src/verify/mutants/examine.ts';
import { charted } from '../../src/verify/mutants/fields.ts';
import { groundOf } from '../../src/verify/mutants/ground.ts';
import type { Operator } from '../../src/verify/mutants/mutant.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { neverShows, outwardOf } from '../../src/verify/mutants/observed/neverShows.ts';
import { anywhere } from '../../src/verify/mutants/observed/silences.ts';
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

const nothing = { alike: () => true, sleeps: false };
const orNull = <Value>(make: () => Value): Value | null => {
  try {
    return make();
  } catch {
    return null;
  }
};

/**
 * Small charts and the changes of which many show nothing, so that a second or two of drawing holds dozens of these: of
 * twenty seeds the poorest brought 14, the others 24 to 51.
 */
const DRAWN = { numRuns: 30, seed: 44 };
const MOST_STATES = 24;
const OFTEN_HIDDEN: readonly Operator[] = [
  'entryDropped',
  'parameterChanged',
  'actionDropped',
  'initialChanged',
];
/** One in so many of these changes of a chart. */
const ONE_IN = 2;

const manyRuns = fc.array(fc.array(fc.constantFrom(...EVENTS), { minLength: 12, maxLength: 12 }), {
  minLength: 30,
  maxLength: 30,
});

test('of charts drawn at random, what is proved to show nothing is seen on no run', () => {
  const count = { never: 0, others: 0 };
  fc.assert(
    fc.property(randomRegions, fc.nat(), manyRuns, (regions, first, runs) => {
      const machine = chartWith(regions);
      const ground = orNull(() => groundOf(viewOf(draftOf(machine)), EVENTS));
      if (ground === null || ground.size > MOST_STATES) return;
      const examiner = examinerOf(ground);
      const some = mutantsOf(machine, OFTEN_HIDDEN).filter((_, index) => index % ONE_IN === first % ONE_IN);
      for (const mutant of some) {
        const examined = examiner.examine(mutant);
        if ('refused' in examined || decide(examiner, examined).kind !== 'killed') continue;
        if (!neverShows(anywhere(ground), examined, nothing)) {
          count.others += 1;
          continue;
        }
        count.never += 1;
        for (const run of runs)
          expect(seenAlong(examined.view, run), mutant.id).toEqual(seenAlong(ground.chart.machine, run));
      }
    }),
    DRAWN,
  );
  console.log(
    `mutants of random charts (seed ${DRAWN.seed}): ${count.never} never show, ${count.others} may`,
  );
  expect(count.never).toBeGreaterThan(5);
  expect(count.others).toBeGreaterThan(50);
});

test('of the machines that watch heat and air, some mutants are proved to show nothing, and most are not', () => {
  const { machine, examiners } = charted('environment');
  const [examiner] = examiners;
  if (examiner === undefined) throw new Error('no environment');
  const never = mutantsOf(machine).filter(mutant => {
    const examined = examiner.examine(mutant);
    if ('refused' in examined || decide(examiner, examined).kind !== 'killed') return false;
    return neverShows(anywhere(examiner.ground), examined, outwardOf('environment'));
  });
  // Nothing tells heat that is not known yet from heat that is in range.
  expect(never.map(({ id }) => id)).toContain('initialChanged: environment.temperature: inRange for unknown');
  expect(never.length).toBeGreaterThan(5);
  expect(never.length).toBeLessThan(20);
});
