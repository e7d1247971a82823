import type { Property } from '../property.ts';
import { STARTS } from './words.ts';

/** What comes before what, how often, and before which delay is over. */
export const ordering: readonly Property[] = [
  {
    name: 'no dose before a person has started delivery for the first time',
    req: ['SR-038'],
    invariant: 'I14',
    world: 'plant',
    rule: {
      no: { step: { asks: ['moveMotor'], from: { not: { owner: 'prime' } } } },
      before: { step: { on: ['resume.requested'], asks: ['startDelivery'] } },
    },
  },
  {
    name: 'no pulse before the first self-test has passed',
    req: ['SR-063', 'SR-004'],
    world: 'plant',
    rule: { no: 'pump.motor.underway', before: { step: { on: ['selfTest.passed'] } } },
  },
  {
    name: 'nothing is delivered before the first cartridge is ready',
    req: ['SR-048'],
    world: 'any',
    rule: { no: { step: { asks: ['startDelivery'] } }, before: 'pump.supply.ready' },
  },
  {
    name: 'one request starts at most one bolus',
    req: ['SR-022', 'SR-026'],
    world: 'any',
    rule: { atMost: 1, of: { asksAny: STARTS }, between: { on: ['bolus.admitted'] } },
  },
  {
    name: 'a person is asked at most twice about one bolus',
    req: ['SR-027', 'SR-026'],
    world: 'any',
    rule: {
      atMost: 1,
      of: { asksAny: ['askConfirmation', 'askAgain'] },
      between: { on: ['bolus.admitted'], asks: ['askConfirmation'] },
    },
  },
  {
    name: 'one intent moves the motor at most once',
    req: ['SR-005', 'SR-013'],
    world: 'any',
    rule: { atMost: 1, of: { asks: ['moveMotor'] }, between: { asks: ['recordIntent'] } },
  },
  {
    name: 'at most one pulse without verification is let pass before one is verified',
    req: ['SR-007'],
    world: 'any',
    rule: {
      atMost: 1,
      of: { on: ['pulse.unverified'], from: 'pump.motor.underway.verifying', to: 'pump.motor.concluding' },
      between: {
        on: [
          'pulse.verified',
          'pulse.unverified',
          'motor.failed',
          'timer.pulseElapsed',
          'timer.verificationElapsed',
          'timer.haltElapsed',
          'power.lost',
        ],
        to: { misses: 'none' },
      },
    },
  },
  {
    name: 'a motor command is over before its time has elapsed once',
    req: ['SR-002', 'SR-006'],
    world: 'any',
    rule: {
      since: { asks: ['moveMotor'] },
      comes: { not: 'pump.motor.underway.moving' },
      beforeTicks: 1,
      of: 'timer.pulseElapsed',
    },
  },
  {
    name: 'a bolus that is shown waits no longer than one delay for its last word',
    req: ['SR-026', 'SR-027'],
    world: 'any',
    rule: {
      since: { asks: ['askConfirmation'] },
      comes: { not: 'pump.bolus.confirming' },
      beforeTicks: 1,
      of: 'timer.confirmationElapsed',
    },
  },
  {
    name: 'a drive that is stopped is confirmed still before one delay is over',
    req: ['SR-002'],
    world: 'any',
    rule: {
      since: { asks: ['stopMotor'], to: 'pump.motor.halting' },
      comes: { not: 'pump.motor.halting' },
      beforeTicks: 1,
      of: 'timer.haltElapsed',
    },
  },
  {
    name: 'a key that is not heard of for one delay fills no more',
    req: ['SR-049'],
    world: 'any',
    rule: {
      since: { on: ['prime.started', 'prime.held'], to: 'pump.supply.changing.primingTubing' },
      comes: { not: 'pump.supply.changing.primingTubing' },
      beforeTicks: 1,
      of: 'timer.primeHoldElapsed',
    },
  },
  {
    name: 'a change that nobody goes on with is announced before its delay has elapsed twice',
    req: ['SR-052'],
    world: 'any',
    rule: {
      since: { on: ['change.requested'], to: 'pump.supply.changing' },
      comes: { step: { raises: 'changeIncomplete' } },
      beforeTicks: 2,
      of: 'timer.changeStepElapsed',
    },
  },
];
