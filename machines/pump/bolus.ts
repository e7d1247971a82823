import { pump, type Region } from './setup.ts';

/** The cause is over at once; the alarm stays until a person has read how much was delivered. */
const tellIncomplete = [
  { type: 'raiseAlarm', params: { alarm: 'bolusIncomplete' } },
  { type: 'ceaseAlarm', params: { alarm: 'bolusIncomplete' } },
] as const;

/** One normal bolus at a time. However it ends, it is final: there is no way back to `delivering`. */
export const bolus = pump.createStateConfig({
  initial: 'idle',
  states: {
    idle: {
      meta: { req: ['SR-022', 'SR-024'] },
      on: {
        'bolus.admitted': [
          { guard: 'therapyIsPermitted', target: 'confirming' },
          { actions: ['refuseBolus', 'discardBolus'], meta: { req: ['SR-031'] } },
        ],
      },
    },
    confirming: {
      description: 'The amount is shown. Nothing is delivered until a person confirms it.',
      meta: { req: ['SR-026'] },
      entry: 'askConfirmation',
      on: {
        'bolus.confirmed': [
          { guard: 'therapyIsPermitted', target: 'delivering' },
          { target: 'idle', actions: ['refuseBolus', 'discardBolus'], meta: { req: ['SR-031'] } },
        ],
        'bolus.cancelled': { target: 'idle', actions: 'discardBolus' },
        'suspend.requested': { target: 'idle', actions: 'discardBolus' },
        'change.requested': { target: 'idle', actions: 'discardBolus' },
        'cartridge.replaced': { target: 'idle', actions: 'discardBolus' },
        'alarm.stopRaised': { target: 'idle', actions: 'discardBolus' },
        'fault.*': { target: 'idle', actions: 'discardBolus' },
        'power.lost': { target: 'idle', actions: 'discardBolus' },
      },
      after: { confirmation: { target: 'idle', actions: 'discardBolus' } },
    },
    delivering: {
      description: 'Pulse by pulse, beside basal, until the amount is complete or somebody stops it.',
      tags: 'bolusing',
      meta: { req: ['SR-021', 'SR-036'] },
      entry: 'startBolus',
      on: {
        'bolus.completed': {
          target: 'idle',
          actions: [{ type: 'endBolus', params: { reason: 'completed' } }, 'reportBolus'],
        },
        'bolus.cancelled': {
          target: 'cancelling',
          actions: { type: 'endBolus', params: { reason: 'cancelled' } },
          meta: { req: ['SR-030'] },
        },
        'suspend.requested': {
          target: 'cancelling',
          actions: [{ type: 'endBolus', params: { reason: 'suspended' } }, ...tellIncomplete],
          meta: { req: ['SR-003', 'SR-023'] },
        },
        'change.requested': {
          target: 'cancelling',
          actions: [{ type: 'endBolus', params: { reason: 'suspended' } }, ...tellIncomplete],
          meta: { req: ['SR-023', 'SR-051'] },
        },
        'limit.hourlyReached': {
          target: 'cancelling',
          actions: [{ type: 'endBolus', params: { reason: 'stopped' } }, ...tellIncomplete],
          meta: { req: ['SR-015', 'SR-023'] },
        },
        'cartridge.replaced': {
          target: 'cancelling',
          actions: [{ type: 'endBolus', params: { reason: 'suspended' } }, ...tellIncomplete],
          meta: { req: ['SR-051'] },
        },
        'alarm.stopRaised': {
          target: 'cancelling',
          actions: [{ type: 'endBolus', params: { reason: 'stopped' } }, ...tellIncomplete],
          meta: { req: ['SR-023', 'SR-031'] },
        },
        'fault.*': {
          target: 'idle',
          actions: [{ type: 'endBolus', params: { reason: 'stopped' } }, ...tellIncomplete, 'reportBolus'],
        },
        'power.lost': {
          target: 'idle',
          actions: [{ type: 'endBolus', params: { reason: 'powerLost' } }, ...tellIncomplete, 'reportBolus'],
          meta: { req: ['SR-023', 'SR-024'] },
        },
      },
    },
    cancelling: {
      description: 'No further pulse. One may still be under way, and it counts.',
      meta: { req: ['SR-003', 'SR-023', 'SR-025', 'SR-030'] },
      exit: 'reportBolus',
      on: { 'bolus.settled': 'idle', 'fault.*': 'idle', 'power.lost': 'idle' },
    },
  },
  on: { 'bolus.refused': { actions: 'refuseBolus' } },
} satisfies Region);
