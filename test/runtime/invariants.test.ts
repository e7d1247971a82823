import { expect, test } from 'vitest';
import { monoMs } from '../../src/domain/units.ts';
import { INVARIANTS } from '../../src/runtime/invariants.ts';
import { inspect, type Memory, memoryOf } from '../../src/runtime/monitor.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { blankState } from '../../src/runtime/state.ts';
import { req } from '../support/req.ts';

import { stepsThatBreak, stepsThatDoNot } from './forgedSteps.ts';
import { forging } from './forging.ts';

const blank = () => memoryOf(blankState());
/** What this invariant says of a step. */
const saidOf = (id: string, step: Observed): readonly string[] =>
  inspect(blank(), step).violations.flatMap(({ invariant, says }) => (invariant === id ? [says] : []));

const ids = [...new Set(INVARIANTS.map(({ id }) => id))];

test('SR-118 all eighteen invariants are held, that of automation in its two parts', req('SR-118'), () => {
  expect(ids.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)))).toEqual(
    Array.from({ length: 18 }, (_, index) => `I${index + 1}`),
  );
  expect(INVARIANTS.filter(({ id }) => id === 'I15')).toHaveLength(2);
});

test.each(ids)('SR-118 a step that breaks %s is seen, and said', req('SR-118'), async id => {
  const those = stepsThatBreak(await forging()).filter(([each]) => each === id);
  expect(those.length).toBeGreaterThan(0);
  for (const [index, [, says, step]] of those.entries())
    expect(saidOf(id, step), `the ${index + 1}. that breaks it`).toContainEqual(expect.stringMatching(says));
});

test.each(ids)(
  'SR-118 what comes near to breaking %s, and does not, is not held against it',
  req('SR-118'),
  async id => {
    const those = stepsThatDoNot(await forging()).filter(([each]) => each === id);
    for (const [index, [, step]] of those.entries())
      expect(saidOf(id, step), `the ${index + 1}. that does not`).toEqual([]);
  },
);

test(
  'SR-016 what was given under other limits is not held against those of today',
  req('SR-016'),
  async () => {
    const { moving, history, emptyDay, full } = await forging();
    const lowered = full(moving, { settings: emptyDay });
    const seen = (dayFrom: Memory['dayFrom']) =>
      inspect({ ...blank(), dayFrom }, lowered).violations.map(({ invariant }) => invariant);
    const now = moving.envelope.monoMs;
    expect(history.length).toBeGreaterThan(1);
    expect(seen(null)).toContain('I2');
    expect(seen(now)).not.toContain('I2');
    expect(seen(monoMs(now - 86_400_000))).toContain('I2');
    expect(seen(monoMs(now - 86_400_000 + 1))).not.toContain('I2');
    const set: Observed = {
      ...moving,
      before: moving.state,
      envelope: { ...moving.envelope, fact: { type: 'clock.set' } },
    };
    expect(inspect(blank(), set).memory.dayFrom).toBe(now);
  },
);

test('SR-118 no step of an ordinary hour breaks anything', req('SR-118'), async () => {
  const { steps } = await forging();
  let memory = blank();
  for (const each of steps) {
    const seen = inspect(memory, each);
    expect(seen.violations).toEqual([]);
    memory = seen.memory;
  }
  expect(steps.length).toBeGreaterThan(20);
});

test('SR-118 a pulse is told once: the same step again is a violation', async () => {
  const { moving } = await forging();
  const first = inspect(blank(), moving);
  const { violations } = inspect(first.memory, moving);
  expect(violations.map(({ invariant }) => invariant)).toContain('I17');
});
