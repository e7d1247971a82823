import { ofMachine } from '../../../smallProperty.ts';

/** What forbids low glucose to stop basal, and for how long. */
export const lowSuspendLockout = ofMachine('lowSuspend', [
  {
    name: 'basal is withheld only for low glucose, by a policy that was chosen, and that is told',
    req: ['SR-089', 'SR-090', 'SR-092'],
    rule: {
      eachStep: { from: 'lowSuspend.basal.flowing', to: 'lowSuspend.basal.withheld' },
      is: {
        on: ['glucose.predictedLow'],
        from: { all: ['lowSuspend.lockout.free', { not: 'lowSuspend.policy.off' }] },
        asks: ['holdBasal'],
        raises: 'lowPredicted',
      },
    },
  },
  {
    name: 'a window that is used up ends the suspension with an alarm',
    req: ['SR-080', 'SR-089'],
    rule: {
      eachStep: { on: ['lowSuspend.exhausted'], from: 'lowSuspend.basal.withheld' },
      is: {
        to: {
          all: [
            'lowSuspend.basal.flowing',
            { any: ['lowSuspend.lockout.exhausted', 'lowSuspend.lockout.unanswered'] },
          ],
        },
        raises: 'suspendLimit',
      },
    },
  },
  {
    name: 'nothing is withheld during a lock-out',
    req: ['SR-089', 'SR-092'],
    rule: { never: { all: ['lowSuspend.basal.withheld', { not: 'lowSuspend.lockout.free' }] } },
  },
  {
    name: 'a person who overrules is not overruled before the delay is over',
    req: ['SR-092'],
    rule: {
      after: { on: ['lowSuspend.overruled'], from: 'lowSuspend.basal.withheld' },
      never: { asks: ['holdBasal'] },
      until: { on: ['timer.shortLockoutElapsed', 'power.lost'] },
    },
  },
  {
    name: 'every lock-out ends',
    req: ['SR-089', 'SR-092'],
    rule: {
      whenever: { not: 'lowSuspend.lockout.free' },
      leadsTo: 'lowSuspend.lockout.free',
      given: ['running timers elapse'],
    },
  },
  {
    name: 'only a suspension that nobody answered locks out for long',
    req: ['SR-089'],
    rule: {
      eachStep: {
        from: { not: 'lowSuspend.lockout.unanswered' },
        to: 'lowSuspend.lockout.unanswered',
      },
      is: { from: { all: ['lowSuspend.lockout.free.unanswered', { not: 'lowSuspend.policy.predictive' }] } },
    },
  },
  {
    name: 'low glucose stops basal where a policy was chosen and nothing forbids it',
    req: ['SR-089'],
    rule: {
      eachStep: {
        on: ['glucose.predictedLow'],
        from: { all: [{ not: 'lowSuspend.policy.off' }, 'lowSuspend.lockout.free'] },
      },
      is: { to: 'lowSuspend.basal.withheld' },
    },
  },
  {
    name: 'who overrules nothing locks nothing out',
    req: ['SR-092'],
    rule: {
      eachStep: {
        on: ['lowSuspend.overruled'],
        from: { all: ['lowSuspend.basal.flowing', 'lowSuspend.lockout.free'] },
      },
      is: { to: 'lowSuspend.lockout.free' },
    },
  },
  {
    name: 'without a policy no window is used up',
    req: ['SR-089'],
    rule: {
      eachStep: {
        on: ['lowSuspend.exhausted'],
        from: { all: ['lowSuspend.policy.off', 'lowSuspend.lockout.free'] },
      },
      is: { to: 'lowSuspend.lockout.free' },
    },
  },
  {
    name: 'a window that is used up locks out whatever was chosen, with an alarm',
    req: ['SR-089'],
    rule: {
      eachStep: {
        on: ['lowSuspend.exhausted'],
        from: { all: [{ not: 'lowSuspend.policy.off' }, 'lowSuspend.lockout.free'] },
      },
      is: {
        to: { any: ['lowSuspend.lockout.exhausted', 'lowSuspend.lockout.unanswered'] },
        raises: 'suspendLimit',
      },
    },
  },
  {
    name: 'who wants nothing stopped, or starts the pump anew, has no policy',
    req: ['SR-089'],
    rule: { eachStep: { on: ['lowSuspend.disarmed', 'power.lost'] }, is: { to: 'lowSuspend.policy.off' } },
  },
  {
    name: 'a person who ends a suspension is right for the short delay, and not for the long one',
    req: ['SR-092'],
    rule: {
      eachStep: {
        on: ['lowSuspend.overruled'],
        from: { all: ['lowSuspend.basal.withheld', 'lowSuspend.lockout.free'] },
      },
      is: { to: 'lowSuspend.lockout.overruled' },
    },
  },
  {
    name: 'what was told of a suspension has been seen when somebody answers it',
    req: ['SR-089'],
    rule: {
      eachStep: { on: ['lowSuspend.answered'], from: 'lowSuspend.lockout.free' },
      is: { to: 'lowSuspend.lockout.free.answered' },
    },
  },
  {
    name: 'the next suspension wants an answer of its own',
    req: ['SR-089'],
    rule: {
      eachStep: { on: ['glucose.predictedLow'], from: 'lowSuspend.lockout.free' },
      is: { to: 'lowSuspend.lockout.free.unanswered' },
    },
  },
  {
    name: 'a suspension by a policy that wants an answer, and got none, locks out for long',
    req: ['SR-089'],
    rule: {
      eachStep: {
        on: ['lowSuspend.exhausted'],
        from: {
          all: [
            'lowSuspend.lockout.free.unanswered',
            { any: ['lowSuspend.policy.atThreshold', 'lowSuspend.policy.beforeLow'] },
          ],
        },
      },
      is: { to: 'lowSuspend.lockout.unanswered' },
    },
  },
  {
    name: 'a suspension that somebody answered, or whose policy wants no answer, locks out for the short delay',
    req: ['SR-089'],
    rule: {
      eachStep: {
        on: ['lowSuspend.exhausted'],
        from: {
          any: [
            { all: ['lowSuspend.lockout.free.answered', { not: 'lowSuspend.policy.off' }] },
            { all: ['lowSuspend.lockout.free', 'lowSuspend.policy.predictive'] },
          ],
        },
      },
      is: { to: 'lowSuspend.lockout.exhausted' },
    },
  },
  {
    name: 'after a lock-out glucose is judged at once',
    req: ['SR-089', 'SR-092'],
    rule: {
      eachStep: { on: ['timer.shortLockoutElapsed', 'timer.longLockoutElapsed'] },
      is: { to: 'lowSuspend.lockout.free', asks: ['judgeGlucose'] },
    },
  },
  {
    name: 'the alarm of a window that is used up is over when glucose recovers, or nobody wants it',
    req: ['SR-089'],
    rule: {
      eachStep: { on: ['glucose.recovering', 'lowSuspend.disarmed'] },
      is: { ceases: ['suspendLimit'] },
    },
  },
  {
    name: 'a restart ends every lock-out, and answers nothing',
    req: ['SR-089'],
    rule: {
      eachStep: { on: ['power.lost'] },
      is: { to: { all: ['lowSuspend.lockout.free.unanswered', 'lowSuspend.basal.flowing'] } },
    },
  },
]);
