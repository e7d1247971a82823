import { plant, type Region } from './setup.ts';

/** Motor and driver. Each order gets one answer, or silence; an answer may cross the order to stop. */
export const drive = plant.createStateConfig({
  initial: 'still',
  states: {
    still: {
      on: {
        'asked.moveMotor': 'moving',
        'asked.rewindDrive': 'rewinding',
        'asked.seatPlunger': 'seating',
        // A motion that was refused because a stop was unconfirmed is answered before that stop is.
        'motor.halted': { guard: 'isOn', actions: 'offer' },
      },
    },
    rewinding: {
      on: {
        'plunger.homed': 'still',
        'rewind.failed': 'still',
        // The stop of an earlier motion is confirmed only now.
        'motor.halted': { guard: 'isOn', actions: 'offer' },
        'power.lost': 'halting',
        'asked.stopMotor': 'crossing',
      },
    },
    seating: {
      description: 'Whether what was met is a cartridge, the ledger says in the same step.',
      on: {
        'seat.verified': 'still',
        'seat.doubted': 'still',
        'seating.failed': 'still',
        'motor.halted': { guard: 'isOn', actions: 'offer' },
        'power.lost': 'halting',
        'asked.stopMotor': 'crossing',
      },
    },
    moving: {
      on: {
        'motor.arrived': 'still',
        'motor.failed': 'still',
        'power.lost': 'halting',
        'asked.stopMotor': 'crossing',
      },
    },
    halting: {
      on: {
        'motor.halted': { guard: 'isOn', target: 'still' },
        'asked.moveMotor': 'moving',
        'asked.rewindDrive': 'rewinding',
        'asked.seatPlunger': 'seating',
        'power.applied': { guard: 'isOff', target: 'still' },
      },
    },
    crossing: {
      description: 'Stopped in mid-motion: the answer may already be on its way.',
      on: {
        'plunger.homed': { guard: 'isOn', target: 'halting' },
        'rewind.failed': { guard: 'isOn', target: 'halting' },
        'seat.verified': { guard: 'isOn', target: 'halting' },
        'seat.doubted': { guard: 'isOn', target: 'halting' },
        'seating.failed': { guard: 'isOn', target: 'halting' },
        'motor.arrived': { guard: 'isOn', target: 'halting' },
        'motor.failed': { guard: 'isOn', target: 'halting' },
        'motor.halted': { guard: 'isOn', target: 'still' },
        'asked.moveMotor': 'moving',
        'asked.rewindDrive': 'rewinding',
        'asked.seatPlunger': 'seating',
        'power.applied': { guard: 'isOff', target: 'still' },
        'power.lost': 'halting',
      },
    },
  },
  on: { 'asked.stopMotor': '.halting' },
} satisfies Region);
