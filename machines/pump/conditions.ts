import { pump, type Region } from './setup.ts';

/** All that stops therapy from outside this chart, in one word. The alarms know the causes. */
export const conditions = pump.createStateConfig({
  initial: 'clear',
  states: {
    clear: { on: { 'alarm.stopRaised': 'stopped' } },
    stopped: {
      description: 'An alarm that stops therapy is active, or waits for a person to acknowledge it.',
      tags: 'stopped',
      meta: { req: ['SR-002', 'SR-039'] },
      on: { 'alarm.stopsCleared': 'clear' },
    },
  },
  on: { 'fault.*': '.clear', 'power.lost': '.clear' },
} satisfies Region);
