import { setup } from 'xstate';
import { TIMING } from '../../src/domain/limits.ts';
import { alarming, type Meta } from './words.ts';

export type ButtonEvent =
  | { readonly type: 'button.pressed' }
  | { readonly type: 'button.released' }
  | { readonly type: 'power.lost' };

const button = setup({
  types: { events: {} as ButtonEvent, tags: {} as 'buttonDistrusted', meta: {} as Meta },
  actions: { ...alarming, trustButton: () => {}, distrustButton: () => {} },
  delays: { buttonHeld: TIMING.buttonHeld, buttonJam: TIMING.buttonJam, buttonRest: TIMING.buttonRest },
});

type Region = Parameters<typeof button.createStateConfig>[0];

/** A button that is down for a minute is not pressed by a person. */
const press = button.createStateConfig({
  initial: 'free',
  states: {
    free: { on: { 'button.pressed': 'down' } },
    down: { on: { 'button.released': 'free' }, after: { buttonHeld: 'stuck' } },
    stuck: {
      description: 'What it says is not believed any more. Basal goes on.',
      tags: 'buttonDistrusted',
      meta: { req: ['SR-035'] },
      entry: [{ type: 'raiseAlarm', params: { alarm: 'buttonStuck' } }, 'distrustButton'],
      exit: [{ type: 'ceaseAlarm', params: { alarm: 'buttonStuck' } }, 'trustButton'],
      initial: 'held',
      states: {
        held: { on: { 'button.released': 'resting' }, after: { buttonJam: 'jammed' } },
        jammed: {
          description: 'After three minutes: whatever bolus runs may have been begun by it.',
          entry: { type: 'raiseAlarm', params: { alarm: 'buttonStuck', grade: 'worse' } },
          on: { 'button.released': 'resting' },
        },
        resting: {
          description: 'Released; believed again when it has stayed so for five seconds.',
          on: { 'button.pressed': 'held' },
          after: { buttonRest: '#button.press.free' },
        },
      },
    },
  },
  on: { 'power.lost': '.free' },
} satisfies Region);

/** The one button of the quick bolus. */
export const buttonMachine = button.createMachine({ id: 'button', type: 'parallel', states: { press } });
