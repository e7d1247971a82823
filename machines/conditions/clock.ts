import { setup } from 'xstate';
import { TIMING } from '../../src/domain/limits.ts';
import { alarming, type Meta } from './words.ts';

export type ClockEvent =
  | { readonly type: 'clock.suspected' }
  | { readonly type: 'clock.lost' }
  | { readonly type: 'clock.trusted' }
  | { readonly type: 'power.applied' }
  | { readonly type: 'power.lost' };

const clock = setup({
  types: { events: {} as ClockEvent, tags: {} as 'stopped', meta: {} as Meta },
  actions: alarming,
  delays: { clockGrace: TIMING.clockGrace },
});

type Region = Parameters<typeof clock.createStateConfig>[0];

/** Whether the time of day is to be believed: the basal profile lives by it, and nothing else. */
const trust = clock.createStateConfig({
  initial: 'valid',
  states: {
    valid: { on: { 'clock.suspected': 'doubted', 'clock.lost': 'doubted.bearable.lost' } },
    doubted: {
      description: 'Basal is the lowest of the profile meanwhile, and automation is off.',
      meta: { req: ['SR-078'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'clockLost' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'clockLost' } },
      initial: 'bearable',
      states: {
        bearable: {
          description:
            'One hour, whatever becomes of the clock meanwhile; then nobody knows which segment it is.',
          initial: 'suspect',
          states: {
            suspect: { description: 'It has leapt, and no person has set it.', on: { 'clock.lost': 'lost' } },
            lost: {
              description: 'It tells no time at all: basal only, and no bolus.',
              entry: { type: 'raiseAlarm', params: { alarm: 'clockLost', grade: 'worse' } },
            },
          },
          on: { 'power.lost': 'dormant' },
          after: { clockGrace: 'expired' },
        },
        expired: {
          description: 'Nothing is delivered until a person sets the time.',
          tags: 'stopped',
          meta: { req: ['SR-078'] },
          entry: { type: 'raiseAlarm', params: { alarm: 'clockLost', grade: 'worst' } },
        },
        dormant: {
          description: 'Without power nobody knows how much of the hour is left: none, then.',
          on: { 'power.applied': 'expired' },
        },
      },
      on: { 'clock.trusted': 'valid' },
    },
  },
} satisfies Region);

/** The wall clock, as far as it can be trusted. */
export const clockMachine = clock.createMachine({ id: 'clock', type: 'parallel', states: { trust } });
