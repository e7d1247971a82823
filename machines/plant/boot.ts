import { plant, type Region } from './setup.ts';

/** Power, the self-test's verdict, the journal's verdict; and what may go wrong at any time. */
export const boot = plant.createStateConfig({
  initial: 'off',
  states: {
    off: {
      // A journal that was not closed in order is closed by the next start, with a loss of power on record.
      on: { 'power.applied': 'on', 'power.lost': { actions: 'noteRecords' } },
    },
    on: {
      initial: 'idle',
      states: {
        idle: { on: { 'asked.runSelfTest': 'testing' } },
        testing: {
          description: 'One verdict, or none.',
          on: { 'selfTest.passed': 'reading', 'selfTest.failed': 'up' },
        },
        reading: {
          description: 'The journal is read once, and is new only if nothing was ever written.',
          on: { 'journal.read': { guard: 'tellsTheTruth', target: 'finding', actions: 'noteRecords' } },
        },
        finding: {
          description: 'What is in the bay is said in the same step.',
          on: { 'supply.found': { guard: 'isHowTheBayIs', target: 'up' } },
        },
        up: {},
      },
      on: {
        'power.lost': { target: 'off', actions: 'noteRecords' },
        'fault.latched': { actions: 'offer' },
        'fault.detected': { actions: 'offer' },
        'clock.reached': { actions: 'offer' },
      },
    },
  },
} satisfies Region);
