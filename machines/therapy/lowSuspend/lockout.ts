import { lowSuspend, type Region } from './setup.ts';

const over = { target: 'free', actions: 'judgeGlucose' } as const;
const raiseLimit = { type: 'raiseAlarm', params: { alarm: 'suspendLimit' } } as const;
const ceaseLimit = { type: 'ceaseAlarm', params: { alarm: 'suspendLimit' } } as const;

/** What forbids the next suspension for a while. */
export const lockout = lowSuspend.createStateConfig({
  initial: 'free',
  states: {
    free: {
      initial: 'unanswered',
      states: {
        unanswered: {
          description: 'Nobody has answered what was told of the suspension that runs, or ran last.',
          on: {
            'lowSuspend.answered': 'answered',
            'lowSuspend.exhausted': [
              { guard: 'isStrict', target: '#lowSuspend.lockout.unanswered', meta: { req: ['SR-089'] } },
              { guard: 'triesAgain', target: '#lowSuspend.lockout.exhausted', meta: { req: ['SR-089'] } },
            ],
          },
        },
        answered: {
          on: {
            'lowSuspend.exhausted': {
              guard: 'isArmed',
              target: '#lowSuspend.lockout.exhausted',
              meta: { req: ['SR-089'] },
            },
            'glucose.predictedLow': 'unanswered',
          },
        },
      },
      on: { 'lowSuspend.overruled': { guard: 'isWithheld', target: 'overruled', meta: { req: ['SR-092'] } } },
    },
    overruled: {
      description: 'A person has ended a suspension: for half an hour the person is right.',
      meta: { req: ['SR-092'] },
      after: { shortLockout: over },
    },
    exhausted: {
      description: '120 of 150 min are used up, and glucose is still low: basal goes on for half an hour.',
      meta: { req: ['SR-089'] },
      entry: raiseLimit,
      after: { shortLockout: over },
    },
    unanswered: {
      description: 'The same, and nobody has answered: basal goes on for four hours.',
      meta: { req: ['SR-089'] },
      entry: raiseLimit,
      after: { longLockout: over },
    },
  },
  on: {
    'glucose.recovering': { actions: ceaseLimit },
    'lowSuspend.disarmed': { actions: ceaseLimit },
    // The alarm stays: a value ends it, not a switch.
    'power.lost': '.free',
  },
} satisfies Region);
