import { plant, type Region } from './setup.ts';

/** What the ledger remembers of the moment at which the power went, until the journal is read again. */
export const left = plant.createStateConfig({
  initial: 'stopped',
  states: { stopped: {}, delivering: {} },
  on: {
    'power.lost': [{ guard: 'deliveryRuns', target: '.delivering' }, { target: '.stopped' }],
    'supply.found': { guard: 'isFoundThere', target: '.stopped' },
    'restart.verified': { guard: 'mayBeVerified', target: '.stopped' },
    'restart.doubted': { guard: 'isComparing', target: '.stopped' },
  },
} satisfies Region);

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
          on: {
            'journal.read': [
              { guard: 'tellsOfACleanEnd', target: 'comparing.bay', actions: 'noteRecords' },
              { guard: 'tellsTheTruth', target: 'finding', actions: 'noteRecords' },
            ],
          },
        },
        finding: {
          description: 'What is in the bay is said in the same step.',
          on: { 'supply.found': { guard: 'isHowTheBayIs', target: 'up' } },
        },
        comparing: {
          description: 'After an orderly end: the bay, and then whether the pump is as it was left.',
          initial: 'bay',
          states: {
            bay: { on: { 'supply.found': { guard: 'isHowTheBayIs', target: 'whole' } } },
            whole: {
              on: {
                'restart.verified': { guard: 'mayBeVerified', target: '#plant.boot.on.up' },
                'restart.doubted': '#plant.boot.on.up',
              },
            },
          },
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
