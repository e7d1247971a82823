import { lowSuspend, type Region } from './setup.ts';

/** By which policy low glucose stops basal: a person's choice in the settings. */
export const policy = lowSuspend.createStateConfig({
  initial: 'off',
  states: {
    off: { description: 'Low glucose stops nothing.' },
    atThreshold: { description: 'Glucose is at the limit.' },
    predictive: { description: 'Below 70 mg/dL, or below 80 mg/dL in half an hour.' },
    beforeLow: { description: 'Near the limit, and nearer in half an hour.' },
  },
  on: {
    'lowSuspend.armed': [
      { guard: 'isAtThreshold', target: '.atThreshold' },
      { guard: 'isPredictive', target: '.predictive' },
      { target: '.beforeLow' },
    ],
    'lowSuspend.disarmed': '.off',
    'power.lost': '.off',
  },
} satisfies Region);
