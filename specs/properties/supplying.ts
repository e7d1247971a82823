import type { Property } from '../property.ts';
import { primeGateOpen, priming, stopped } from './words.ts';

/** The cartridge: no dose before it is ready, and each step of its change by a person. */
export const supplying: readonly Property[] = [
  {
    name: 'a dose moves only from a cartridge that is ready',
    req: ['SR-048'],
    world: 'any',
    rule: {
      eachStep: { asks: ['moveMotor'], from: { not: { owner: 'prime' } } },
      is: { from: 'pump.supply.ready' },
    },
  },
  {
    name: 'what fills the set moves only while a person wants it',
    req: ['SR-049'],
    world: 'any',
    rule: { eachStep: { asks: ['moveMotor'], from: { owner: 'prime' } }, is: { from: primeGateOpen } },
  },
  {
    name: 'after the key is let go no prime pulse starts',
    req: ['SR-049'],
    world: 'any',
    rule: {
      after: {
        on: ['prime.stopped', 'timer.primeHoldElapsed'],
        from: { not: 'pump.supply.changing.fillingCannula' },
        to: { not: priming },
      },
      never: { asks: ['moveMotor'], from: { owner: 'prime' } },
      until: { on: ['prime.started', 'fill.requested'] },
    },
  },
  {
    name: 'a key that is not heard of any more counts as let go',
    req: ['SR-049'],
    world: 'any',
    rule: {
      eachStep: { on: ['timer.primeHoldElapsed'], from: 'pump.supply.changing.primingTubing' },
      is: { asks: ['stopPrime'], to: { not: priming } },
    },
  },
  {
    name: 'tubing and cannula are filled only when a person says where the set is',
    req: ['SR-049'],
    world: 'any',
    rule: {
      eachStep: { asksAny: ['startPrime', 'startFill'] },
      is: { on: ['prime.started', 'fill.requested'], from: 'pump.supply.changing' },
    },
  },
  {
    name: 'one more stop ends what moves in a change, though therapy is stopped already',
    req: ['SR-002', 'SR-068'],
    world: 'any',
    rule: {
      eachStep: { on: ['alarm.stopRaised'] },
      is: {
        to: { not: { any: [priming, 'pump.supply.changing.rewinding', 'pump.supply.changing.seating'] } },
      },
    },
  },
  {
    name: 'the most of one prime ends it with an alarm',
    req: ['SR-049'],
    world: 'any',
    rule: {
      eachStep: { on: ['prime.exhausted'], from: 'pump.supply.changing.primingTubing' },
      is: { to: 'pump.supply.changing.loaded', asks: ['stopPrime'], raises: 'fillMaximum' },
    },
  },
  {
    name: 'the plunger is drawn back only from an open bay, when a person asks',
    req: ['SR-010'],
    world: 'any',
    rule: {
      eachStep: { asks: ['rewindDrive'] },
      is: { on: ['rewind.requested'], from: 'pump.supply.changing.disconnected' },
    },
  },
  {
    name: 'nothing moves in a change before the set is said to be off the body',
    req: ['SR-049'],
    world: 'any',
    rule: {
      after: { to: { any: ['pump.supply.ready', 'pump.supply.unknown'] } },
      never: { asksAny: ['rewindDrive', 'seatPlunger'] },
      until: { on: ['set.disconnected'], from: 'pump.supply.changing.empty' },
    },
  },
  {
    name: 'the chart takes the bay for open only when it is',
    req: ['SR-010'],
    world: 'plant',
    rule: { eachStep: { asks: ['rewindDrive'] }, is: { from: 'plant.bay.open' } },
  },
  {
    name: 'a bay that closes ends a movement backwards',
    req: ['SR-010'],
    world: 'any',
    rule: {
      eachStep: { on: ['cartridge.inserted'], from: 'pump.supply.changing.rewinding' },
      is: { asks: ['stopMotor'], to: 'pump.supply.changing.occupied' },
    },
  },
  {
    name: 'a cartridge removed unasked stops delivery with an alarm',
    req: ['SR-056', 'SR-080'],
    world: 'any',
    rule: {
      eachStep: { on: ['cartridge.removed'], from: 'pump.supply.ready' },
      is: {
        to: { all: [stopped, 'pump.supply.changing.empty', { not: 'pump.motor.underway.moving' }] },
        raises: 'cartridgeRemoved',
      },
    },
  },
  {
    name: 'a removed cartridge takes the blocked line with it',
    req: ['SR-060'],
    world: 'any',
    rule: { eachStep: { on: ['cartridge.removed'] }, is: { to: { not: 'pump.occlusion.occluded' } } },
  },
  {
    name: 'while the cartridge is changed delivery is suspended',
    req: ['SR-048', 'SR-051'],
    world: 'any',
    rule: { whenever: 'pump.supply.changing', also: stopped },
  },
  {
    name: 'a cartridge becomes ready only with its site, and never starts delivery',
    req: ['SR-048', 'SR-051'],
    world: 'any',
    rule: {
      eachStep: { from: { not: 'pump.supply.ready' }, to: 'pump.supply.ready' },
      is: { on: ['fill.completed', 'fill.skipped', 'change.cancelled', 'supply.found'], to: stopped },
    },
  },
  {
    name: 'a resume without a ready cartridge is refused and told',
    req: ['SR-048'],
    world: 'any',
    rule: {
      eachStep: { on: ['resume.requested'], from: 'pump.supply.changing' },
      is: { to: stopped, asks: ['refuseResume'], raises: 'notPrimed' },
    },
  },
  {
    name: 'a change that nobody goes on with is announced, and nothing is delivered',
    req: ['SR-052'],
    world: 'any',
    rule: {
      eachStep: { on: ['timer.changeStepElapsed'], from: 'pump.supply.changing' },
      is: { to: stopped, raises: 'changeIncomplete' },
    },
  },
  {
    name: 'a plunger that lost its cartridge leads to fail-safe',
    req: ['SR-062'],
    world: 'any',
    rule: {
      eachStep: { on: ['force.lost'], from: 'pump.life.operating' },
      is: { to: 'pump.life.failSafe', asks: ['stopMotor'], raises: 'forceLost' },
    },
  },
];
