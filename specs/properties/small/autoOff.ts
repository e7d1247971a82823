import { ofMachine } from '../../smallProperty.ts';

/** What must hold of the switch that stops a pump whose wearer is not there. */
export const autoOffProperties = ofMachine('autoOff', [
  {
    name: 'delivery is stopped for want of a person only after a warning',
    req: ['SR-044'],
    rule: {
      eachStep: { from: { not: 'autoOff.attendance.expired' }, to: 'autoOff.attendance.expired' },
      is: { from: 'autoOff.attendance.warning', on: ['autoOff.reached'] },
    },
  },
  {
    name: 'a person who is there takes the warning back',
    req: ['SR-044'],
    rule: {
      eachStep: { on: ['autoOff.answered'], from: 'autoOff.attendance.warning' },
      is: { to: 'autoOff.attendance.counting' },
    },
  },
  {
    name: 'a person who has not been there for long is warned',
    req: ['SR-044'],
    rule: {
      eachStep: { on: ['autoOff.near'], from: 'autoOff.attendance.counting' },
      is: { to: 'autoOff.attendance.warning', raises: 'autoOffWarning' },
    },
  },
  {
    name: 'the warning is said again each minute',
    req: ['SR-044'],
    rule: {
      eachStep: { on: ['timer.countdownElapsed'] },
      is: { to: 'autoOff.attendance.warning', raises: 'autoOffWarning' },
    },
  },
  {
    name: 'no warning is said once and never again',
    req: ['SR-044'],
    rule: {
      whenever: 'autoOff.attendance.warning',
      leadsTo: {
        step: {
          on: [
            'timer.countdownElapsed',
            'autoOff.answered',
            'autoOff.reached',
            'autoOff.disarmed',
            'power.lost',
          ],
        },
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a person who does not answer is not supplied any longer, and that is told',
    req: ['SR-044', 'SR-080'],
    rule: {
      eachStep: { on: ['autoOff.reached'], from: 'autoOff.attendance.warning' },
      is: { to: 'autoOff.attendance.expired', raises: 'autoOff' },
    },
  },
  {
    name: 'the warning is over when somebody was there, or when it has come true',
    req: ['SR-044'],
    rule: {
      eachStep: { from: 'autoOff.attendance.warning', to: { not: 'autoOff.attendance.warning' } },
      is: { ceases: ['autoOffWarning'] },
    },
  },
  {
    name: 'only a person ends a stop for want of a person, or a restart',
    req: ['SR-044'],
    rule: {
      eachStep: { from: 'autoOff.attendance.expired', to: { not: 'autoOff.attendance.expired' } },
      is: { on: ['autoOff.answered', 'power.lost'], ceases: ['autoOff'] },
    },
  },
  {
    name: 'who answers a stop is counted anew only when delivery runs again',
    req: ['SR-044'],
    rule: {
      eachStep: { on: ['autoOff.answered'], from: 'autoOff.attendance.expired' },
      is: { to: 'autoOff.attendance.off' },
    },
  },
  {
    name: 'whoever does not want it is not watched',
    req: ['SR-044'],
    rule: {
      eachStep: {
        on: ['autoOff.disarmed'],
        from: { any: ['autoOff.attendance.counting', 'autoOff.attendance.warning'] },
      },
      is: { to: 'autoOff.attendance.off' },
    },
  },
  {
    name: 'whoever wants it is watched',
    req: ['SR-044'],
    rule: {
      eachStep: { on: ['autoOff.armed'], from: 'autoOff.attendance.off' },
      is: { to: 'autoOff.attendance.counting' },
    },
  },
  {
    name: 'nobody is watched after a restart before delivery runs',
    req: ['SR-044'],
    rule: { eachStep: { on: ['power.lost'] }, is: { to: 'autoOff.attendance.off' } },
  },
]);
