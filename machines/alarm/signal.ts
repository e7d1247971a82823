import { alarm, type Region } from './setup.ts';

/** Silence is over. A HIGH alarm comes back insistent, and the third time at full volume. */
const comeBack = [
  { guard: 'isThirdReturn', target: 'sounding.siren' },
  { guard: 'signalsAsHigh', target: 'sounding.insistent', actions: 'countReturn' },
  { target: 'sounding.first', actions: 'countReturn' },
] as const;

/** What a person hears and sees. It never decides about delivery (SR-040). */
export const signal = alarm.createStateConfig({
  initial: 'silent',
  states: {
    silent: {
      entry: 'forgetReturns',
      on: { 'alarm.raised': 'sounding' },
    },
    sounding: {
      tags: 'sounding',
      initial: 'first',
      states: {
        first: {
          description: 'The chosen modality: once for an information signal, otherwise repeated.',
          // Re-entry starts the timeline of the more urgent grade.
          on: { 'alarm.raised': { guard: 'isMoreUrgent', target: 'first', reenter: true } },
          after: {
            escalation: [
              { guard: 'escalates', target: 'insistent' },
              { guard: 'signalsAsLow', target: 'hourly' },
            ],
          },
        },
        hourly: {
          description: 'A LOW alarm that nobody answers in an hour is repeated each hour.',
          on: { 'alarm.raised': { guard: 'isMoreUrgent', target: 'first' } },
        },
        insistent: {
          description: 'Tone and vibration, at medium volume or more.',
          on: { 'alarm.raised': { guard: 'isMoreUrgent', target: 'insistent', reenter: true } },
          after: { outcry: [{ guard: 'signalsAsHigh', target: 'siren' }, { target: 'urgent' }] },
        },
        urgent: {
          description: 'A MEDIUM alarm that nobody answers in an hour is signalled as a HIGH one.',
          on: { 'alarm.raised': { guard: 'isMoreUrgent', target: 'insistent' } },
          after: { urgency: 'siren' },
        },
        siren: {
          description: 'Full volume, without end.',
          meta: { req: ['SR-081'] },
        },
      },
      on: {
        'alarm.acknowledged': [
          { guard: 'endsWhenAcknowledged', target: 'silent' },
          { target: 'acknowledged', meta: { req: ['SR-040'] } },
        ],
        'alarm.paused': { target: 'paused', meta: { req: ['SR-082'] } },
      },
    },
    paused: {
      description: 'Silent for a while, at the wish of the user. The alarm stays listed.',
      meta: { req: ['SR-082'] },
      on: {
        'alarm.acknowledged': [
          { guard: 'endsWhenAcknowledged', target: 'silent' },
          { target: 'acknowledged' },
        ],
        'alarm.raised': 'sounding',
        'alarm.joined': { target: 'sounding', meta: { req: ['SR-082'] } },
      },
      after: { audioPause: [...comeBack] },
    },
    acknowledged: {
      description: 'Seen by a person. It comes back as long as it is not dealt with.',
      meta: { req: ['SR-040', 'SR-082'] },
      on: { 'alarm.raised': 'sounding' },
      // Information that was seen does not come back.
      after: { rearm: [{ guard: 'isInformation' }, ...comeBack] },
    },
  },
  on: {
    'alarm.ceased': { guard: 'endsWhenCeased', target: '.silent' },
    'therapy.resumed': { guard: 'endsWhenResumed', target: '.silent' },
    'alarm.lapsed': '.silent',
  },
} satisfies Region);
