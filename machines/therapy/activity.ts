import { type Region, therapy } from './setup.ts';

/** What the person is doing, as far as automation is to know. Without automation it means nothing. It ends by itself. */
export const activity = therapy.createStateConfig({
  initial: 'normal',
  states: {
    normal: {},
    sleep: {
      description: 'A narrower range, and no bolus by itself.',
      on: { 'activity.expired': 'normal' },
    },
    exercise: { description: 'A higher range.', on: { 'activity.expired': 'normal' } },
  },
  on: {
    'sleep.started': { guard: 'isAutomated', target: '.sleep' },
    'exercise.started': { guard: 'isAutomated', target: '.exercise' },
    'activity.ended': '.normal',
    'automation.ended': '.normal',
    'power.lost': '.normal',
  },
} satisfies Region);
