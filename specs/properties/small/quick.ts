import { ofMachine } from '../../smallProperty.ts';

/** What must hold of a bolus that is given by the button alone. */
export const quickProperties = ofMachine('quick', [
  {
    name: 'a bolus by the button is requested only when its steps were counted',
    req: ['SR-035'],
    rule: {
      eachStep: { asks: ['requestQuick'] },
      is: { from: 'quick.entry.counting', on: ['timer.quickPauseElapsed'], to: 'quick.entry.asking' },
    },
  },
  {
    name: 'a bolus by the button is confirmed only by a second hold',
    req: ['SR-026', 'SR-035'],
    rule: {
      eachStep: { asks: ['confirmQuick'] },
      is: { from: 'quick.entry.confirming', on: ['timer.quickHoldElapsed'] },
    },
  },
  {
    name: 'no bolus by the button is confirmed before one was requested and sounded back',
    req: ['SR-026', 'SR-035'],
    rule: {
      no: { step: { asks: ['confirmQuick'] } },
      before: { step: { asks: ['requestQuick', 'soundCount'] } },
    },
  },
  {
    name: 'a count begins only after a hold, from nothing, and is heard',
    req: ['SR-035'],
    rule: {
      eachStep: { from: { not: 'quick.entry.ready' }, to: 'quick.entry.ready' },
      is: { from: 'quick.entry.holding', on: ['timer.quickHoldElapsed'], asks: ['clearQuick', 'soundReady'] },
    },
  },
  {
    name: 'each step that is counted is a press, and is heard',
    req: ['SR-035'],
    rule: { eachStep: { asks: ['addQuickStep'] }, is: { on: ['button.pressed'], asks: ['soundStep'] } },
  },
  {
    name: 'each press of a count is a step, and begins its pause anew',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['button.pressed'], from: { any: ['quick.entry.ready', 'quick.entry.counting'] } },
      is: { to: 'quick.entry.counting', enters: 'quick.entry.counting', asks: ['addQuickStep', 'soundStep'] },
    },
  },
  {
    name: 'a count that has ended is requested, and sounded back',
    req: ['SR-026', 'SR-035'],
    rule: {
      eachStep: { on: ['timer.quickPauseElapsed'], from: 'quick.entry.counting' },
      is: { to: 'quick.entry.asking', asks: ['requestQuick', 'soundCount'] },
    },
  },
  {
    name: 'a press without a hold means nothing',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['button.released'], from: 'quick.entry.holding' },
      is: { to: 'quick.entry.idle' },
    },
  },
  {
    name: 'a hold is begun by a press',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['button.pressed'], from: 'quick.entry.idle' },
      is: { to: 'quick.entry.holding' },
    },
  },
  {
    name: 'a hold makes the count ready',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['timer.quickHoldElapsed'], from: 'quick.entry.holding' },
      is: { to: 'quick.entry.ready' },
    },
  },
  {
    name: 'a count that was not begun is given up',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['timer.quickPauseElapsed'], from: 'quick.entry.ready' },
      is: { to: 'quick.entry.idle' },
    },
  },
  {
    name: 'a second hold is begun by a press',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['button.pressed'], from: 'quick.entry.asking' },
      is: { to: 'quick.entry.confirming' },
    },
  },
  {
    name: 'a second hold that is let go of confirms nothing, and may be tried again',
    req: ['SR-026', 'SR-035'],
    rule: {
      eachStep: { on: ['button.released'], from: 'quick.entry.confirming' },
      is: { to: 'quick.entry.asking' },
    },
  },
  {
    name: 'a second hold confirms, and the button is done',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['timer.quickHoldElapsed'], from: 'quick.entry.confirming' },
      is: { to: 'quick.entry.idle', asks: ['confirmQuick'] },
    },
  },
  {
    name: 'a count that nobody confirms is given up',
    req: ['SR-026'],
    rule: { eachStep: { on: ['timer.quickWaitElapsed'] }, is: { to: 'quick.entry.idle' } },
  },
  {
    name: 'a bolus by the button that is refused is heard to be',
    req: ['SR-035'],
    rule: {
      eachStep: { on: ['bolus.refused'], from: { any: ['quick.entry.asking', 'quick.entry.confirming'] } },
      is: { to: 'quick.entry.idle', asks: ['soundRefusal'] },
    },
  },
  {
    name: 'a fault or a restart leaves nothing of a bolus by the button',
    req: ['SR-035'],
    rule: { eachStep: { on: ['fault.latched', 'power.lost'] }, is: { to: 'quick.entry.idle' } },
  },
  {
    name: 'no first hold lasts without end',
    req: ['SR-035'],
    rule: {
      whenever: 'quick.entry.holding',
      leadsTo: { not: 'quick.entry.holding' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'no count that was not begun waits without end',
    req: ['SR-035'],
    rule: {
      whenever: 'quick.entry.ready',
      leadsTo: { not: 'quick.entry.ready' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'no count waits without end to be confirmed',
    req: ['SR-035'],
    rule: {
      whenever: 'quick.entry.asking',
      leadsTo: { not: 'quick.entry.asking' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'no second hold lasts without end',
    req: ['SR-035'],
    rule: {
      whenever: 'quick.entry.confirming',
      leadsTo: { not: 'quick.entry.confirming' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'no count goes on without a press',
    req: ['SR-035'],
    rule: {
      whenever: 'quick.entry.counting',
      leadsTo: { step: { on: ['timer.quickPauseElapsed', 'button.pressed', 'fault.latched', 'power.lost'] } },
      given: ['running timers elapse'],
    },
  },
]);
