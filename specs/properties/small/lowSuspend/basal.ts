import { ofMachine } from '../../../smallProperty.ts';

/** When low glucose stops basal, and what gives it back. */
export const lowSuspendBasal = ofMachine('lowSuspend', [
  {
    name: 'whatever ends a suspension gives basal back',
    req: ['SR-089', 'SR-091'],
    rule: {
      eachStep: { from: 'lowSuspend.basal.withheld', to: 'lowSuspend.basal.flowing' },
      is: { asks: ['releaseBasal'] },
    },
  },
  {
    name: 'nothing is withheld without a policy',
    req: ['SR-089'],
    rule: { never: { all: ['lowSuspend.basal.withheld', 'lowSuspend.policy.off'] } },
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
  {
    name: 'who wants basal stopped at the limit is given that policy',
    req: ['SR-089'],
    rule: {
      eachStep: { on: ['lowSuspend.armed'], policies: ['atThreshold'] },
      is: { to: 'lowSuspend.policy.atThreshold' },
    },
  },
  {
    name: 'who wants basal stopped before a low is given that policy',
    req: ['SR-089'],
    rule: {
      eachStep: { on: ['lowSuspend.armed'], policies: ['predictive'] },
      is: { to: 'lowSuspend.policy.predictive' },
    },
  },
  {
    name: 'who wants basal stopped near the limit is given that policy',
    req: ['SR-089'],
    rule: {
      eachStep: { on: ['lowSuspend.armed'], policies: ['beforeLow'] },
      is: { to: 'lowSuspend.policy.beforeLow' },
    },
  },
  {
    name: 'glucose that recovers gives basal back',
    req: ['SR-089'],
    rule: {
      eachStep: { on: ['glucose.recovering'], from: 'lowSuspend.basal.withheld' },
      is: { to: 'lowSuspend.basal.flowing' },
    },
  },
  {
    name: 'a stop of delivery is told as what it is, and not as low glucose',
    req: ['SR-080', 'SR-090'],
    rule: {
      eachStep: { on: ['delivery.stopped', 'fault.latched'], from: 'lowSuspend.basal.withheld' },
      is: { to: 'lowSuspend.basal.flowing' },
    },
  },
  {
    name: 'what was told of low glucose is over with the suspension',
    req: ['SR-089'],
    rule: {
      eachStep: { from: 'lowSuspend.basal.withheld', to: 'lowSuspend.basal.flowing' },
      is: { ceases: ['lowPredicted'] },
    },
  },
  {
    name: 'a low reading that is the last one counts for one delay more',
    req: ['SR-091'],
    rule: {
      eachStep: { on: ['glucose.unseenLow'], from: 'lowSuspend.basal.withheld.seen' },
      is: { to: 'lowSuspend.basal.withheld.unseen' },
    },
  },
  {
    name: 'a reading that comes again is seen again',
    req: ['SR-091'],
    rule: {
      eachStep: { on: ['glucose.seen'], from: 'lowSuspend.basal.withheld.unseen' },
      is: { to: 'lowSuspend.basal.withheld.seen' },
    },
  },
  {
    name: 'a low reading that was the last one does not count for longer',
    req: ['SR-091'],
    rule: { eachStep: { on: ['timer.blindnessElapsed'] }, is: { to: 'lowSuspend.basal.flowing' } },
  },
]);
