import { ofMachine } from '../../../smallProperty.ts';

/** How automation falls back, whatever glucose and controller do. */
export const therapyFalling = ofMachine('therapy', [
  {
    name: 'automation without glucose falls back at once',
    req: ['SR-099'],
    rule: {
      eachStep: {
        on: ['glucose.lost'],
        from: { any: ['therapy.mode.closedLoop.active', 'therapy.mode.closedLoop.late'] },
      },
      is: { to: 'therapy.mode.closedLoop.limited', raises: 'automationDegraded' },
    },
  },
  {
    name: 'what limits automation for too long ends it with an alarm',
    req: ['SR-099', 'SR-100'],
    rule: {
      eachStep: {
        on: ['timer.limitationElapsed'],
        from: { any: ['therapy.mode.closedLoop.limited', 'therapy.mode.closedLoop.safeBasal'] },
      },
      is: { to: 'therapy.mode.manual', raises: 'automationDegraded' },
    },
  },
  {
    name: 'automation that is limited does not stay so',
    req: ['SR-099'],
    rule: {
      whenever: 'therapy.mode.closedLoop.limited',
      leadsTo: { not: 'therapy.mode.closedLoop.limited' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'automation too long at an extreme falls back and says so',
    req: ['SR-100'],
    rule: {
      eachStep: {
        on: ['automation.saturated'],
        from: { any: ['therapy.mode.closedLoop.active', 'therapy.mode.closedLoop.late'] },
      },
      is: { to: 'therapy.mode.closedLoop.safeBasal', raises: 'automationAtLimit' },
    },
  },
  {
    name: 'basal follows a controller only while automation is active',
    req: ['SR-088', 'SR-094'],
    rule: { eachStep: { asks: ['followController'] }, is: { to: 'therapy.mode.closedLoop.active' } },
  },
  {
    name: 'what ends the activity of a controller takes its rate and its bolus away in the same step',
    req: ['SR-090', 'SR-094', 'SR-099'],
    rule: {
      eachStep: {
        from: 'therapy.mode.closedLoop.active',
        to: { not: 'therapy.mode.closedLoop.active' },
      },
      is: { asks: ['endMicrobolus'], asksAny: ['onlyLower', 'limitBasal', 'followProfile'] },
    },
  },
  {
    name: 'readings that grow old let nothing be increased',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['glucose.stale'], from: 'therapy.mode.closedLoop.active' },
      is: { to: 'therapy.mode.closedLoop.late', asks: ['onlyLower'] },
    },
  },
  {
    name: 'automation does not outlive its sensor',
    req: ['SR-093', 'SR-099'],
    rule: {
      eachStep: {
        on: ['sensor.warming', 'sensor.started', 'sensor.failed', 'sensor.expired', 'sensor.removed'],
        from: { any: ['therapy.mode.closedLoop.active', 'therapy.mode.closedLoop.late'] },
      },
      is: { to: 'therapy.mode.closedLoop.limited', asks: ['limitBasal'], raises: 'automationDegraded' },
    },
  },
  {
    name: 'glucose that a value contradicts limits automation until another value was entered',
    req: ['SR-093', 'SR-100'],
    rule: {
      eachStep: {
        on: ['glucose.contradicted'],
        from: {
          any: [
            'therapy.mode.closedLoop.attempting',
            'therapy.mode.closedLoop.active',
            'therapy.mode.closedLoop.late',
            'therapy.mode.closedLoop.limited',
          ],
        },
      },
      is: { to: 'therapy.mode.closedLoop.safeBasal', raises: 'automationDegraded' },
    },
  },
  {
    name: 'automation that was limited for too long is over',
    req: ['SR-099'],
    rule: {
      eachStep: { on: ['timer.limitationElapsed'] },
      is: { to: 'therapy.mode.manual', asks: ['endAutomation'] },
    },
  },
  {
    name: 'a command whose time is over limits automation',
    req: ['SR-094', 'SR-099'],
    rule: {
      eachStep: {
        on: ['automation.lapsed'],
        from: { any: ['therapy.mode.closedLoop.active', 'therapy.mode.closedLoop.late'] },
      },
      is: { to: 'therapy.mode.closedLoop.limited', raises: 'automationDegraded' },
    },
  },
  {
    name: 'a reading that comes in time lets automation go on',
    req: ['SR-093'],
    rule: {
      eachStep: { on: ['glucose.fresh', 'glucose.late'], from: 'therapy.mode.closedLoop.late' },
      is: { to: 'therapy.mode.closedLoop.active' },
    },
  },
  {
    name: 'readings that are lost while automation is on are worse than lost',
    req: ['SR-099'],
    rule: {
      eachStep: {
        on: ['glucose.lost'],
        from: {
          any: [
            'therapy.mode.closedLoop.active',
            'therapy.mode.closedLoop.late',
            'therapy.mode.closedLoop.limited',
          ],
        },
      },
      is: { raises: { alarm: 'cgmLost', grade: 'worse' } },
    },
  },
  {
    name: 'automation that is limited delivers by the limit, and says so',
    req: ['SR-099'],
    rule: {
      eachStep: { from: { not: 'therapy.mode.closedLoop.limited' }, to: 'therapy.mode.closedLoop.limited' },
      is: { asks: ['limitBasal'], raises: 'automationDegraded' },
    },
  },
]);
