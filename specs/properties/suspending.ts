import type { Property } from '../property.ts';
import { doseGateOpen, noBolus, restartable, somethingStops, stopped } from './words.ts';

/** Suspending, resuming, and what stops delivery. */
export const suspending: readonly Property[] = [
  {
    name: 'delivery starts only when a person asks for it, or goes on after a verified restart',
    req: ['SR-038'],
    invariant: 'I14',
    world: 'any',
    rule: {
      eachStep: { from: stopped, to: 'pump.permission.delivering' },
      is: { on: ['resume.requested', 'restart.verified'] },
    },
  },
  {
    name: 'the ledger is told to deliver only when a person asks for it, or after a verified restart',
    req: ['SR-038'],
    invariant: 'I14',
    world: 'any',
    rule: {
      eachStep: { asks: ['startDelivery'] },
      is: { on: ['resume.requested', 'restart.verified'], from: stopped },
    },
  },
  {
    name: 'what goes on after a restart goes on from a pump that lacks nothing, and says so',
    req: ['SR-038', 'SR-070', 'SR-039'],
    invariant: 'I14',
    world: 'any',
    rule: {
      eachStep: { on: ['restart.verified'], to: 'pump.permission.delivering', from: stopped },
      is: { from: restartable, to: { all: [doseGateOpen, noBolus] }, asks: ['reportRestart'] },
    },
  },
  {
    name: 'after a run that did not end in order nothing goes on by itself',
    req: ['SR-038', 'SR-070'],
    invariant: 'I14',
    world: 'any',
    rule: {
      after: { on: ['journal.read'], verdicts: ['new', 'interrupted'], from: 'pump.life.recovering' },
      never: { on: ['restart.verified'], asks: ['startDelivery'] },
      until: { on: ['power.lost'] },
    },
  },
  {
    name: 'in its world nothing is compared unless a clean end was read',
    req: ['SR-038', 'SR-070'],
    invariant: 'I14',
    world: 'plant',
    rule: {
      after: { on: ['power.applied'] },
      never: { on: ['restart.verified', 'resume.requested'], asks: ['reportRestart'] },
      until: { on: ['journal.read'], verdicts: ['clean'] },
    },
  },
  {
    name: 'a resume is refused while something stops',
    req: ['SR-039', 'SR-060'],
    world: 'any',
    rule: {
      eachStep: { on: ['resume.requested'], from: { all: [stopped, somethingStops] } },
      is: { to: stopped, asks: ['refuseResume'], asksNone: ['startDelivery'] },
    },
  },
  {
    name: 'a suspension is accepted wherever the pump operates',
    req: ['SR-037'],
    world: 'any',
    rule: { eachStep: { on: ['suspend.requested'], from: 'pump.life.operating' }, is: { to: stopped } },
  },
  {
    name: 'after a suspension no dose moves but the one under way',
    req: ['SR-003', 'SR-037'],
    world: 'any',
    rule: {
      after: { on: ['suspend.requested'] },
      never: { asks: ['moveMotor'], from: { not: { owner: 'prime' } } },
      until: { on: ['resume.requested', 'restart.verified'] },
    },
  },
  {
    name: 'no restart ends what was suspended before it',
    req: ['SR-003', 'SR-037', 'SR-038'],
    invariant: 'I14',
    world: 'plant',
    rule: {
      after: { to: { all: ['pump.life.operating', stopped] } },
      never: { on: ['restart.verified'], to: 'pump.permission.delivering' },
      until: { on: ['resume.requested'] },
    },
  },
  {
    name: 'a suspension lets the pulse under way complete',
    req: ['SR-003'],
    world: 'any',
    rule: {
      eachStep: { on: ['suspend.requested'], from: 'pump.motor.underway.moving' },
      is: { to: 'pump.motor.underway.moving', asksNone: ['stopMotor'] },
    },
  },
  {
    name: 'what a person at the pump or an alarm has stopped is not started from afar',
    req: ['SR-038'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['resume.requested'],
        origins: ['remote'],
        from: {
          any: [
            'pump.permission.suspendedByUser',
            'pump.permission.suspendedByAlarm',
            'pump.permission.suspendedForChange',
            'pump.permission.suspendedAfterRecovery',
          ],
        },
      },
      is: { to: stopped, asks: ['refuseResume'] },
    },
  },
  {
    name: 'a lost clock leaves no rate but the lowest',
    req: ['SR-078'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['clock.suspected', 'clock.lost'],
        from: { any: ['pump.basal.scheduled', 'pump.basal.temporary'] },
      },
      is: { to: 'pump.basal.reduced', asks: ['reduceBasal'] },
    },
  },
  {
    name: 'a request to change the cartridge ends delivery and every bolus',
    req: ['SR-051', 'SR-023'],
    world: 'any',
    rule: {
      eachStep: { on: ['change.requested'] },
      is: { to: { all: [stopped, { not: { any: ['pump.bolus.delivering', 'pump.bolus.confirming'] } }] } },
    },
  },
  {
    name: 'an empty reservoir stops delivery',
    req: ['SR-053', 'SR-054'],
    world: 'any',
    rule: { whenever: 'pump.reservoir.empty', also: stopped },
  },
  {
    name: 'an occlusion stops delivery',
    req: ['SR-002', 'SR-058'],
    world: 'any',
    rule: { whenever: 'pump.occlusion.occluded', also: stopped },
  },
];
