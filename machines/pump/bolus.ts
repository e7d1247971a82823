import { pump, type Region } from './setup.ts';

/** The cause is over at once; the alarm stays until a person has read how much was delivered. */
const tellIncomplete = [
  { type: 'raiseAlarm', params: { alarm: 'bolusIncomplete' } },
  { type: 'ceaseAlarm', params: { alarm: 'bolusIncomplete' } },
] as const;

const tellUnconfirmed = [
  { type: 'raiseAlarm', params: { alarm: 'entryIncomplete' } },
  { type: 'ceaseAlarm', params: { alarm: 'entryIncomplete' } },
] as const;

const refuse = { target: '#pump.bolus.idle', actions: ['refuseBolus', 'discardBolus'] } as const;
const discard = { target: 'idle', actions: 'discardBolus' } as const;

/** What a confirmation starts. The extended part has its own region, which hears that it was released. */
const start = [
  { guard: 'isExtended', target: '#pump.bolus.idle', actions: ['startExtended', 'releaseExtended'] },
  { guard: 'isCombo', target: '#pump.bolus.delivering', actions: ['startCombo', 'releaseExtended'] },
  { target: '#pump.bolus.delivering', actions: 'startBolus' },
] as const;

/** Hour or day has no room for more of it. A rate that the maximum lowers (`limit.basalReached`) ends none. */
const limited = {
  target: 'cancelling',
  actions: [{ type: 'endBolus', params: { reason: 'stopped' } }, ...tellIncomplete],
  meta: { req: ['SR-015', 'SR-016', 'SR-023'] },
} as const;

/**
 * One request at a time, and what of it is given now. However it ends, it is final: there is no way back to
 * `delivering`.
 */
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
      initial: 'once',
      states: {
        once: {
          entry: 'askConfirmation',
          on: {
            'bolus.confirmed': [
              { guard: 'mayNotStart', ...refuse, meta: { req: ['SR-022', 'SR-031'] } },
              { guard: 'isMuch', target: 'again', meta: { req: ['SR-027'] } },
              ...start,
            ],
          },
        },
        again: {
          description: 'With this one, much was requested within an hour. It takes a second word.',
          meta: { req: ['SR-027'] },
          entry: 'askAgain',
          on: {
            'bolus.confirmedAgain': [
              { guard: 'mayNotStart', ...refuse, meta: { req: ['SR-022', 'SR-031'] } },
              ...start,
            ],
          },
        },
      },
      on: {
        'bolus.cancelled': { guard: 'meansNormal', ...discard },
        'suspend.requested': discard,
        'change.requested': discard,
        'alarm.stopRaised': discard,
        'alarm.bolusStopRaised': discard,
        'fault.*': discard,
        'power.lost': discard,
      },
      after: { confirmation: { target: 'idle', actions: ['discardBolus', ...tellUnconfirmed] } },
    },
    delivering: {
      description: 'Pulse by pulse, beside basal, until the amount is complete or somebody stops it.',
      tags: 'bolusing',
      meta: { req: ['SR-021', 'SR-036'] },
      on: {
        'bolus.completed': {
          target: 'idle',
          actions: [{ type: 'endBolus', params: { reason: 'completed' } }, 'reportBolus'],
        },
        'bolus.cancelled': {
          guard: 'meansNormal',
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
        'limit.hourlyReached': limited,
        'limit.dailyReached': limited,
        // So late a bolus is not what the person wanted any more.
        'delivery.interrupted': {
          target: 'cancelling',
          actions: [{ type: 'endBolus', params: { reason: 'stopped' } }, ...tellIncomplete],
          meta: { req: ['SR-020', 'SR-023'] },
        },
        'alarm.stopRaised': {
          target: 'cancelling',
          actions: [{ type: 'endBolus', params: { reason: 'stopped' } }, ...tellIncomplete],
          meta: { req: ['SR-023', 'SR-031'] },
        },
        'alarm.bolusStopRaised': {
          target: 'cancelling',
          actions: [{ type: 'endBolus', params: { reason: 'stopped' } }, ...tellIncomplete],
          meta: { req: ['SR-016', 'SR-023', 'SR-035'] },
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
