import type { Assumption } from '../fairness.ts';
import type { Property, Where } from '../property.ts';

/** No pulse is under way, nor is anything ordered of the drive that it has not answered. */
const atRest: Where = { any: ['pump.motor.still', 'pump.motor.uncertain'] };
/** All that a pulse waits for, besides its own delays. */
const PULSE_ENDS: readonly Assumption[] = ['running timers elapse', 'the journal answers'];

/** What has begun ends. Each says what the world is trusted to do; `specs/assumptions.md` says why. */
export const ending: readonly Property[] = [
  {
    name: 'a pulse under way ends, or leaves a drive that nobody trusts',
    req: ['SR-006', 'SR-013', 'SR-005'],
    world: 'plant',
    rule: { whenever: 'pump.motor.underway', leadsTo: atRest, given: PULSE_ENDS },
  },
  {
    name: 'a motor command is answered, or its time is over',
    req: ['SR-006', 'SR-002'],
    world: 'any',
    rule: {
      whenever: { step: { asks: ['moveMotor'] } },
      leadsTo: { not: 'pump.motor.underway.moving' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a pulse ends without a delay, if the devices answer',
    req: ['SR-007', 'SR-013'],
    world: 'plant',
    rule: {
      whenever: 'pump.motor.underway',
      leadsTo: atRest,
      given: ['devices answer', 'the journal answers'],
    },
  },
  {
    name: 'a drive that was stopped in mid-pulse is still, or nobody trusts it',
    req: ['SR-002', 'SR-006'],
    world: 'any',
    rule: {
      whenever: 'pump.motor.halting',
      leadsTo: atRest,
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a suspension leads to a motor at rest',
    req: ['SR-003', 'SR-037'],
    world: 'plant',
    rule: {
      whenever: { step: { on: ['suspend.requested'], from: 'pump.life.operating' } },
      leadsTo: atRest,
      given: PULSE_ENDS,
    },
  },
  {
    name: 'a condition that stops therapy leads to a motor at rest',
    req: ['SR-002', 'SR-080'],
    world: 'plant',
    rule: {
      whenever: { step: { on: ['alarm.stopRaised'] } },
      leadsTo: atRest,
      given: PULSE_ENDS,
    },
  },
  {
    name: 'a self-test ends',
    req: ['SR-063', 'SR-047'],
    world: 'any',
    rule: {
      whenever: 'pump.life.selfTest',
      leadsTo: { not: 'pump.life.selfTest' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a recovery ends in operation, in fail-safe, or without power',
    req: ['SR-070', 'SR-047'],
    world: 'plant',
    rule: {
      whenever: 'pump.life.recovering',
      leadsTo: { any: ['pump.life.operating', 'pump.life.failSafe', 'pump.life.off'] },
      given: ['the journal answers'],
    },
  },
  {
    name: 'a bolus that is shown is confirmed or discarded',
    req: ['SR-026', 'SR-027'],
    world: 'plant',
    rule: {
      whenever: 'pump.bolus.confirming',
      leadsTo: { not: 'pump.bolus.confirming' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a bolus ends',
    req: ['SR-021', 'SR-023'],
    world: 'plant',
    rule: {
      whenever: 'pump.bolus.delivering',
      leadsTo: { not: 'pump.bolus.delivering' },
      given: [
        'running timers elapse',
        'the journal answers',
        'pulses fall due',
        'an amount has a last pulse',
      ],
    },
  },
  {
    name: 'a bolus that is being ended is reported',
    req: ['SR-025', 'SR-023'],
    world: 'plant',
    rule: {
      whenever: 'pump.bolus.cancelling',
      leadsTo: { step: { asks: ['reportBolus'] } },
      given: PULSE_ENDS,
    },
  },
  {
    name: 'an extended bolus ends',
    req: ['SR-021', 'SR-033'],
    world: 'plant',
    rule: {
      whenever: 'pump.extended.delivering',
      leadsTo: { not: 'pump.extended.delivering' },
      given: [...PULSE_ENDS, 'an extended bolus has an end'],
    },
  },
  {
    name: 'an extended bolus that is being ended is reported',
    req: ['SR-025', 'SR-033'],
    world: 'plant',
    rule: {
      whenever: 'pump.extended.ending',
      leadsTo: { step: { asks: ['reportExtended'] } },
      given: PULSE_ENDS,
    },
  },
  {
    name: 'a movement of a cartridge change ends',
    req: ['SR-010', 'SR-061'],
    world: 'any',
    rule: {
      whenever: { any: ['pump.supply.changing.rewinding', 'pump.supply.changing.seating'] },
      leadsTo: { not: { any: ['pump.supply.changing.rewinding', 'pump.supply.changing.seating'] } },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'the tubing is not filled any longer when the key was let go',
    req: ['SR-049'],
    world: 'any',
    rule: {
      whenever: 'pump.supply.changing.primingTubing',
      leadsTo: { not: 'pump.supply.changing.primingTubing' },
      given: ['a person lets go of the key'],
    },
  },
  {
    name: 'the filling of a cannula ends',
    req: ['SR-049'],
    world: 'plant',
    rule: {
      whenever: 'pump.supply.changing.fillingCannula',
      // In fail-safe the pump is told nothing any more.
      leadsTo: { any: [{ not: 'pump.supply.changing.fillingCannula' }, 'pump.life.failSafe'] },
      given: [...PULSE_ENDS, 'pulses fall due', 'an amount has a last pulse'],
    },
  },
  {
    name: 'a cartridge change ends, if a person goes on with it',
    req: ['SR-048', 'SR-047'],
    world: 'plant',
    rule: {
      whenever: 'pump.supply.changing',
      leadsTo: { any: [{ not: 'pump.supply.changing' }, 'pump.life.failSafe'] },
      given: [
        ...PULSE_ENDS,
        'a person goes on with the change',
        'a person lets go of the key',
        'pulses fall due',
        'an amount has a last pulse',
      ],
    },
  },
];
