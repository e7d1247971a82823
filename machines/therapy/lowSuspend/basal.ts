import { lowSuspend, type Region } from './setup.ts';

/** Whether basal is off because glucose is low, or will be. A normal bolus is none of its business (SR-090). */
export const basal = lowSuspend.createStateConfig({
  initial: 'flowing',
  states: {
    flowing: {
      description: 'Basal is what profile, person or automation say.',
      on: { 'glucose.predictedLow': { guard: 'maySuspend', target: 'withheld' } },
    },
    withheld: {
      description: 'Basal is off, and goes on by itself. Nothing of it is caught up.',
      meta: { req: ['SR-089', 'SR-090'] },
      entry: ['holdBasal', { type: 'raiseAlarm', params: { alarm: 'lowPredicted' } }],
      exit: ['releaseBasal', { type: 'ceaseAlarm', params: { alarm: 'lowPredicted' } }],
      initial: 'seen',
      states: {
        seen: {
          description: 'The newest reading is at most 10 min old.',
          on: { 'glucose.unseenLow': 'unseen' },
        },
        unseen: {
          description: 'It is older, and it was below 70 mg/dL: for half an hour more that counts.',
          meta: { req: ['SR-091'] },
          on: { 'glucose.seen': 'seen' },
          after: { blindness: { target: '#lowSuspend.basal.flowing', meta: { req: ['SR-091'] } } },
        },
      },
      on: {
        'glucose.recovering': 'flowing',
        'glucose.unseen': { target: 'flowing', meta: { req: ['SR-091'] } },
        'lowSuspend.exhausted': { target: 'flowing', meta: { req: ['SR-089'] } },
        'lowSuspend.overruled': { target: 'flowing', meta: { req: ['SR-092'] } },
        'lowSuspend.disarmed': 'flowing',
        // Who stops delivery altogether has stopped basal, too, and that is told as what it is.
        'delivery.stopped': 'flowing',
        'fault.latched': 'flowing',
      },
    },
  },
  on: { 'power.lost': '.flowing' },
} satisfies Region);
