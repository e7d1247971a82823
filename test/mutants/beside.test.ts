import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { BY_HAND, beside } from '../../hardware/rig/paths/beside.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { deadlineOf, dueFacts } from '../../src/runtime/deadlines.ts';
import { blankState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { machineOf } from '../../src/verify/mutants/draft.ts';
import { charted } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';

/** What is said of the last of these facts, of a pump that takes them as the one beside it does. */
const saysOf = (...facts: readonly Fact[]): string | null => {
  const compare = beside();
  let state = blankState();
  let says: string | null = null;
  for (const [index, fact] of facts.entries()) {
    const envelope = { seq: index + 1, monoMs: monoMs(index), wallMs: wallMs(index), fact };
    const stepped = step(state, envelope);
    says = compare({ ...stepped, envelope, before: state });
    state = stepped.state;
  }
  return says;
};

const ON: Fact = { type: 'power.applied', boot: 'the first', gapMs: 0 };

test('a fault that a driven pump latches by itself is seen; one that the bench gives to it, both pumps have', () => {
  const ownFault: Fact = { type: 'fault.latched', reason: 'a pulse without an outcome cannot be concluded' };
  expect(saysOf(ON)).toBeNull();
  expect(saysOf(ON, ownFault)).toBe('it latches a fault: a pulse without an outcome cannot be concluded');
  expect(saysOf(ON, { type: 'fault.latched', reason: BY_HAND })).toBeNull();
});

const DEAF = 'delayRemoved: sounder.test.testing timer.sounderAnswerElapsed: nothing is waited for';
const MINUTE_MS = 60_000;

/** What is said first of a pump with another sounder in its first minute, in which only its self-test answers. */
const saysInAMinute = (sounder: AnyStateMachine): string | null => {
  const compare = beside();
  let state = blankState(sounder);
  let seq = 0;
  const take = (at: number, fact: Fact): string | null => {
    seq += 1;
    const envelope = { seq, monoMs: monoMs(at), wallMs: wallMs(at), fact };
    const observed = { ...step(state, envelope), envelope, before: state };
    ({ state } = observed);
    return compare(observed);
  };
  let says = take(0, ON) ?? take(1_000, { type: 'selfTest.passed' });
  for (let at = deadlineOf(state); at !== null && at < MINUTE_MS; at = deadlineOf(state))
    for (const fact of dueFacts(state, at)) says ??= take(at, fact);
  return says ?? take(MINUTE_MS, { type: 'screen.touched' });
};

test('the pump that ships hears of its own timers beside one that waits for none', () => {
  const { machine } = charted('sounder');
  const mutant = mutantsOf(machine).find(({ id }) => id === DEAF);
  if (mutant === undefined) throw new Error(`there is no mutant "${DEAF}"`);
  expect(saysInAMinute(machine)).toBeNull();
  expect(saysInAMinute(machineOf(mutant.draft))).toMatch(/^by itself, at timer\.sounderAnswerElapsed: /);
});
