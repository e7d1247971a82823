import { cease, glucose, type Region, raise } from './setup.ts';

/** Whether glucose has been above the limit of the settings for a while, and what makes it worse. */
export const high = glucose.createStateConfig({
  initial: 'notHigh',
  states: {
    notHigh: {},
    high: { description: 'For 15 min.', meta: { req: ['SR-087'] }, entry: raise('glucoseHigh') },
    highLasting: {
      description: 'For an hour.',
      entry: { type: 'raiseAlarm', params: { alarm: 'glucoseHigh', grade: 'worse' } },
    },
    highUndelivered: {
      description: 'And no insulin is delivered: this is how ketoacidosis begins.',
      entry: { type: 'raiseAlarm', params: { alarm: 'glucoseHigh', grade: 'worst' } },
    },
  },
  on: {
    'glucose.notHigh': { target: '.notHigh', actions: cease('glucoseHigh') },
    'glucose.high': '.high',
    'glucose.highLasting': '.highLasting',
    'glucose.highUndelivered': '.highUndelivered',
    'power.lost': '.notHigh',
  },
} satisfies Region);

/** Whether glucose is so high for so long that the infusion set is to be suspected. */
export const veryHigh = glucose.createStateConfig({
  initial: 'notVeryHigh',
  states: {
    notVeryHigh: {},
    veryHigh: {
      description: 'At least 300 mg/dL for an hour, or 250 mg/dL for three.',
      entry: raise('glucoseVeryHigh'),
    },
  },
  on: {
    'glucose.notVeryHigh': { target: '.notVeryHigh', actions: cease('glucoseVeryHigh') },
    'glucose.veryHigh': '.veryHigh',
    'power.lost': '.notVeryHigh',
  },
} satisfies Region);
