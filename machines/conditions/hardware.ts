import { setup } from 'xstate';
import { alarming, type Meta } from './words.ts';

export type HardwareEvent =
  | { readonly type: 'watchdog.fired' }
  | { readonly type: 'resets.repeated' }
  | { readonly type: 'motor.cut' }
  | { readonly type: 'selfTest.passed' };

const hardware = setup({
  types: { events: {} as HardwareEvent, tags: {} as 'stopped', meta: {} as Meta },
  actions: alarming,
});

type Region = Parameters<typeof hardware.createStateConfig>[0];

/** Why the pump began anew, when no person switched it. Said by the hardware before the self-test has passed. */
const resets = hardware.createStateConfig({
  initial: 'none',
  states: {
    none: {
      on: {
        'watchdog.fired': {
          // The reset is over; the alarm waits for a person.
          actions: [
            { type: 'raiseAlarm', params: { alarm: 'watchdogReset' } },
            { type: 'ceaseAlarm', params: { alarm: 'watchdogReset' } },
          ],
          meta: { req: ['SR-067', 'SR-070'] },
        },
        'resets.repeated': 'repeated',
      },
    },
    repeated: {
      description: 'Twice in a day: the next start is not likely to be better.',
      tags: 'stopped',
      meta: { req: ['SR-071'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'watchdogReset', grade: 'worse' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'watchdogReset' } },
      on: { 'selfTest.passed': 'none' },
    },
  },
} satisfies Region);

/** What cuts the motor's supply beside the program when a pulse lasts too long: the second channel. */
const cutoff = hardware.createStateConfig({
  initial: 'armed',
  states: {
    armed: { on: { 'motor.cut': 'fired' } },
    fired: {
      description: 'The software did not switch the motor off in time. It is not asked to try again.',
      tags: 'stopped',
      meta: { req: ['SR-009'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'motorOnTooLong' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'motorOnTooLong' } },
      on: { 'selfTest.passed': 'armed' },
    },
  },
} satisfies Region);

/** What the hardware says of ourselves: watchdog and cut-off. */
export const hardwareMachine = hardware.createMachine({
  id: 'hardware',
  type: 'parallel',
  states: { resets, cutoff },
});
