import { describe, expect, test } from 'vitest';
import { createTestModel } from 'xstate/graph';
import { buttonMachine } from '../../machines/conditions/button.ts';
import { TIMING } from '../../src/domain/limits.ts';
import { suitePaths } from '../../src/verify/export/testModel.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { type CorePump, corePump } from '../support/corePump.ts';

/**
 * A test as users of XState write it, with paths of ours: the real runtime, with its journal, ledger and all
 * other machines, follows the button's chart. See "Tests in the style of XState"
 * in the README.
 */

const events = [
  { type: 'button.pressed' },
  { type: 'button.released' },
  { type: 'timer.buttonHeldElapsed' },
  { type: 'timer.buttonJamElapsed' },
  { type: 'timer.buttonRestElapsed' },
];

const model = createTestModel(timerView(buttonMachine));
/** Short runs, one for each thing to be met; and one long one that meets every pair of transitions. */
const paths = ['paths', 'pairs'].flatMap(criterion => model.getPaths(suitePaths(criterion, { events })));

const showsStuck = (pump: CorePump): boolean => pump.shown().some(({ alarm }) => alarm === 'buttonStuck');

/** How each event comes about in the pump; a delay is waited for, by its own time less `early`. */
const eventsOf = (pump: CorePump, early = 0) => ({
  'button.pressed': () => pump.give({ type: 'button.pressed' }),
  'button.released': () => pump.give({ type: 'button.released' }),
  'timer.buttonHeldElapsed': () => pump.wait(TIMING.buttonHeld - early),
  'timer.buttonJamElapsed': () => pump.wait(TIMING.buttonJam - early),
  'timer.buttonRestElapsed': () => pump.wait(TIMING.buttonRest - early),
});

/** What must be so in each state: the last two are seen and heard by a person. */
const statesOf = (pump: CorePump) => ({
  'press.free': () => expect(pump.runtime.state().machines.button.matches({ press: 'free' })).toBe(true),
  'press.down': () => expect(pump.runtime.state().machines.button.matches({ press: 'down' })).toBe(true),
  'press.stuck': () => expect(showsStuck(pump)).toBe(true),
  'press.stuck.jammed': () =>
    expect(pump.runtime.state().machines.button.matches({ press: { stuck: 'jammed' } })).toBe(true),
});

describe('SR-035 the button', () => {
  for (const path of paths) {
    test(path.description, async () => {
      const pump = await corePump();
      await path.test({ events: eventsOf(pump), states: statesOf(pump) });
    });
  }

  test('the paths meet all that can happen to it', () => {
    const sent = paths.flatMap(({ steps }) => steps.map(({ event }) => event.type));
    for (const { type } of events) expect(sent).toContain(type);
  });

  test('a pump that is a moment late is found by them', async () => {
    const pump = await corePump();
    const run = async (): Promise<void> => {
      for (const path of paths) await path.test({ events: eventsOf(pump, 1), states: statesOf(pump) });
    };
    await expect(run()).rejects.toThrow(/timer\.button/);
  });
});
