import { expect, test } from 'vitest';
import { lockMachine } from '../../machines/lock/lock.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { elapsed, eventFor } from '../../src/runtime/vocabulary.ts';

test('a chart hears the type of a happening and its small enumerations: no quantity, and no name', () => {
  expect(eventFor(pumpMachine, { type: 'journal.read', verdict: 'clean' })).toEqual({
    type: 'journal.read',
    verdict: 'clean',
  });
  const confirmed = { type: 'bolus.confirmed', bolus: 'b', kind: 'normal', hour: 'much', amountUu: 1 };
  expect(eventFor(pumpMachine, confirmed as never)).toEqual({
    type: 'bolus.confirmed',
    kind: 'normal',
    hour: 'much',
  });
  expect(eventFor(pumpMachine, { type: 'intent.recorded', pulse: 7 })).toEqual({ type: 'intent.recorded' });
  expect(eventFor(lockMachine, { type: 'intent.recorded', pulse: 7 })).toBeNull();
});

test('a timer fact is one by the whole of its name', () => {
  expect(elapsed({ type: 'timer.pulseElapsed' })).toEqual({ delay: 'pulse', alarm: null });
  expect(elapsed({ type: 'timer.urgencyElapsed', alarm: 'occlusion' })).toEqual({
    delay: 'urgency',
    alarm: 'occlusion',
  });
  for (const type of ['a.timer.pulseElapsed', 'timer.pulseElapsed.', 'timer.Elapsed', 'timer.pulse2Elapsed'])
    expect(elapsed({ type } as never), type).toBeNull();
});
