import { cease, glucose, type Region, raise } from './setup.ts';

/** Where glucose goes, over three readings. */
export const trend = glucose.createStateConfig({
  initial: 'steady',
  states: {
    steady: {},
    falling: { meta: { req: ['SR-087'] }, entry: raise('fallingFast') },
    rising: { entry: raise('risingFast') },
  },
  on: {
    'glucose.steady': { target: '.steady', actions: [cease('fallingFast'), cease('risingFast')] },
    'glucose.falling': { target: '.falling', actions: cease('risingFast') },
    'glucose.rising': { target: '.rising', actions: cease('fallingFast') },
    'power.lost': '.steady',
  },
} satisfies Region);
