import { type Region, sensor } from './setup.ts';

const raiseLost = { type: 'raiseAlarm', params: { alarm: 'cgmLost' } } as const;
const ceaseLost = { type: 'ceaseAlarm', params: { alarm: 'cgmLost' } } as const;

/** Another sensor, or none that measures: nothing is missed, and another alarm says why. */
const another = { target: '.none', actions: ceaseLost } as const;

/** How old the last accepted reading is, in words. Old glucose is not glucose. */
export const freshness = sensor.createStateConfig({
  initial: 'none',
  states: {
    none: {
      description: 'No reading of this sensor since the pump started.',
      on: {
        'glucose.fresh': { target: 'fresh', actions: ceaseLost },
        'glucose.late': 'late',
        'glucose.lost': 'lost',
      },
    },
    fresh: {
      description: 'The last reading is at most six minutes old.',
      on: { 'glucose.late': 'late', 'glucose.stale': 'stale', 'glucose.lost': 'lost' },
    },
    late: {
      description: 'Six to twelve minutes old: one reading was missed.',
      on: { 'glucose.fresh': 'fresh', 'glucose.stale': 'stale', 'glucose.lost': 'lost' },
    },
    stale: {
      description: 'Twelve to twenty minutes old: no insulin is increased on it.',
      meta: { req: ['SR-093'] },
      on: { 'glucose.fresh': 'fresh', 'glucose.late': 'late', 'glucose.lost': 'lost' },
    },
    lost: {
      description: 'Older than twenty minutes: as good as none.',
      meta: { req: ['SR-087', 'SR-099'] },
      entry: raiseLost,
      initial: 'told',
      states: {
        told: { after: { lossNotice: 'toldAgain' } },
        toldAgain: {
          entry: raiseLost,
          // Re-entry restarts lossRepeat, and tells it again.
          after: { lossRepeat: { target: 'toldAgain', reenter: true } },
        },
        returning: {
          description: 'One reading has come. One alone may be chance.',
          on: {
            'glucose.accepted': { target: '#sensor.freshness.fresh', actions: ceaseLost },
            'glucose.late': 'told',
            'glucose.stale': 'told',
            'glucose.lost': 'told',
          },
        },
      },
      on: {
        'glucose.fresh': '.returning',
        // A switch does not bring it back: two readings do, after a restart as before.
        'power.lost': '.told',
      },
    },
  },
  on: {
    'sensor.removed': another,
    'sensor.warming': another,
    'sensor.started': another,
    'sensor.failed': another,
    'sensor.expired': another,
    'power.lost': '.none',
  },
} satisfies Region);
