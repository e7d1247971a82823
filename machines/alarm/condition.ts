import { alarm, type Region } from './setup.ts';

/** Whether the cause is there. A latching alarm outlives it, until a person has dealt with it. */
export const condition = alarm.createStateConfig({
  initial: 'absent',
  states: {
    absent: { entry: 'forgetGrade', on: { 'alarm.raised': { target: 'present', actions: 'noteGrade' } } },
    present: {
      tags: 'active',
      on: {
        'alarm.raised': { actions: 'noteGrade' },
        'alarm.acknowledged': { guard: 'isOnce', target: 'absent' },
        'alarm.ceased': [
          { guard: 'endsWhenCeased', target: 'absent' },
          { target: 'gone', meta: { req: ['SR-083'] } },
        ],
      },
    },
    gone: {
      description:
        'The cause is over. The alarm is not, until a person has seen it and, where it stopped therapy, resumed.',
      tags: 'active',
      on: {
        'alarm.raised': { target: 'present', actions: 'noteGrade' },
        'alarm.acknowledged': { guard: 'endsWhenAcknowledged', target: 'absent' },
        'therapy.resumed': { guard: 'endsWhenResumed', target: 'absent' },
      },
      // An information signal only tells; nobody has to answer it.
      after: { notice: { guard: 'isInformation', target: 'absent', actions: 'lapse' } },
    },
  },
} satisfies Region);
