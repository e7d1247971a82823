import { cease, glucose, type Region, raise } from './setup.ts';

/** Whether glucose is low. No alarm here stops insulin: a person decides, or automation does. */
export const low = glucose.createStateConfig({
  initial: 'notLow',
  states: {
    notLow: {},
    low: {
      description: 'Below the limit of the settings, and until 5 mg/dL above it.',
      entry: raise('glucoseLow'),
    },
    urgentlyLow: {
      description: 'At most 54 mg/dL. No setting moves this limit or silences it.',
      meta: { req: ['SR-081'] },
      entry: [raise('glucoseLow'), raise('urgentLow')],
    },
  },
  on: {
    'glucose.notLow': { target: '.notLow', actions: [cease('glucoseLow'), cease('urgentLow')] },
    'glucose.low': { target: '.low', actions: cease('urgentLow') },
    'glucose.urgentlyLow': '.urgentlyLow',
    // The alarms stay: a value ends them, not a switch.
    'power.lost': '.notLow',
  },
} satisfies Region);
