import { type Region, therapy } from './setup.ts';

/** Whether a controller has been asked and has not answered. What it answers, the ledger holds against every cap. */
export const inquiry = therapy.createStateConfig({
  initial: 'quiet',
  states: {
    quiet: { on: { 'glucose.accepted': { guard: 'mayAsk', target: 'asking' } } },
    asking: {
      description: 'One that does not answer in time has not answered: nothing follows from it.',
      meta: { req: ['SR-088', 'SR-094'] },
      entry: ['openQuestion', 'askController'],
      on: {
        // Re-entry asks anew: an answer about the reading before would be one about another body.
        'glucose.accepted': { guard: 'mayAsk', target: 'asking', reenter: true },
        'automation.accepted': 'quiet',
        'automation.refused': 'quiet',
      },
      after: { answer: { target: 'quiet', actions: 'closeQuestion' } },
    },
  },
  on: {
    'automation.ended': '.quiet',
    'power.lost': '.quiet',
  },
} satisfies Region);
