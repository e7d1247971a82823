import { pump, type Region } from './setup.ts';

/** The cap holds, so the cause is over at once; the alarm stays until a person has read it. */
const tellLimit = [
  { type: 'raiseAlarm', params: { alarm: 'hourlyLimit', grade: 'worse' } },
  { type: 'ceaseAlarm', params: { alarm: 'hourlyLimit' } },
] as const;

const tellDailyLimit = [
  { type: 'raiseAlarm', params: { alarm: 'dailyLimit' } },
  { type: 'ceaseAlarm', params: { alarm: 'dailyLimit' } },
] as const;

const tellInterruption = [
  { type: 'raiseAlarm', params: { alarm: 'underDelivery', grade: 'worse' } },
  { type: 'ceaseAlarm', params: { alarm: 'underDelivery' } },
] as const;

/** Which rate basal follows. How much that is, the ledger knows. */
export const basal = pump.createStateConfig({
  initial: 'scheduled',
  states: {
    scheduled: {
      description: 'The profile of the local time of day.',
      on: {
        'tempBasal.admitted': { target: 'temporary', actions: 'startTempBasal' },
        'tempBasal.refused': { actions: 'refuseTempBasal' },
      },
    },
    temporary: {
      description: 'A share of the profile, until its time is over. A suspension does not prolong it.',
      meta: { req: ['SR-017', 'SR-043'] },
      exit: 'endTempBasal',
      on: {
        'tempBasal.cancelled': 'scheduled',
        'tempBasal.ended': 'scheduled',
        'tempBasal.refused': { actions: 'refuseTempBasal' },
      },
    },
  },
  on: {
    // Basal that the hour does not allow is dropped. A silent drop would be a hazard of its own.
    'limit.hourlyReached': { actions: [...tellLimit], meta: { req: ['SR-015'] } },
    // Profile basal goes on; every bolus and a raised rate end with it.
    'limit.dailyReached': { actions: [...tellDailyLimit], meta: { req: ['SR-016'] } },
    // A stalled host is a stop that nobody commanded. What is missing is not caught up (SR-012).
    'delivery.interrupted': { actions: [...tellInterruption], meta: { req: ['SR-012', 'SR-080'] } },
    'fault.*': '.scheduled',
    'power.lost': '.scheduled',
  },
} satisfies Region);
