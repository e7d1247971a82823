import { raise, setup } from 'xstate';
import { TIMING } from '../../src/domain/limits.ts';
import { alarming, type Meta } from './words.ts';

export type SounderEvent =
  | {
      readonly type: 'sounder.tested';
      readonly speaker: 'working' | 'dead';
      readonly vibrator: 'working' | 'dead';
      readonly buzzer: 'working' | 'dead';
    }
  | { readonly type: 'power.applied' }
  | { readonly type: 'power.lost' }
  /** Raised within the chart. */
  | { readonly type: 'sounder.unheard' };

type Moment = { readonly event: SounderEvent };

const allWork = ({ event }: Moment): boolean =>
  event.type === 'sounder.tested' &&
  event.speaker === 'working' &&
  event.vibrator === 'working' &&
  event.buzzer === 'working';
const isMute = ({ event }: Moment): boolean =>
  event.type === 'sounder.tested' && event.speaker === 'dead' && event.vibrator === 'dead';
const isImpaired = (moment: Moment): boolean => !allWork(moment) && !isMute(moment);

const sounder = setup({
  types: { events: {} as SounderEvent, tags: {} as 'stopped', meta: {} as Meta },
  guards: { allWork, isMute, isImpaired },
  actions: { ...alarming, testSounder: () => {}, tellUnheard: raise({ type: 'sounder.unheard' }) },
  delays: { sounderPeriod: TIMING.sounderPeriod, sounderAnswer: TIMING.sounderAnswer },
});

type Region = Parameters<typeof sounder.createStateConfig>[0];

/** Tested at power-on and every day. */
const test = sounder.createStateConfig({
  initial: 'off',
  states: {
    off: { on: { 'power.applied': 'testing' } },
    testing: {
      meta: { req: ['SR-085'] },
      entry: 'testSounder',
      on: { 'sounder.tested': 'waiting' },
      // Whoever does not answer is not heard either.
      after: { sounderAnswer: { target: 'waiting', actions: 'tellUnheard' } },
    },
    waiting: { after: { sounderPeriod: 'testing' } },
  },
  on: { 'power.lost': '.off' },
} satisfies Region);

/** Whether a person would notice an alarm. Both speaker and vibrator are used; one of them is enough. */
const voice = sounder.createStateConfig({
  initial: 'unknown',
  states: {
    unknown: {
      on: {
        'sounder.tested': [
          { guard: 'allWork', target: 'whole' },
          { guard: 'isMute', target: 'failed.mute' },
          { target: 'failed' },
        ],
        'sounder.unheard': 'failed.mute',
      },
    },
    whole: {
      on: {
        'sounder.tested': [
          { guard: 'isMute', target: 'failed.mute' },
          { guard: 'isImpaired', target: 'failed' },
        ],
        'sounder.unheard': 'failed.mute',
      },
    },
    failed: {
      meta: { req: ['SR-085'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'sounderFault' } },
      exit: { type: 'ceaseAlarm', params: { alarm: 'sounderFault' } },
      initial: 'impaired',
      states: {
        impaired: {
          description: 'One of speaker, vibrator and buzzer is dead.',
        },
        mute: {
          description: 'Neither speaker nor vibrator: a pump that nobody hears may not deliver.',
          tags: 'stopped',
          entry: { type: 'raiseAlarm', params: { alarm: 'sounderFault', grade: 'worse' } },
        },
      },
      on: {
        'sounder.tested': [
          { guard: 'allWork', target: 'whole' },
          { guard: 'isMute', target: '.mute' },
          { target: '.impaired' },
        ],
        'sounder.unheard': '.mute',
      },
    },
  },
} satisfies Region);

/** Speaker, vibrator and the independent buzzer. */
export const sounderMachine = sounder.createMachine({
  id: 'sounder',
  type: 'parallel',
  states: { test, voice },
});
