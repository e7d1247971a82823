import { ofMachine } from '../../smallProperty.ts';

/** What must hold of the self-test that goes on while the pump delivers. */
export const selfCheckProperties = ofMachine('selfCheck', [
  {
    name: 'one check follows another',
    req: ['SR-065'],
    rule: {
      whenever: 'selfCheck.check.waiting',
      leadsTo: { not: 'selfCheck.check.waiting' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a check that is not answered before its delay is over has failed',
    req: ['SR-065'],
    rule: {
      since: { asks: ['runCheck'] },
      comes: { not: 'selfCheck.check.running' },
      beforeTicks: 1,
      of: 'timer.checkAnswerElapsed',
    },
  },
  {
    name: 'a check that fails stops the pump for good',
    req: ['SR-065', 'SR-066'],
    rule: { eachStep: { on: ['check.failed'] }, is: { to: 'selfCheck.check.failed' } },
  },
  {
    name: 'a stop by a check has a HIGH alarm',
    req: ['SR-065', 'SR-080'],
    rule: {
      eachStep: { from: { not: 'selfCheck.check.failed' }, to: 'selfCheck.check.failed' },
      is: { raises: 'periodicTestFailed' },
    },
  },
  {
    name: 'only a self-test that has passed ends a stop by a check',
    req: ['SR-065', 'SR-066'],
    rule: {
      eachStep: { from: 'selfCheck.check.failed', to: { not: 'selfCheck.check.failed' } },
      is: { on: ['selfTest.passed'], ceases: ['periodicTestFailed'] },
    },
  },
  {
    name: 'a pump that has passed its self-test is checked from then on',
    req: ['SR-065'],
    rule: {
      eachStep: { on: ['selfTest.passed'], from: { any: ['selfCheck.check.off', 'selfCheck.check.failed'] } },
      is: { to: 'selfCheck.check.waiting' },
    },
  },
  {
    name: 'when the time of a check has come it is asked for',
    req: ['SR-065'],
    rule: {
      eachStep: { on: ['timer.checkPeriodElapsed'] },
      is: { to: 'selfCheck.check.running', asks: ['runCheck'] },
    },
  },
  {
    name: 'a check that has passed waits for the next',
    req: ['SR-065'],
    rule: {
      eachStep: { on: ['check.passed'], from: 'selfCheck.check.running' },
      is: { to: 'selfCheck.check.waiting' },
    },
  },
  {
    name: 'a check that nobody has answered has failed',
    req: ['SR-065'],
    rule: { eachStep: { on: ['timer.checkAnswerElapsed'] }, is: { to: 'selfCheck.check.failed' } },
  },
  {
    name: 'no check runs without end',
    req: ['SR-065'],
    rule: {
      whenever: 'selfCheck.check.running',
      leadsTo: { not: 'selfCheck.check.running' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'without power nothing is checked',
    req: ['SR-065'],
    rule: {
      eachStep: { on: ['power.lost'], from: { not: 'selfCheck.check.failed' } },
      is: { to: 'selfCheck.check.off' },
    },
  },
]);
