import { plant, type Region } from './setup.ts';

/** All alarms that stop therapy, as the pump hears of them: a stop is announced, repeated, and cleared once. */
export const alarms = plant.createStateConfig({
  initial: 'quiet',
  states: {
    quiet: { on: { 'asked.raiseAlarm': { guard: 'raisesStop', target: 'stopping' } } },
    stopping: {
      description: 'It outlives a loss of power, until a person has dealt with it.',
      on: {
        'alarm.stopRaised': { guard: 'isOn', actions: 'offer' },
        'alarm.stopsCleared': { guard: 'isOn', target: 'quiet' },
      },
    },
  },
} satisfies Region);
