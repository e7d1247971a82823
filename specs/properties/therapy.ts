import { ofMachine } from '../smallProperty.ts';

/** What must hold of automation as a chart, whatever glucose, controller and person do. */
export const therapyProperties = ofMachine('therapy', [
  {
    name: 'automation starts only from its footing, with a command that was accepted',
    req: ['SR-098'],
    rule: {
      eachStep: {
        from: { not: { any: ['therapy.mode.closedLoop.active', 'therapy.mode.closedLoop.late'] } },
        to: 'therapy.mode.closedLoop.active',
      },
      is: { on: ['automation.accepted'], from: 'therapy.footing.ready' },
    },
  },
  {
    name: 'no automation before a person has enabled it',
    req: ['SR-098'],
    rule: { no: 'therapy.mode.closedLoop', before: { step: { on: ['automation.enabled'] } } },
  },
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
    name: 'whatever ends automation gives basal back to the profile',
    req: ['SR-094', 'SR-099'],
    rule: {
      eachStep: { from: 'therapy.mode.closedLoop', to: 'therapy.mode.manual' },
      is: { asks: ['followProfile'] },
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
    name: 'only a controller that is wanted and not excluded is asked, and on a reading that was believed',
    req: ['SR-088', 'SR-098'],
    rule: {
      eachStep: { asks: ['askController'] },
      is: {
        on: ['glucose.accepted'],
        from: { all: ['therapy.mode.closedLoop', { not: 'therapy.footing.obstructed' }] },
        asks: ['openQuestion'],
      },
    },
  },
  {
    name: 'a controller that does not answer is not waited for',
    req: ['SR-088', 'SR-094'],
    rule: {
      since: { asks: ['askController'] },
      comes: { not: 'therapy.inquiry.asking' },
      beforeTicks: 1,
      of: 'timer.answerElapsed',
    },
  },
  {
    name: 'an answer after its time is answered by nothing',
    req: ['SR-094'],
    rule: {
      eachStep: { on: ['timer.answerElapsed'], from: 'therapy.inquiry.asking' },
      is: { to: 'therapy.inquiry.quiet', asks: ['closeQuestion'] },
    },
  },
]);
