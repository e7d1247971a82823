import { ofMachine } from '../../smallProperty.ts';

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
  {
    name: 'what a person does means something to automation alone',
    req: ['SR-088'],
    rule: {
      eachStep: { from: 'therapy.activity.normal', to: { not: 'therapy.activity.normal' } },
      is: { from: 'therapy.mode.closedLoop' },
    },
  },
  {
    name: 'automation is told of sleep',
    req: ['SR-088'],
    rule: {
      eachStep: { on: ['sleep.started'], from: 'therapy.mode.closedLoop' },
      is: { to: 'therapy.activity.sleep' },
    },
  },
  {
    name: 'automation is told of exercise',
    req: ['SR-088'],
    rule: {
      eachStep: { on: ['exercise.started'], from: 'therapy.mode.closedLoop' },
      is: { to: 'therapy.activity.exercise' },
    },
  },
  {
    name: 'automation that stands on its footing starts with a command that was accepted',
    req: ['SR-098', 'SR-099'],
    rule: {
      eachStep: {
        on: ['automation.accepted'],
        from: {
          all: [
            'therapy.footing.ready',
            { any: ['therapy.mode.closedLoop.attempting', 'therapy.mode.closedLoop.limited'] },
          ],
        },
      },
      is: { to: 'therapy.mode.closedLoop.active' },
    },
  },
  {
    name: 'automation that a person enables is attempted',
    req: ['SR-098'],
    rule: {
      eachStep: { on: ['automation.enabled'], from: 'therapy.mode.manual' },
      is: { to: 'therapy.mode.closedLoop.attempting' },
    },
  },
  {
    name: 'automation that a person disables is over, with its alarms',
    req: ['SR-088'],
    rule: {
      eachStep: { on: ['automation.disabled'], from: 'therapy.mode.closedLoop' },
      is: {
        to: 'therapy.mode.manual',
        asks: ['endAutomation'],
        ceases: ['automationDegraded', 'automationAtLimit'],
      },
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
    name: 'automation that is attempted for too long is over, with an alarm',
    req: ['SR-098', 'SR-099'],
    rule: {
      eachStep: { on: ['timer.attemptElapsed'] },
      is: { to: 'therapy.mode.manual', raises: 'automationDegraded', asks: ['endAutomation'] },
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
    name: 'automation is not attempted without end',
    req: ['SR-098'],
    rule: {
      whenever: 'therapy.mode.closedLoop.attempting',
      leadsTo: { not: 'therapy.mode.closedLoop.attempting' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'automation that waits for a value does not wait without end',
    req: ['SR-100'],
    rule: {
      whenever: 'therapy.mode.closedLoop.safeBasal',
      leadsTo: { not: 'therapy.mode.closedLoop.safeBasal' },
      given: ['running timers elapse'],
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
    name: 'what excludes automation sends it back to be attempted',
    req: ['SR-098'],
    rule: {
      eachStep: { on: ['automation.obstructed'], from: 'therapy.mode.closedLoop' },
      is: { to: 'therapy.mode.closedLoop.attempting' },
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
    name: 'a value that was entered lets automation be attempted again',
    req: ['SR-100'],
    rule: {
      eachStep: { on: ['glucose.entered'], from: 'therapy.mode.closedLoop.safeBasal' },
      is: { to: 'therapy.mode.closedLoop.attempting', ceases: ['automationAtLimit'] },
    },
  },
  {
    name: 'while automation is attempted it is said what it waits for',
    req: ['SR-098'],
    rule: {
      eachStep: {
        on: ['automation.obstructed', 'automation.unready', 'automation.ready'],
        from: 'therapy.mode.closedLoop.attempting',
      },
      is: { asks: ['refuseAutomation'] },
    },
  },
  {
    name: 'automation that starts follows its controller, and is degraded no longer',
    req: ['SR-094'],
    rule: {
      eachStep: { from: { not: 'therapy.mode.closedLoop.active' }, to: 'therapy.mode.closedLoop.active' },
      is: { asks: ['followController'], ceases: ['automationDegraded', 'automationAtLimit'] },
    },
  },
  {
    name: 'automation that is attempted delivers by the profile',
    req: ['SR-098'],
    rule: {
      eachStep: {
        from: { not: 'therapy.mode.closedLoop.attempting' },
        to: 'therapy.mode.closedLoop.attempting',
      },
      is: { asks: ['followProfile'] },
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
  {
    name: 'automation that waits for a value delivers by the limit',
    req: ['SR-100'],
    rule: {
      eachStep: {
        from: { not: 'therapy.mode.closedLoop.safeBasal' },
        to: 'therapy.mode.closedLoop.safeBasal',
      },
      is: { asks: ['limitBasal'] },
    },
  },
  {
    name: 'what excludes automation is known as soon as it is said',
    req: ['SR-098'],
    rule: { eachStep: { on: ['automation.obstructed'] }, is: { to: 'therapy.footing.obstructed' } },
  },
  {
    name: 'readings that are too few are known as soon as it is said',
    req: ['SR-098'],
    rule: { eachStep: { on: ['automation.unready'] }, is: { to: 'therapy.footing.unready' } },
  },
  {
    name: 'that nothing is missing is known as soon as it is said',
    req: ['SR-098'],
    rule: { eachStep: { on: ['automation.ready'] }, is: { to: 'therapy.footing.ready' } },
  },
  {
    name: 'of automation that has ended nothing is left: no footing, no question, no activity',
    req: ['SR-088', 'SR-098'],
    rule: {
      eachStep: { on: ['automation.ended', 'power.lost'] },
      is: { to: { all: ['therapy.footing.obstructed', 'therapy.inquiry.quiet', 'therapy.activity.normal'] } },
    },
  },
  {
    name: 'a restart leaves therapy to the profile',
    req: ['SR-038', 'SR-098'],
    rule: { eachStep: { on: ['power.lost'] }, is: { to: 'therapy.mode.manual' } },
  },
  {
    name: 'a controller is asked anew about each reading, and its time begins anew',
    req: ['SR-088', 'SR-094'],
    rule: {
      eachStep: {
        on: ['glucose.accepted'],
        from: { all: ['therapy.mode.closedLoop', { not: 'therapy.footing.obstructed' }] },
      },
      is: { enters: 'therapy.inquiry.asking', asks: ['openQuestion', 'askController'] },
    },
  },
  {
    name: 'a controller that has answered has answered',
    req: ['SR-094'],
    rule: {
      eachStep: { on: ['automation.accepted', 'automation.refused'], from: 'therapy.inquiry.asking' },
      is: { to: 'therapy.inquiry.quiet' },
    },
  },
  {
    name: 'no controller is waited for without end',
    req: ['SR-094'],
    rule: {
      whenever: 'therapy.inquiry.asking',
      leadsTo: {
        step: {
          on: [
            'timer.answerElapsed',
            'glucose.accepted',
            'automation.accepted',
            'automation.refused',
            'automation.ended',
            'power.lost',
          ],
        },
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'what a person does is over when it is ended, or by itself',
    req: ['SR-088'],
    rule: { eachStep: { on: ['activity.ended', 'activity.expired'] }, is: { to: 'therapy.activity.normal' } },
  },
]);
