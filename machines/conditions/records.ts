import { setup } from 'xstate';
import { alarming, type Meta } from './words.ts';

export type RecordsEvent = { readonly type: 'journal.setAside' } | { readonly type: 'delivery.started' };

const records = setup({
  types: { events: {} as RecordsEvent, tags: {} as 'stopped', meta: {} as Meta },
  actions: alarming,
});

type Region = Parameters<typeof records.createStateConfig>[0];

/** A new journal has begun, so the cause is over; the alarm waits for a person. */
const tellLoss = [
  { type: 'raiseAlarm', params: { alarm: 'journalFailed' } },
  { type: 'ceaseAlarm', params: { alarm: 'journalFailed' } },
] as const;

/** Whether the journal goes back to the first day. */
const past = records.createStateConfig({
  initial: 'known',
  states: {
    known: {
      on: {
        'journal.setAside': {
          target: 'lost',
          actions: [...tellLoss],
          meta: { req: ['SR-070', 'SR-072', 'SR-075'] },
        },
      },
    },
    lost: {
      description: 'What was given before nobody knows. Whoever starts delivery has been told.',
      tags: 'stopped',
      on: { 'journal.setAside': { actions: [...tellLoss] }, 'delivery.started': 'known' },
    },
  },
} satisfies Region);

/** What became of the journal of earlier runs. */
export const recordsMachine = records.createMachine({ id: 'records', type: 'parallel', states: { past } });
