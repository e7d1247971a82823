import { alarm, type Region } from './setup.ts';

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
          description: 'The chosen modality, repeated.',
          after: { escalation: { guard: 'escalates', target: 'insistent' } },
        },
        insistent: {
          description: 'Tone and vibration, at medium volume or more.',
          after: { outcry: 'siren' },
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
      after: {
        audioPause: [{ guard: 'escalates', target: 'sounding.insistent' }, { target: 'sounding.first' }],
      },
    },
    acknowledged: {
      description: 'Seen by a person. It comes back as long as it is not dealt with.',
      meta: { req: ['SR-040', 'SR-082'] },
      on: { 'alarm.raised': 'sounding' },
      after: {
        rearm: [
          { guard: 'isThirdReturn', target: 'sounding.siren' },
          { guard: 'escalates', target: 'sounding.insistent', actions: 'countReturn' },
          { target: 'sounding.first' },
        ],
      },
    },
  },
  on: {
    'alarm.ceased': { guard: 'endsWhenCeased', target: '.silent' },
    'therapy.resumed': { guard: 'endsWhenResumed', target: '.silent' },
  },
} satisfies Region);
