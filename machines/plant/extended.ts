import { plant, type Region } from './setup.ts';

/** What of a bolus is spread over time: its end comes by the last pulse, or by the clock. */
export const extended = plant.createStateConfig({
  initial: 'none',
  states: {
    none: {
      on: {
        'asked.startExtended': { guard: 'bolusIsPending', target: 'active' },
        'asked.startCombo': { guard: 'bolusIsPending', target: 'active' },
      },
    },
    active: {
      on: {
        'extended.completed': { guard: 'extendedMayBeComplete', actions: 'offer' },
        'extended.lapsed': { guard: 'noExtendedPulseFlies', actions: 'offer' },
        'asked.endExtended': 'ended',
      },
    },
    ended: {
      on: {
        // It may have come to its end in the very step that ended it.
        'extended.completed': { guard: 'extendedMayBeComplete', actions: 'offer' },
        'extended.lapsed': { guard: 'noExtendedPulseFlies', actions: 'offer' },
        'extended.settled': { guard: 'noExtendedPulseFlies', target: 'none' },
      },
    },
  },
} satisfies Region);
