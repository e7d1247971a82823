import type { Property } from '../property.ts';
import { bootOrFault, energised, gateOpen, stopped } from './words.ts';

/** The motor and its pulses. */
export const motion: readonly Property[] = [
  {
    name: 'the motor moves only through the gate',
    req: ['SR-001', 'SR-031'],
    invariant: 'I1',
    world: 'any',
    rule: { eachStep: { asks: ['moveMotor'] }, is: { from: gateOpen } },
  },
  {
    name: 'the motor moves only when its intent is on record',
    req: ['SR-005'],
    world: 'any',
    rule: {
      eachStep: { asks: ['moveMotor'] },
      is: { on: ['intent.recorded'], from: 'pump.motor.underway.recording' },
    },
  },
  {
    name: 'an intent is recorded only through the gate',
    req: ['SR-001'],
    world: 'any',
    rule: {
      eachStep: { asks: ['recordIntent'] },
      is: { on: ['pulse.due'], from: gateOpen, asks: ['claimPulse'] },
    },
  },
  {
    name: 'a pulse has one intent',
    req: ['SR-005'],
    invariant: 'I17',
    world: 'any',
    rule: {
      after: { asks: ['recordIntent'] },
      never: { asks: ['recordIntent'] },
      until: { asksAny: ['recordOutcome', 'countInDoubt'] },
    },
  },
  {
    name: 'a pulse has one outcome',
    req: ['SR-005'],
    invariant: 'I17',
    world: 'any',
    rule: {
      after: { asks: ['recordOutcome'] },
      never: { asks: ['recordOutcome'] },
      until: { asks: ['recordIntent'] },
    },
  },
  {
    name: 'a claimed pulse counts once, or was never commanded',
    req: ['SR-006', 'SR-034'],
    world: 'any',
    rule: {
      after: { asksAny: ['countVerified', 'countInDoubt', 'voidPulse'] },
      never: { asksAny: ['countVerified', 'countInDoubt', 'voidPulse'] },
      until: { asks: ['claimPulse'] },
    },
  },
  {
    name: 'no pulse is claimed before the last one counts',
    req: ['SR-006', 'SR-013'],
    world: 'any',
    rule: {
      after: { asks: ['claimPulse'] },
      never: { asks: ['claimPulse'] },
      until: { asksAny: ['countVerified', 'countInDoubt', 'voidPulse'] },
    },
  },
  {
    name: 'a pulse that was commanded is never forgotten',
    req: ['SR-006'],
    world: 'any',
    rule: {
      eachStep: { from: energised, to: { not: energised } },
      is: { asksAny: ['countVerified', 'countInDoubt'] },
    },
  },
  {
    name: 'one motor command waits for its answer at a time',
    req: ['SR-013'],
    world: 'plant',
    rule: { eachStep: { asks: ['moveMotor'] }, is: { from: { not: 'plant.drive.moving' } } },
  },
  {
    name: 'a pulse under way has an owner, and no other pulse has',
    req: ['SR-014'],
    invariant: 'I12',
    world: 'any',
    rule: { whenever: { not: { owner: 'nobody' } }, also: 'pump.motor.underway' },
  },
  {
    name: 'no pulse is under way without an owner',
    req: ['SR-014'],
    invariant: 'I12',
    world: 'any',
    rule: { whenever: 'pump.motor.underway', also: { not: { owner: 'nobody' } } },
  },
  {
    name: 'a bolus pulse starts only while its bolus is being delivered',
    req: ['SR-014'],
    invariant: 'I12',
    world: 'any',
    rule: {
      eachStep: { asks: ['moveMotor'], from: { owner: 'bolus' } },
      is: { from: 'pump.bolus.delivering' },
    },
  },
  {
    name: 'no pulse unless the pump is operating',
    req: ['SR-004', 'SR-063'],
    invariant: 'I9',
    world: 'any',
    rule: { never: { all: [bootOrFault, { not: 'pump.motor.still' }] } },
  },
  {
    name: 'after power-on nothing moves before the self-test has passed',
    req: ['SR-063', 'SR-004'],
    world: 'any',
    rule: {
      after: { on: ['power.applied'], from: 'pump.life.off' },
      never: { asks: ['moveMotor'] },
      until: { on: ['selfTest.passed'] },
    },
  },
  {
    name: 'the motor does not move in an occluded line',
    req: ['SR-002', 'SR-058'],
    invariant: 'I3',
    world: 'any',
    rule: { never: { all: ['pump.occlusion.occluded', 'pump.motor.underway.moving'] } },
  },
  {
    name: 'a stop ends a movement in the same step',
    req: ['SR-002'],
    invariant: 'I3',
    world: 'any',
    rule: {
      eachStep: {
        from: { all: ['pump.motor.underway.moving', 'pump.conditions.clear'] },
        to: 'pump.conditions.stopped',
      },
      is: { asks: ['stopMotor'], to: { not: 'pump.motor.underway' } },
    },
  },
  {
    name: 'a pulse that is not permitted is skipped, not kept',
    req: ['SR-012'],
    world: 'any',
    rule: {
      eachStep: { on: ['pulse.due'], from: { all: ['pump.motor.still', { not: gateOpen }] } },
      is: { asks: ['skipPulse'], asksNone: ['claimPulse', 'recordIntent', 'moveMotor'] },
    },
  },
  {
    name: 'a second pulse in succession without verification stops therapy',
    req: ['SR-007'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['pulse.unverified'],
        from: { all: ['pump.motor.underway.verifying', { misses: 'one' }] },
      },
      is: { to: { all: ['pump.motor.uncertain', 'pump.conditions.stopped', stopped] }, raises: 'motorStall' },
    },
  },
  {
    name: 'a movement that nobody commanded leads to fail-safe',
    req: ['SR-008', 'SR-011'],
    world: 'any',
    rule: {
      eachStep: { on: ['motor.strayed'], from: 'pump.life.operating' },
      is: { to: 'pump.life.failSafe', asks: ['stopMotor'], raises: 'encoderMismatch' },
    },
  },
  {
    name: 'more than was commanded leads to fail-safe',
    req: ['SR-011', 'SR-014', 'SR-015'],
    world: 'any',
    rule: {
      eachStep: { on: ['delivery.exceeded'], from: 'pump.life.operating' },
      is: { to: 'pump.life.failSafe', asks: ['stopMotor'], raises: 'overDelivery' },
    },
  },
  {
    name: 'a stall is counted where it is told',
    req: ['SR-007'],
    world: 'any',
    rule: { eachStep: { raises: 'motorStall', notOn: ['stall.repeated'] }, is: { asks: ['noteStall'] } },
  },
  {
    name: 'the second stall of a day leads to fail-safe',
    req: ['SR-007', 'SR-080'],
    world: 'any',
    rule: {
      eachStep: { on: ['stall.repeated'], from: 'pump.life.operating' },
      is: { to: 'pump.life.failSafe', asks: ['stopMotor'], raises: 'motorStall' },
    },
  },
  {
    name: 'every order to ledger and drive makes sense when it is given',
    req: ['SR-013', 'SR-014'],
    world: 'plant',
    rule: { everyOrderMakesSense: true },
  },
];
