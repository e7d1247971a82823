import { pump, type Region } from './setup.ts';

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
  on: { 'fault.*': '.scheduled', 'power.lost': '.scheduled' },
} satisfies Region);
