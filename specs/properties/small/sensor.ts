import { ofMachine } from '../../smallProperty.ts';

/** What must hold of the glucose sensor: its readings, its life, and what it is good for. */
export const sensorProperties = ofMachine('sensor', [
  // How old the newest reading is.
  {
    name: 'readings that are lost are announced',
    req: ['SR-087', 'SR-099'],
    rule: {
      eachStep: { on: ['glucose.lost'], from: { not: 'sensor.freshness.lost' } },
      is: { to: 'sensor.freshness.lost.told', raises: 'cgmLost' },
    },
  },
  {
    name: 'a reading of twelve minutes is taken for stale',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['glucose.stale'], from: { any: ['sensor.freshness.fresh', 'sensor.freshness.late'] } },
      is: { to: 'sensor.freshness.stale' },
    },
  },
  {
    name: 'a reading that is late is taken for late',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['glucose.late'], from: { not: 'sensor.freshness.lost' } },
      is: { to: 'sensor.freshness.late' },
    },
  },
  {
    name: 'a reading that is fresh is taken for fresh where none was lost',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['glucose.fresh'], from: { not: 'sensor.freshness.lost' } },
      is: { to: 'sensor.freshness.fresh' },
    },
  },
  {
    name: 'only a new reading makes glucose fresh',
    req: ['SR-093'],
    rule: {
      eachStep: { from: { not: 'sensor.freshness.fresh' }, to: 'sensor.freshness.fresh' },
      is: { on: ['glucose.fresh', 'glucose.accepted'] },
    },
  },
  {
    name: 'one reading alone does not end a loss',
    req: ['SR-093', 'SR-099'],
    rule: {
      eachStep: { on: ['glucose.fresh'], from: 'sensor.freshness.lost' },
      is: { to: 'sensor.freshness.lost.returning' },
    },
  },
  {
    name: 'two readings end a loss, and its alarm',
    req: ['SR-099'],
    rule: {
      eachStep: { on: ['glucose.accepted'], from: 'sensor.freshness.lost.returning' },
      is: { to: 'sensor.freshness.fresh', ceases: ['cgmLost'] },
    },
  },
  {
    name: 'only a second reading ends a loss, or another sensor',
    req: ['SR-093', 'SR-099'],
    rule: {
      eachStep: { from: 'sensor.freshness.lost', to: { not: 'sensor.freshness.lost' } },
      is: {
        on: [
          'glucose.accepted',
          'sensor.removed',
          'sensor.warming',
          'sensor.started',
          'sensor.failed',
          'sensor.expired',
        ],
      },
    },
  },
  {
    name: 'a reading that stays alone begins the loss anew',
    req: ['SR-099'],
    rule: {
      eachStep: {
        on: ['glucose.late', 'glucose.stale', 'glucose.lost'],
        from: 'sensor.freshness.lost.returning',
      },
      is: { to: 'sensor.freshness.lost.told' },
    },
  },
  {
    name: 'a loss is told again',
    req: ['SR-087'],
    rule: {
      whenever: 'sensor.freshness.lost.told',
      leadsTo: {
        step: {
          on: [
            'timer.lossNoticeElapsed',
            'glucose.fresh',
            'sensor.removed',
            'sensor.warming',
            'sensor.started',
            'sensor.failed',
            'sensor.expired',
            'power.lost',
          ],
        },
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a loss that lasts is told again when its delay is over',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['timer.lossNoticeElapsed', 'timer.lossRepeatElapsed'] },
      is: { to: 'sensor.freshness.lost.toldAgain', raises: 'cgmLost' },
    },
  },
  {
    name: 'a loss that lasts is told again and again',
    req: ['SR-087'],
    rule: {
      whenever: 'sensor.freshness.lost.toldAgain',
      leadsTo: {
        step: {
          on: [
            'timer.lossRepeatElapsed',
            'glucose.fresh',
            'power.lost',
            'sensor.removed',
            'sensor.warming',
            'sensor.started',
            'sensor.failed',
            'sensor.expired',
          ],
        },
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'nothing is missed of another sensor, or of none',
    req: ['SR-099'],
    rule: {
      eachStep: {
        on: ['sensor.removed', 'sensor.warming', 'sensor.started', 'sensor.failed', 'sensor.expired'],
      },
      is: { to: 'sensor.freshness.none', ceases: ['cgmLost'] },
    },
  },
  {
    name: 'the first reading of a sensor ends the alarm of a loss',
    req: ['SR-099'],
    rule: { eachStep: { on: ['glucose.fresh'], from: 'sensor.freshness.none' }, is: { ceases: ['cgmLost'] } },
  },
  {
    name: 'a restart does not bring readings back',
    req: ['SR-093', 'SR-099'],
    rule: {
      eachStep: { on: ['power.lost'], from: 'sensor.freshness.lost' },
      is: { to: 'sensor.freshness.lost.told' },
    },
  },
  {
    name: 'a restart makes no reading fresh',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['power.lost'], from: { not: 'sensor.freshness.lost' } },
      is: { to: 'sensor.freshness.none' },
    },
  },
  // How long a sensor lives.
  {
    name: 'a sensor that has failed is announced',
    req: ['SR-093', 'SR-099'],
    rule: {
      eachStep: { on: ['sensor.failed'] },
      is: { to: 'sensor.session.failed', raises: 'sensorFailed' },
    },
  },
  {
    name: 'a sensor that has expired is announced as worse than one that will',
    req: ['SR-093', 'SR-099'],
    rule: {
      eachStep: { on: ['sensor.expired'] },
      is: { to: 'sensor.session.expired', raises: { alarm: 'sensorExpired', grade: 'worse' } },
    },
  },
  {
    name: 'a sensor that will expire is announced each time',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['sensor.expiring'], from: 'sensor.session.active' },
      is: { to: 'sensor.session.active.ending', raises: { alarm: 'sensorExpired', grade: 'first' } },
    },
  },
  {
    name: 'a sensor that warms up ends the alarms of the one before',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['sensor.warming'] },
      is: { to: 'sensor.session.warmup', ceases: ['sensorFailed', 'sensorExpired'] },
    },
  },
  {
    name: 'a sensor that has started ends the alarms of the one before',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['sensor.started'] },
      is: { to: 'sensor.session.active.steady', ceases: ['sensorFailed', 'sensorExpired'] },
    },
  },
  {
    name: 'a sensor that was removed measures nothing',
    req: ['SR-093'],
    rule: { eachStep: { on: ['sensor.removed'] }, is: { to: 'sensor.session.none' } },
  },
  {
    name: 'of a sensor nothing is known after a restart before it speaks',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['power.lost'] },
      is: { to: { all: ['sensor.session.none', 'sensor.readiness.ready'] } },
    },
  },
  // What a living sensor is good for.
  {
    name: 'a sensor that warms up is announced as good for nothing yet',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['sensor.warming'] },
      is: { to: 'sensor.readiness.warming', raises: 'sensorUnready' },
    },
  },
  {
    name: 'a sensor that is in doubt is announced',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['sensor.doubted'] },
      is: { to: 'sensor.readiness.doubtful', raises: 'sensorUnready' },
    },
  },
  {
    name: 'a sensor that is trusted, or is another, is in doubt no longer',
    req: ['SR-093'],
    rule: {
      eachStep: {
        on: ['sensor.trusted', 'sensor.started', 'sensor.failed', 'sensor.expired', 'sensor.removed'],
      },
      is: { to: 'sensor.readiness.ready', ceases: ['sensorUnready'] },
    },
  },
]);
