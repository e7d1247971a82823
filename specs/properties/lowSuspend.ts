import { ofMachine } from '../smallProperty.ts';

/** What must hold of low-glucose suspend, whatever the ledger may say and when. */
export const lowSuspendProperties = ofMachine('lowSuspend', [
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
    name: 'whatever ends a suspension gives basal back',
    req: ['SR-089', 'SR-091'],
    rule: {
      eachStep: { from: 'lowSuspend.basal.withheld', to: 'lowSuspend.basal.flowing' },
      is: { asks: ['releaseBasal'] },
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
    name: 'nothing is withheld without a policy',
    req: ['SR-089'],
    rule: { never: { all: ['lowSuspend.basal.withheld', 'lowSuspend.policy.off'] } },
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
    name: 'without readings basal flows at once',
    req: ['SR-091'],
    rule: {
      eachStep: { on: ['glucose.unseen'], from: 'lowSuspend.basal.withheld' },
      is: { to: 'lowSuspend.basal.flowing' },
    },
  },
  {
    name: 'without readings after a low one basal flows when the delay is over',
    req: ['SR-091'],
    rule: {
      since: { on: ['glucose.unseenLow'], to: 'lowSuspend.basal.withheld.unseen' },
      comes: { not: 'lowSuspend.basal.withheld.unseen' },
      beforeTicks: 1,
      of: 'timer.blindnessElapsed',
    },
  },
  {
    name: 'no suspension stays without readings',
    req: ['SR-091'],
    rule: {
      whenever: 'lowSuspend.basal.withheld.unseen',
      leadsTo: { not: 'lowSuspend.basal.withheld.unseen' },
      given: ['running timers elapse'],
    },
  },
]);
