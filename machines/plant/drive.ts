import { plant, type Region } from './setup.ts';

/** Motor and driver. Each order gets one answer, or silence; an answer may cross the order to stop. */
export const drive = plant.createStateConfig({
  initial: 'still',
  states: {
    still: { on: { 'asked.moveMotor': 'moving' } },
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
        'power.applied': { guard: 'isOff', target: 'still' },
      },
    },
    crossing: {
      description: 'Stopped in mid-pulse: the answer to the pulse may already be on its way.',
      on: {
        'motor.arrived': { guard: 'isOn', target: 'halting' },
        'motor.failed': { guard: 'isOn', target: 'halting' },
        'motor.halted': { guard: 'isOn', target: 'still' },
        'asked.moveMotor': 'moving',
        'power.applied': { guard: 'isOff', target: 'still' },
        'power.lost': 'halting',
      },
    },
  },
  on: { 'asked.stopMotor': '.halting' },
} satisfies Region);
