import { ofMachine } from '../../smallProperty.ts';

/** What must hold while delivery is stopped and nobody does anything. */
export const suspensionProperties = ofMachine('suspension', [
  {
    name: 'how long delivery is stopped is counted from when it stops, and from the start of the pump',
    req: ['SR-041'],
    rule: {
      eachStep: { on: ['delivery.stopped', 'power.applied'] },
      is: { to: 'suspension.reminder.stopped' },
    },
  },
  {
    name: 'whoever starts delivery is reminded no more',
    req: ['SR-041'],
    rule: { eachStep: { on: ['delivery.started', 'power.lost'] }, is: { to: 'suspension.reminder.quiet' } },
  },
  {
    name: 'what was told of a suspension is over with it',
    req: ['SR-041'],
    rule: {
      eachStep: { from: 'suspension.reminder.overdue', to: { not: 'suspension.reminder.overdue' } },
      is: { ceases: ['suspensionReminder'] },
    },
  },
  {
    name: 'a suspension whose time is over is told',
    req: ['SR-041', 'SR-042'],
    rule: {
      eachStep: {
        on: ['suspension.expired'],
        from: { not: { any: ['suspension.reminder.overdue.medium', 'suspension.reminder.overdue.high'] } },
      },
      is: { to: 'suspension.reminder.overdue.low', raises: { alarm: 'suspensionReminder', grade: 'first' } },
    },
  },
  {
    name: 'a suspension of an hour whose chosen time is over is told as what it is',
    req: ['SR-041', 'SR-042'],
    rule: {
      eachStep: { on: ['suspension.expired'], from: 'suspension.reminder.overdue.medium' },
      is: {
        to: 'suspension.reminder.overdue.medium',
        raises: { alarm: 'suspensionReminder', grade: 'worse' },
      },
    },
  },
  {
    name: 'a suspension of two hours whose chosen time is over is told as what it is',
    req: ['SR-041', 'SR-042'],
    rule: {
      eachStep: { on: ['suspension.expired'], from: 'suspension.reminder.overdue.high' },
      is: { to: 'suspension.reminder.overdue.high', raises: { alarm: 'suspensionReminder', grade: 'worst' } },
    },
  },
  {
    name: 'a suspension of a quarter of an hour is told, and each quarter again',
    req: ['SR-041'],
    rule: {
      eachStep: { on: ['timer.suspensionElapsed'] },
      is: { to: 'suspension.reminder.overdue.low', raises: { alarm: 'suspensionReminder', grade: 'first' } },
    },
  },
  {
    name: 'a suspension of an hour is told by a MEDIUM alarm',
    req: ['SR-041'],
    rule: {
      eachStep: { on: ['timer.firstHourElapsed'] },
      is: {
        to: 'suspension.reminder.overdue.medium',
        raises: { alarm: 'suspensionReminder', grade: 'worse' },
      },
    },
  },
  {
    name: 'a suspension of two hours is told by a HIGH alarm',
    req: ['SR-041'],
    rule: {
      eachStep: { on: ['timer.secondHourElapsed'] },
      is: { to: 'suspension.reminder.overdue.high', raises: { alarm: 'suspensionReminder', grade: 'worst' } },
    },
  },
  {
    name: 'a suspension of an hour is told again and again',
    req: ['SR-041'],
    rule: {
      eachStep: { on: ['timer.insistenceElapsed'], from: 'suspension.reminder.overdue.medium' },
      is: {
        to: 'suspension.reminder.overdue.medium',
        raises: { alarm: 'suspensionReminder', grade: 'worse' },
      },
    },
  },
  {
    name: 'a suspension of two hours is told again and again',
    req: ['SR-041'],
    rule: {
      eachStep: { on: ['timer.insistenceElapsed'], from: 'suspension.reminder.overdue.high' },
      is: { to: 'suspension.reminder.overdue.high', raises: { alarm: 'suspensionReminder', grade: 'worst' } },
    },
  },
  {
    name: 'no suspension stays untold',
    req: ['SR-041'],
    rule: {
      whenever: 'suspension.reminder.stopped',
      leadsTo: {
        step: {
          on: [
            'timer.suspensionElapsed',
            'suspension.expired',
            'delivery.started',
            'delivery.stopped',
            'power.applied',
            'power.lost',
          ],
        },
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a suspension that lasts becomes a MEDIUM alarm',
    req: ['SR-041'],
    rule: {
      whenever: 'suspension.reminder.overdue.low',
      leadsTo: { not: 'suspension.reminder.overdue.low' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a suspension that lasts becomes a HIGH alarm',
    req: ['SR-041'],
    rule: {
      whenever: 'suspension.reminder.overdue.medium',
      leadsTo: { not: 'suspension.reminder.overdue.medium' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'nobody who stays suspended is left in peace',
    req: ['SR-041'],
    rule: {
      whenever: 'suspension.reminder.overdue.high',
      leadsTo: {
        step: {
          on: [
            'timer.insistenceElapsed',
            'suspension.expired',
            'delivery.started',
            'delivery.stopped',
            'power.applied',
            'power.lost',
          ],
        },
      },
      given: ['running timers elapse'],
    },
  },
]);
