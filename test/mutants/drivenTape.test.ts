import { expect, test } from 'vitest';
import { machineOf } from '../../src/verify/mutants/draft.ts';
import { charted } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { courseOf } from '../../src/verify/mutants/observed/fate.ts';
import { drivenAlong, drivenOn, firstApart } from './drivenTape.ts';
import { ROAMS, roam } from './roam/roam.ts';
import { focusOn } from './walkTapes.ts';

const suspension = charted('suspension');
const { tapes } = roam(focusOn(suspension.machine), 60);

test('the real runtime, driven by what devices and people do on a tape, comes to what is on it', () => {
  const same = tapes.filter(tape => firstApart(drivenOn(tape, null), tape.steps) === null);
  const steps = same.reduce((sum, tape) => sum + tape.steps.length, 0);
  console.log(`${same.length} of ${tapes.length} tapes, ${steps} steps, are driven as they were recorded`);
  // On the others something came between an intent and its record, or the host stood still.
  expect(same.length).toBeGreaterThan(tapes.length / 3);
  expect(steps).toBeGreaterThan(300);
});

test('a mutant that such a tape shows is seen when the runtime is driven with it', () => {
  const mutants = mutantsOf(suspension.machine).filter((_, index) => index % 4 === 0);
  const course = courseOf('suspension', suspension, mutants);
  course.play(ROAMS, tapes, 'unseen');
  const byId = new Map(mutants.map(mutant => [mutant.id, mutant]));
  const counts = { seen: 0, undriven: 0 };
  for (const { mutant: id, seen } of course.fates()) {
    const tape = tapes.find(({ name }) => name === seen?.test);
    const mutant = byId.get(id);
    if (seen === null || tape === undefined || mutant === undefined) continue;
    const driven = drivenAlong(tape, machineOf(mutant.draft), seen.step);
    expect(driven.kind, `${id} at step ${seen.step} of ${seen.test}`).not.toBe('same');
    counts[driven.kind === 'seen' ? 'seen' : 'undriven'] += 1;
  }
  console.log(`${counts.seen} driven and seen, ${counts.undriven} on tapes that go otherwise when driven`);
  expect(counts.seen).toBeGreaterThan(3);
});
