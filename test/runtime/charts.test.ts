import { expect, test } from 'vitest';
import { cancel, createMachine, raise } from 'xstate';
import { askXState } from '../../src/runtime/charts.ts';

/** What a chart asks for that answers one event with these actions. */
const effectsOf = (...actions: readonly unknown[]) => {
  const machine = createMachine({
    id: 'chart',
    initial: 'one',
    // Some are none that a chart of ours could be written with.
    states: { one: { on: { 'it.happened': { actions: actions as never } } } },
  });
  return askXState(machine, machine.resolveState({ value: 'one' }), { type: 'it.happened' }).effects;
};

test('what a chart asks for comes with its parameters, and with none where it names none', () => {
  expect(effectsOf('stopMotor', { type: 'raiseAlarm', params: { alarm: 'occlusion' } })).toEqual([
    { type: 'asked', action: 'stopMotor', params: {} },
    { type: 'asked', action: 'raiseAlarm', params: { alarm: 'occlusion' } },
  ]);
  for (const none of [null, 'all', 7])
    expect(effectsOf({ type: 'stopMotor', params: none }), `${none}`).toEqual([
      { type: 'asked', action: 'stopMotor', params: {} },
    ]);
});

test('a timer that raises no event, or is cancelled without a name, is a defect of ours, named', () => {
  expect(() => effectsOf(raise({} as never, { delay: 5 }))).toThrow(
    'XState raised a delayed event without a type',
  );
  expect(() => effectsOf(cancel(7 as never))).toThrow('XState cancelled a timer without naming it');
});
