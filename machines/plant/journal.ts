import { plant, type Region } from './setup.ts';

/** Durable storage: it answers each record once, late, or never; it may fail at any time. */
export const journal = plant.createStateConfig({
  initial: 'idle',
  states: {
    idle: { on: { 'asked.recordIntent': 'writingIntent', 'asked.recordOutcome': 'writingOutcome' } },
    writingIntent: { on: { 'intent.recorded': 'idle' } },
    writingOutcome: { on: { 'outcome.recorded': 'idle' } },
  },
  on: {
    // The first line of a boot can fail as well as any other, before the charts have power.
    'journal.failed': '.idle',
    'power.lost': '.idle',
  },
} satisfies Region);
