import { expect, test } from 'vitest';
import { draftOf, machineOf } from '../../src/verify/mutants/draft.ts';
import { charted } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { courseOf } from '../../src/verify/mutants/observed/fate.ts';
import { drivenAlong, drivenOn, otherwiseThan } from './drivenTape.ts';
import { ROAMS, roam } from './roam/roam.ts';
import { focusOn, tapeOfWalk } from './walkTapes.ts';

const suspension = charted('suspension');
const { tapes } = roam(focusOn(suspension.machine), 60);

test('the real runtime, driven by what devices and people do on a tape, comes to what is on it', () => {
  const same = tapes.filter(tape => otherwiseThan(tape.steps, drivenOn(tape, null)) === null);
  const steps = same.reduce((sum, tape) => sum + tape.steps.length, 0);
  console.log(`${same.length} of ${tapes.length} tapes, ${steps} steps, are driven as they were recorded`);
  expect(same.length).toBe(tapes.length);
  expect(steps).toBeGreaterThan(300);
});

test('a mutant that such a tape shows is seen when the runtime is driven with it', () => {
  const mutants = mutantsOf(suspension.machine).filter((_, index) => index % 4 === 0);
  const course = courseOf('suspension', suspension, mutants);
  course.play(ROAMS, tapes, 'unseen');
  const byId = new Map(mutants.map(mutant => [mutant.id, mutant]));
  let count = 0;
  for (const { mutant: id, seen } of course.fates()) {
    const tape = tapes.find(({ name }) => name === seen?.test);
    const mutant = byId.get(id);
    if (seen === null || tape === undefined || mutant === undefined) continue;
    const driven = drivenAlong(tape, machineOf(mutant.draft), seen.step);
    expect(driven.kind, `${id} at step ${seen.step} of ${seen.test}`).toBe('seen');
    count += 1;
  }
  console.log(`${count} driven and seen`);
  expect(count).toBeGreaterThan(3);
});

test('of the same chart, made anew, a drive shows nothing', () => {
  const again = machineOf(draftOf(suspension.machine));
  const some = tapes.filter((_, index) => index % 5 === 0);
  expect(some.length).toBeGreaterThan(1);
  for (const tape of some)
    expect(drivenAlong(tape, again, tape.steps.length), tape.name).toEqual({ kind: 'same' });
});

test('a tape on which the record of a pulse comes late is driven otherwise, and says so', () => {
  const tape = tapeOfWalk(1, 200);
  expect(otherwiseThan(tape.steps, drivenOn(tape, null))).toBe('record');
});
