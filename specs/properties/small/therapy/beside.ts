import { ofMachine } from '../../../smallProperty.ts';

/** What automation stands on, whom it asks, and what the person does. */
export const therapyBeside = ofMachine('therapy', [
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
