import { pump, type Region } from './setup.ts';

/** The cap holds, so the cause is over at once; the alarm stays until a person has read it. */
const tellLimit = [
  { type: 'raiseAlarm', params: { alarm: 'hourlyLimit' } },
  { type: 'ceaseAlarm', params: { alarm: 'hourlyLimit' } },
] as const;

export const noLongerWithheld = { type: 'ceaseAlarm', params: { alarm: 'hourlyLimit' } } as const;

const tellDailyLimit = [
  { type: 'raiseAlarm', params: { alarm: 'dailyLimit' } },
  { type: 'ceaseAlarm', params: { alarm: 'dailyLimit' } },
] as const;

const tellInterruption = [
  { type: 'raiseAlarm', params: { alarm: 'underDelivery', grade: 'worse' } },
  { type: 'ceaseAlarm', params: { alarm: 'underDelivery' } },
] as const;

/** The reduction is over as soon as it is told; it is for a person to know, not to answer. */
const tellReduction = [
  { type: 'raiseAlarm', params: { alarm: 'basalLimit' } },
  { type: 'ceaseAlarm', params: { alarm: 'basalLimit' } },
] as const;

/** Which rate basal follows. How much that is, the ledger knows. */
export const basal = pump.createStateConfig({
  initial: 'scheduled',
  states: {
    scheduled: {
      description: 'The profile of the local time of day.',
      on: {
        'tempBasal.admitted': { target: 'temporary', actions: 'startTempBasal' },
        'clock.suspected': 'reduced',
        'clock.lost': 'reduced',
      },
    },
    temporary: {
      description:
        'A share of the profile or a rate of its own, until its time is over. A suspension does not prolong it.',
      meta: { req: ['SR-017', 'SR-043'] },
      on: {
        // Admitted beside a running one: a person has confirmed that it is replaced.
        'tempBasal.admitted': { actions: 'startTempBasal' },
        'tempBasal.cancelled': { target: 'scheduled', actions: 'endTempBasal' },
        'tempBasal.ended': 'scheduled',
        'change.requested': { target: 'scheduled', actions: 'endTempBasal' },
        'clock.suspected': 'reduced',
        'clock.lost': 'reduced',
      },
    },
    reduced: {
      description:
        'Nobody knows the time of day, so the profile says nothing: its lowest rate. The clock stops delivery after an hour.',
      meta: { req: ['SR-078'] },
      entry: 'reduceBasal',
      exit: 'endTempBasal',
      on: {
        'clock.trusted': 'scheduled',
        'tempBasal.admitted': { actions: 'refuseTempBasal' },
      },
    },
  },
  on: {
    'tempBasal.refused': { actions: 'refuseTempBasal' },
    // What a person asked for and what is delivered are not the same: that is told, and why (SR-017).
    'limit.basalReached': { actions: [...tellReduction], meta: { req: ['SR-017'] } },
    'limit.hourlyReached': { actions: [...tellLimit], meta: { req: ['SR-015'] } },
    // Basal that the hour does not allow is dropped: a stop that nobody commanded, told until basal goes on.
    'basal.withheld': {
      actions: { type: 'raiseAlarm', params: { alarm: 'hourlyLimit', grade: 'worse' } },
      meta: { req: ['SR-015', 'SR-080'] },
    },
    'basal.restored': { actions: noLongerWithheld },
    // Profile basal goes on; every bolus and a raised rate end with it.
    'limit.dailyReached': { actions: [...tellDailyLimit], meta: { req: ['SR-016'] } },
    // A stalled host is a stop that nobody commanded. What is missing is not caught up (SR-012).
    'delivery.interrupted': { actions: [...tellInterruption], meta: { req: ['SR-012', 'SR-080'] } },
    'fault.*': { target: '.scheduled', actions: 'endTempBasal' },
    'power.lost': { target: '.scheduled', actions: 'endTempBasal' },
  },
} satisfies Region);
