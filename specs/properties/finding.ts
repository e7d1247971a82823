import type { Property, Where } from '../property.ts';
import { priming } from './words.ts';

/** What the pump finds of its cartridge at a start, and when a step of a change may move the plunger. */

const unread: Where = 'pump.supply.unknown';
/** No pulse is under way: its outcome is known, or it is known that nobody knows it. */
const atRest: Where = { any: ['pump.motor.still', 'pump.motor.uncertain'] };
const passable: Where = { all: [{ not: 'pump.occlusion.occluded' }, { not: 'pump.reservoir.empty' }] };

export const finding: readonly Property[] = [
  {
    name: 'a cartridge counts as ready after a start only where the journal says so',
    req: ['SR-048', 'SR-070'],
    world: 'any',
    rule: {
      eachStep: { on: ['supply.found'], from: unread, to: 'pump.supply.ready' },
      is: { found: ['ready'] },
    },
  },
  {
    name: 'a cartridge that was ready and has not moved is ready after a start',
    req: ['SR-048', 'SR-070'],
    world: 'any',
    rule: {
      eachStep: { on: ['supply.found'], found: ['ready'], from: unread },
      is: { to: 'pump.supply.ready' },
    },
  },
  {
    name: 'a bay that is empty at a start waits for a cartridge',
    req: ['SR-048', 'SR-070'],
    world: 'any',
    rule: {
      eachStep: { on: ['supply.found'], found: ['empty'], from: unread },
      is: { to: 'pump.supply.changing.empty' },
    },
  },
  {
    name: 'a plunger that has moved while the pump was off is announced, and its cartridge comes out',
    req: ['SR-048', 'SR-070'],
    world: 'any',
    rule: {
      eachStep: { on: ['supply.found'], found: ['moved'], from: unread },
      is: { to: 'pump.supply.changing.occupied', raises: 'cartridgeFault' },
    },
  },
  {
    name: 'a cartridge that was not ready before a start comes out, and nothing is wrong with it',
    req: ['SR-048', 'SR-070'],
    world: 'any',
    rule: {
      eachStep: { on: ['supply.found'], found: ['occupied'], from: unread },
      is: { to: 'pump.supply.changing.occupied', asksNone: ['raiseAlarm'] },
    },
  },
  {
    name: 'the plunger is drawn back only while no pulse is under way',
    req: ['SR-010', 'SR-013'],
    world: 'any',
    rule: { eachStep: { asks: ['rewindDrive'] }, is: { from: atRest } },
  },
  {
    name: 'a plunger that may be drawn back is, when a person asks',
    req: ['SR-010'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['rewind.requested'],
        from: { all: ['pump.supply.changing.disconnected', atRest] },
      },
      is: { asks: ['rewindDrive'], to: 'pump.supply.changing.rewinding' },
    },
  },
  {
    name: 'tubing and cannula are filled only by a motor that was still',
    req: ['SR-013', 'SR-049'],
    world: 'any',
    rule: { eachStep: { asksAny: ['startPrime', 'startFill'] }, is: { from: 'pump.motor.still' } },
  },
  {
    name: 'a person who holds the key fills the tubing, if the motor is still',
    req: ['SR-049'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['prime.started'],
        from: {
          all: [{ any: ['pump.supply.changing.loaded', 'pump.supply.changing.primed'] }, 'pump.motor.still'],
        },
      },
      is: { asks: ['startPrime'], to: priming },
    },
  },
  {
    name: 'a cannula is filled only where insulin can flow',
    req: ['SR-049'],
    world: 'any',
    rule: { eachStep: { asks: ['startFill'] }, is: { from: passable } },
  },
  {
    name: 'a person who asks for it fills the cannula, where insulin can flow',
    req: ['SR-049'],
    world: 'any',
    rule: {
      eachStep: {
        on: ['fill.requested'],
        from: { all: ['pump.supply.changing.primed', 'pump.motor.still', passable] },
      },
      is: { asks: ['startFill'], to: 'pump.supply.changing.fillingCannula' },
    },
  },
];
