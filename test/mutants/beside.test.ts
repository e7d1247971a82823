import { expect, test } from 'vitest';
import { BY_HAND, beside } from '../../hardware/rig/paths/beside.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { blankState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';

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
