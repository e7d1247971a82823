import { ofMachine } from '../../smallProperty.ts';

/** What must hold of the link to the independent supervisor. */
export const supervisorProperties = ofMachine('supervisor', [
  {
    name: 'a supervisor that is silent for one delay is lost, with an alarm',
    req: ['SR-114'],
    rule: {
      eachStep: { on: ['timer.supervisorSilenceElapsed'], from: 'supervisor.link.agreeing.missing' },
      is: { to: 'supervisor.link.lost', raises: 'supervisorLost' },
    },
  },
  {
    name: 'a beat that is missed is made good or the supervisor is lost',
    req: ['SR-114'],
    rule: {
      whenever: 'supervisor.link.agreeing.missing',
      leadsTo: { not: 'supervisor.link.agreeing.missing' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a supervisor that disagrees or forbids is lost at once, for good',
    req: ['SR-114'],
    rule: {
      after: { on: ['supervisor.disagreed', 'supervisor.vetoed'] },
      never: { to: { not: 'supervisor.link.lost' } },
      until: { on: ['selfTest.passed'] },
    },
  },
  {
    name: 'a supervisor that agrees is watched from then on',
    req: ['SR-113'],
    rule: {
      eachStep: { on: ['supervisor.agreed'], from: 'supervisor.link.absent' },
      is: { to: 'supervisor.link.agreeing.beating' },
    },
  },
  {
    name: 'a beat that is missed is noted',
    req: ['SR-114'],
    rule: {
      eachStep: { on: ['supervisor.missed'], from: 'supervisor.link.agreeing' },
      is: { to: 'supervisor.link.agreeing.missing' },
    },
  },
  {
    name: 'a beat that comes makes good what was missed',
    req: ['SR-114'],
    rule: {
      eachStep: { on: ['supervisor.beat'], from: 'supervisor.link.agreeing' },
      is: { to: 'supervisor.link.agreeing.beating' },
    },
  },
  {
    name: 'a supervisor that disagrees or forbids is lost, and it is kept that it was not silent',
    req: ['SR-113', 'SR-117'],
    rule: {
      eachStep: { on: ['supervisor.vetoed', 'supervisor.disagreed'], from: { not: 'supervisor.link.lost' } },
      is: { to: 'supervisor.link.lost.vetoing', raises: 'supervisorLost' },
    },
  },
  {
    name: 'a supervisor that was silent is lost, and it is kept that it was silent',
    req: ['SR-114'],
    rule: { eachStep: { on: ['timer.supervisorSilenceElapsed'] }, is: { to: 'supervisor.link.lost.silent' } },
  },
  {
    name: 'only a self-test that has passed ends the loss of a supervisor',
    req: ['SR-113', 'SR-114'],
    rule: {
      eachStep: { from: 'supervisor.link.lost', to: { not: 'supervisor.link.lost' } },
      is: { on: ['selfTest.passed'], to: 'supervisor.link.absent', ceases: ['supervisorLost'] },
    },
  },
  {
    name: 'a supervisor that was lost begins anew with a self-test',
    req: ['SR-113'],
    rule: {
      eachStep: { on: ['selfTest.passed'], from: 'supervisor.link.lost' },
      is: { to: 'supervisor.link.absent' },
    },
  },
  {
    name: 'no supervisor has agreed before it speaks after a restart',
    req: ['SR-113'],
    rule: {
      eachStep: { on: ['power.lost'], from: 'supervisor.link.agreeing' },
      is: { to: 'supervisor.link.absent' },
    },
  },
]);
