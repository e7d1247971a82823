import { plant, type Region } from './setup.ts';

/** All alarms that stop therapy, as the pump hears of them. They outlive a loss of power. */
export const alarms = plant.createStateConfig({
  initial: 'quiet',
  states: {
    quiet: {
      on: {
        'asked.raiseAlarm': { guard: 'raisesStop', target: 'stopping' },
        // Not the pump's own: a small machine has raised it.
        'alarm.stopRaised': { guard: 'isOn', target: 'stopping' },
      },
    },
    stopping: {
      description: 'At least one has a cause that lasts, or waits for a person to acknowledge it.',
      on: {
        'alarm.stopRaised': { guard: 'isOn', actions: 'offer' },
        'alarm.stopsCleared': { guard: 'isOn', target: 'dealtWith' },
      },
    },
    dealtWith: {
      description: 'Acknowledged, and ended by the next resume. Until then an alarm may come back.',
      on: {
        'alarm.stopRaised': { guard: 'isOn', target: 'stopping' },
        'asked.raiseAlarm': { guard: 'raisesStop', target: 'stopping' },
        'asked.resumeAlarms': 'quiet',
      },
    },
  },
  // A small machine ends boluses, or a limit does.
  on: { 'alarm.bolusStopRaised': { guard: 'isOn', actions: 'offer' } },
} satisfies Region);
