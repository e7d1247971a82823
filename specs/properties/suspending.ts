import type { Property } from '../property.ts';
import { somethingStops, stopped } from './words.ts';

/** Suspending, resuming, and what stops delivery. */
export const suspending: readonly Property[] = [
  {
    name: 'delivery starts only when a person asks for it',
    req: ['SR-038'],
    invariant: 'I14',
    world: 'any',
    rule: { eachStep: { from: stopped, to: 'pump.permission.delivering' }, is: { on: ['resume.requested'] } },
  },
  {
    name: 'the ledger is told to deliver only when a person asks for it',
    req: ['SR-038'],
    invariant: 'I14',
    world: 'any',
    rule: { eachStep: { asks: ['startDelivery'] }, is: { on: ['resume.requested'], from: stopped } },
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
