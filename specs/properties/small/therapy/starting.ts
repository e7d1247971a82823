import { ofMachine } from '../../../smallProperty.ts';

/** When automation starts, and what it rests on. */
export const therapyStarting = ofMachine('therapy', [
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
    name: 'whatever ends automation gives basal back to the profile',
    req: ['SR-094', 'SR-099'],
    rule: {
      eachStep: { from: 'therapy.mode.closedLoop', to: 'therapy.mode.manual' },
      is: { asks: ['followProfile'] },
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
    name: 'automation that is attempted for too long is over, with an alarm',
    req: ['SR-098', 'SR-099'],
    rule: {
      eachStep: { on: ['timer.attemptElapsed'] },
      is: { to: 'therapy.mode.manual', raises: 'automationDegraded', asks: ['endAutomation'] },
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
    name: 'what excludes automation sends it back to be attempted',
    req: ['SR-098'],
    rule: {
      eachStep: { on: ['automation.obstructed'], from: 'therapy.mode.closedLoop' },
      is: { to: 'therapy.mode.closedLoop.attempting' },
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
    name: 'a restart leaves therapy to the profile',
    req: ['SR-038', 'SR-098'],
    rule: { eachStep: { on: ['power.lost'] }, is: { to: 'therapy.mode.manual' } },
  },
]);
