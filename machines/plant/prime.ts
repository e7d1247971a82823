import { plant, type Region } from './setup.ts';

/** Prime pulses fall due while the key is held or a cannula is filled; one may have fallen due in the step that stops. */
export const prime = plant.createStateConfig({
  initial: 'off',
  states: {
    off: { on: { 'asked.startPrime': 'tubing', 'asked.startFill': 'cannula' } },
    tubing: {
      on: {
        'prime.sufficed': { guard: 'isOn', actions: 'offer' },
        'prime.exhausted': { guard: 'mayBePrimed', actions: 'offer' },
        'asked.stopPrime': 'ending',
      },
    },
    cannula: {
      on: { 'fill.completed': { guard: 'mayBePrimed', actions: 'offer' }, 'asked.stopPrime': 'ending' },
    },
    ending: {
      on: {
        // The pulse that was counted in the step that stopped it may have been its last.
        'prime.sufficed': { guard: 'mayBePrimed', actions: 'offer' },
        'prime.exhausted': { guard: 'mayBePrimed', actions: 'offer' },
        'fill.completed': { guard: 'mayBePrimed', actions: 'offer' },
        'asked.skipPulse': 'off',
        'asked.startPrime': 'tubing',
        'asked.startFill': 'cannula',
        'power.lost': 'off',
      },
    },
  },
} satisfies Region);
