import { ofMachine } from '../../smallProperty.ts';

/** What must hold of what is told about glucose. */
export const glucoseProperties = ofMachine('glucose', [
  {
    name: 'glucose that is urgently low is announced by its HIGH alarm, whatever was announced before',
    req: ['SR-081'],
    rule: {
      eachStep: { on: ['glucose.urgentlyLow'] },
      is: { to: 'glucose.low.urgentlyLow', raises: 'urgentLow' },
    },
  },
  {
    name: 'glucose that is urgently low is low as well',
    req: ['SR-081'],
    rule: { eachStep: { on: ['glucose.urgentlyLow'] }, is: { raises: 'glucoseLow' } },
  },
  {
    name: 'glucose that is low is announced, and urgent no longer',
    req: ['SR-081'],
    rule: {
      eachStep: { on: ['glucose.low'] },
      is: { to: 'glucose.low.low', raises: 'glucoseLow', ceases: ['urgentLow'] },
    },
  },
  {
    name: 'glucose that is low no longer ends both alarms',
    req: ['SR-081'],
    rule: {
      eachStep: { on: ['glucose.notLow'] },
      is: { to: 'glucose.low.notLow', ceases: ['glucoseLow', 'urgentLow'] },
    },
  },
  {
    name: 'glucose that is high is announced',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucose.high'] },
      is: { to: 'glucose.high.high', raises: { alarm: 'glucoseHigh', grade: 'first' } },
    },
  },
  {
    name: 'glucose that stays high is announced as worse',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucose.highLasting'] },
      is: { to: 'glucose.high.highLasting', raises: { alarm: 'glucoseHigh', grade: 'worse' } },
    },
  },
  {
    name: 'glucose that is high while nothing is delivered is announced as worst',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucose.highUndelivered'] },
      is: { to: 'glucose.high.highUndelivered', raises: { alarm: 'glucoseHigh', grade: 'worst' } },
    },
  },
  {
    name: 'glucose that is high no longer ends the alarm',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucose.notHigh'] },
      is: { to: 'glucose.high.notHigh', ceases: ['glucoseHigh'] },
    },
  },
  {
    name: 'glucose so high that the set is to be suspected is announced',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucose.veryHigh'] },
      is: { to: 'glucose.veryHigh.veryHigh', raises: 'glucoseVeryHigh' },
    },
  },
  {
    name: 'glucose that is very high no longer ends the alarm',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucose.notVeryHigh'] },
      is: { to: 'glucose.veryHigh.notVeryHigh', ceases: ['glucoseVeryHigh'] },
    },
  },
  {
    name: 'glucose that falls fast is announced, and does not rise',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucose.falling'] },
      is: { to: 'glucose.trend.falling', raises: 'fallingFast', ceases: ['risingFast'] },
    },
  },
  {
    name: 'glucose that rises fast is announced, and does not fall',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucose.rising'] },
      is: { to: 'glucose.trend.rising', raises: 'risingFast', ceases: ['fallingFast'] },
    },
  },
  {
    name: 'glucose that is steady ends both alarms of the trend',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucose.steady'] },
      is: { to: 'glucose.trend.steady', ceases: ['fallingFast', 'risingFast'] },
    },
  },
  {
    name: 'a switch ends no alarm of glucose: only a value does',
    req: ['SR-081', 'SR-083'],
    rule: {
      eachStep: { on: ['power.lost'] },
      is: {
        asksNone: ['ceaseAlarm'],
        to: {
          all: [
            'glucose.low.notLow',
            'glucose.high.notHigh',
            'glucose.veryHigh.notVeryHigh',
            'glucose.trend.steady',
          ],
        },
      },
    },
  },
]);
