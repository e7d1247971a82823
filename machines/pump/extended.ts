import { pump, type Region } from './setup.ts';

/** The cause is over at once; the alarm stays until a person has read how much was delivered. */
const tellIncomplete = [
  { type: 'raiseAlarm', params: { alarm: 'bolusIncomplete' } },
  { type: 'ceaseAlarm', params: { alarm: 'bolusIncomplete' } },
] as const;

/** Hour or day has no room for more of it. A rate that the maximum lowers (`limit.basalReached`) ends none. */
const limited = {
  target: 'ending',
  actions: [{ type: 'endExtended', params: { reason: 'stopped' } }, ...tellIncomplete],
  meta: { req: ['SR-015', 'SR-016', 'SR-033'] },
} as const;

/**
 * What of a bolus is spread over time: one at a time, beside basal and beside a bolus that is given now. It
 * never pauses: whatever interrupts it ends it, and there is no way back (SR-033).
 */
export const extended = pump.createStateConfig({
  initial: 'idle',
  states: {
    idle: {
      meta: { req: ['SR-022', 'SR-024'] },
      on: { 'extended.released': 'delivering' },
    },
    delivering: {
      description: 'Evenly over its duration. What a stall has cost is not made up for.',
      tags: 'extending',
      meta: { req: ['SR-021', 'SR-036'] },
      on: {
        'extended.completed': {
          target: 'idle',
          actions: [{ type: 'endExtended', params: { reason: 'completed' } }, 'reportExtended'],
        },
        'extended.lapsed': {
          target: 'ending',
          actions: [{ type: 'endExtended', params: { reason: 'lapsed' } }, ...tellIncomplete],
          meta: { req: ['SR-025'] },
        },
        'bolus.cancelled': {
          guard: 'meansExtended',
          target: 'ending',
          actions: { type: 'endExtended', params: { reason: 'cancelled' } },
          meta: { req: ['SR-030'] },
        },
        'suspend.requested': {
          target: 'ending',
          actions: [{ type: 'endExtended', params: { reason: 'suspended' } }, ...tellIncomplete],
          meta: { req: ['SR-003', 'SR-033'] },
        },
        'change.requested': {
          target: 'ending',
          actions: [{ type: 'endExtended', params: { reason: 'suspended' } }, ...tellIncomplete],
          meta: { req: ['SR-033', 'SR-051'] },
        },
        'limit.hourlyReached': limited,
        'limit.dailyReached': limited,
        'alarm.stopRaised': {
          target: 'ending',
          actions: [{ type: 'endExtended', params: { reason: 'stopped' } }, ...tellIncomplete],
          meta: { req: ['SR-031', 'SR-033'] },
        },
        'alarm.bolusStopRaised': {
          target: 'ending',
          actions: [{ type: 'endExtended', params: { reason: 'stopped' } }, ...tellIncomplete],
          meta: { req: ['SR-016', 'SR-033', 'SR-035'] },
        },
        'fault.*': {
          target: 'idle',
          actions: [
            { type: 'endExtended', params: { reason: 'stopped' } },
            ...tellIncomplete,
            'reportExtended',
          ],
        },
        'power.lost': {
          target: 'idle',
          actions: [
            { type: 'endExtended', params: { reason: 'powerLost' } },
            ...tellIncomplete,
            'reportExtended',
          ],
          meta: { req: ['SR-024', 'SR-033'] },
        },
      },
    },
    ending: {
      description: 'No further pulse. One may still be under way, and it counts.',
      meta: { req: ['SR-023', 'SR-025', 'SR-030', 'SR-033'] },
      exit: 'reportExtended',
      on: { 'extended.settled': 'idle', 'fault.*': 'idle', 'power.lost': 'idle' },
    },
  },
} satisfies Region);
