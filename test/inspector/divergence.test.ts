import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Compared, firstDivergence } from '../../src/inspector/divergence.ts';
import { frameOf } from '../../src/inspector/frame.ts';
import { otherRunOf } from '../../src/inspector/otherRun.ts';
import { corePump } from '../support/corePump.ts';

/** A bolus that is given to its end, or cancelled. */
const life = async (isCancelled: boolean) => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'bolus.requested', bolus: '0123456789ab-1', amountUu: 200_000 });
  await pump.give({ type: 'bolus.confirmed', bolus: '0123456789ab-1' });
  if (isCancelled) await pump.give({ type: 'bolus.cancelled', part: 'normal' });
  await pump.wait(120_000);
  return pump.steps.map(frameOf);
};
const run = await life(false);

test('a run is as itself, whenever and in whichever boot it happened', () => {
  expect(run.length).toBeGreaterThan(30);
  expect(firstDivergence(run, run)).toBeNull();
  const later: readonly Compared[] = JSON.parse(
    JSON.stringify(run).replaceAll('0123456789ab-', 'fedcba987654-'),
    (name: string, value: unknown) =>
      typeof value === 'number' && /([wW]all|[mM]ono)Ms$/.test(name) ? value + 86_400_000 : value,
  );
  expect(JSON.stringify(later)).not.toBe(JSON.stringify(run));
  expect(firstDivergence(run, later)).toBeNull();
  expect(otherRunOf('again', run, run)).toMatchObject({ name: 'again', divergence: null });
});

test('one fact that is different is found at its record, wherever it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: run.length - 1 }), index => {
      const changed = run.map((frame, at) =>
        at === index ? { ...frame, fact: { type: 'suspend.requested' as const } } : frame,
      );
      const found = firstDivergence(run, changed);
      expect(found).toMatchObject({ kind: 'fact', record: run[index]?.seq, atMonoMs: run[index]?.monoMs });
    }),
  );
});

test('two runs of the pump part at the fact in which they differ, and the states say how', async () => {
  const other = await life(true);
  const found = firstDivergence(run, other);
  const place = run.findIndex(({ seq }) => seq === found?.record);
  expect(found?.kind).toBe('fact');
  expect(found?.words).toMatch(/bolus\.cancelled in the other run/);
  expect(JSON.stringify(run.slice(0, place).map(({ fact }) => fact))).toBe(
    JSON.stringify(other.slice(0, place).map(({ fact }) => fact)),
  );
  expect(found?.states.map(({ id }) => id)).toContain('pump.bolus.cancelling');
});

test('a state, a command, or an end that comes sooner is told as what it is', () => {
  const last = run.at(-1);
  if (last === undefined) throw new Error('the run has no step');
  const before = run.slice(0, -1);
  expect(firstDivergence(run, before)).toMatchObject({ kind: 'end', record: last.seq, otherRecord: null });
  expect(firstDivergence(before, run)).toMatchObject({ kind: 'end', record: null, otherRecord: last.seq });
  const elsewhere = { ...last, active: { ...last.active, pump: ['pump.life.failSafe'] } };
  expect(firstDivergence(run, [...before, elsewhere])?.kind).toBe('state');
  const asking = { ...last, commands: [...last.commands, { type: 'stopMotor' as const }] };
  expect(firstDivergence(run, [...before, asking])).toMatchObject({
    kind: 'command',
    words: expect.stringMatching(/stopMotor in the other run$/),
  });
});
