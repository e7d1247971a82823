import { plant, type Region } from './setup.ts';

/** A person: may ask for anything at any time, and confirms only what is shown. */
export const user = plant.createStateConfig({
  initial: 'unasked',
  states: {
    unasked: { on: { 'asked.askConfirmation': 'asked', 'asked.askAgain': 'askedAgain' } },
    asked: {
      on: {
        // What is spread over time was admitted only where there is a place for it.
        'bolus.confirmed': { guard: 'hasItsPlace', target: 'unasked' },
        'asked.discardBolus': 'unasked',
      },
    },
    askedAgain: {
      on: {
        'bolus.confirmedAgain': { guard: 'hasItsPlace', target: 'unasked' },
        'asked.discardBolus': 'unasked',
      },
    },
  },
  on: {
    'bolus.cancelled': { guard: 'isOn', actions: 'offer' },
    'suspend.requested': { guard: 'isOn', actions: 'offer' },
    'resume.requested': { guard: 'isOn', actions: 'offer' },
    'change.requested': { guard: 'isOn', actions: 'offer' },
    'change.cancelled': { guard: 'isOn', actions: 'offer' },
    'set.disconnected': { guard: 'isOn', actions: 'offer' },
    'rewind.requested': { guard: 'isOn', actions: 'offer' },
    'prime.started': { guard: 'isOn', actions: 'offer' },
    'prime.held': { guard: 'isOn', actions: 'offer' },
    'prime.stopped': { guard: 'isOn', actions: 'offer' },
    'prime.skipped': { guard: 'isOn', actions: 'offer' },
    'fill.requested': { guard: 'isOn', actions: 'offer' },
    'fill.cancelled': { guard: 'isOn', actions: 'offer' },
    'fill.skipped': { guard: 'isOn', actions: 'offer' },
    'tempBasal.cancelled': { guard: 'isOn', actions: 'offer' },
  },
} satisfies Region);
