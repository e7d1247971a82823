import type { Property } from '../property.ts';
import { stopped } from './words.ts';

/** From power to power. */
export const living: readonly Property[] = [
  {
    name: 'fail-safe is left only by switching off',
    req: ['SR-045'],
    invariant: 'I8',
    world: 'any',
    rule: {
      eachStep: { from: 'pump.life.failSafe', notOn: ['power.lost'] },
      is: { to: 'pump.life.failSafe' },
    },
  },
  {
    name: 'nothing moves in fail-safe',
    req: ['SR-045', 'SR-004'],
    invariant: 'I8',
    world: 'any',
    rule: { whenever: 'pump.life.failSafe', also: { all: ['pump.motor.still', stopped] } },
  },
  {
    name: 'a failed journal leads to fail-safe',
    req: ['SR-075', 'SR-005'],
    world: 'any',
    rule: {
      eachStep: { on: ['journal.failed'], from: { not: { any: ['pump.life.off', 'pump.life.failSafe'] } } },
      is: { to: 'pump.life.failSafe', asks: ['stopMotor'], raises: 'journalFailed' },
    },
  },
  {
    name: 'a latched fault leads to one and the same state from everywhere',
    req: ['SR-118', 'SR-045'],
    world: 'any',
    rule: { parksOn: 'fault.latched' },
  },
  {
    name: 'a fault that a small machine detects leads to fail-safe from everywhere',
    req: ['SR-045', 'SR-080'],
    world: 'any',
    rule: {
      eachStep: { on: ['fault.detected'] },
      is: { to: 'pump.life.failSafe', asks: ['stopMotor'] },
    },
  },
  {
    name: 'a detected fault leads to one and the same state from everywhere',
    req: ['SR-045'],
    world: 'any',
    rule: { parksOn: 'fault.detected' },
  },
  {
    name: 'a loss of power leads to one and the same state from everywhere',
    req: ['SR-024', 'SR-070'],
    world: 'any',
    rule: { parksOn: 'power.lost' },
  },
  {
    name: 'no request of a person is dropped in silence',
    req: ['SR-046'],
    world: 'any',
    rule: {
      eachStep: {
        on: [
          'resume.requested',
          'tempBasal.admitted',
          'tempBasal.refused',
          'bolus.refused',
          'change.requested',
          'change.cancelled',
          'set.disconnected',
          'rewind.requested',
          'cartridge.accepted',
          'cartridge.refused',
          'prime.started',
          'prime.skipped',
          'fill.requested',
          'fill.skipped',
        ],
      },
      is: { answered: true },
    },
  },
  {
    name: 'no bolus that was admitted or confirmed is dropped in silence',
    req: ['SR-046'],
    world: 'plant',
    rule: {
      eachStep: { on: ['bolus.admitted', 'bolus.confirmed', 'bolus.confirmedAgain'] },
      is: { answered: true },
    },
  },
  {
    name: 'wherever the pump operates, a suspension is at most two steps away',
    req: ['SR-047', 'SR-037'],
    world: 'free',
    rule: {
      from: 'pump.life.operating',
      within: 2,
      canReach: { all: ['pump.life.operating', stopped] },
    },
  },
  {
    name: 'wherever the pump operates, fail-safe is at most two steps away',
    req: ['SR-047'],
    world: 'free',
    rule: { from: 'pump.life.operating', within: 2, canReach: 'pump.life.failSafe' },
  },
  {
    name: 'every state but off can be left for off',
    req: ['SR-047'],
    world: 'free',
    rule: { from: { not: 'pump.life.off' }, within: 2, canReach: 'pump.life.off' },
  },
];
