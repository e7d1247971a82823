import type { Where } from '../../../property.ts';
import { ofMachine, type WordsOf } from '../../../smallProperty.ts';

type Here = Where<WordsOf<'alarm'>>;

const silenced: Here = { any: ['alarm.signal.paused', 'alarm.signal.acknowledged'] };
const silenceOver = ['timer.audioPauseElapsed', 'timer.rearmElapsed'] as const;

/** How an alarm is silenced, and how it comes back. */
export const alarmReturning = ofMachine('alarm', [
  {
    name: 'a HIGH alarm that was silenced comes back while its cause lasts',
    req: ['SR-081', 'SR-082'],
    of: 'high',
    rule: {
      whenever: { all: ['alarm.condition.present', { not: 'alarm.signal.sounding' }] },
      leadsTo: { any: ['alarm.signal.sounding', { not: 'alarm.condition.present' }] },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a pause is over with its delay',
    req: ['SR-082'],
    rule: {
      since: { on: ['alarm.paused'], to: 'alarm.signal.paused' },
      comes: { not: 'alarm.signal.paused' },
      beforeTicks: 1,
      of: 'timer.audioPauseElapsed',
    },
  },
  {
    name: 'another alarm of the same urgency ends a pause',
    req: ['SR-082'],
    rule: {
      eachStep: { on: ['alarm.joined'], from: 'alarm.signal.paused' },
      is: { to: 'alarm.signal.sounding' },
    },
  },
  {
    name: 'a HIGH alarm that was silenced comes back insistent',
    req: ['SR-081', 'SR-082'],
    rule: {
      eachStep: {
        on: silenceOver,
        from: {
          all: [silenced, { alarm: 'signalled as HIGH' }, { not: { alarm: 'back twice' } }],
        },
      },
      is: { to: 'alarm.signal.sounding.insistent' },
    },
  },
  {
    name: 'a HIGH alarm that was silenced a third time comes back at its siren',
    req: ['SR-081', 'SR-082'],
    rule: {
      eachStep: {
        on: silenceOver,
        from: { all: [silenced, { alarm: 'signalled as HIGH' }, { alarm: 'back twice' }] },
      },
      is: { to: 'alarm.signal.sounding.siren' },
    },
  },
  {
    name: 'an alarm that is less than HIGH comes back as it began, if it comes back',
    req: ['SR-082'],
    rule: {
      eachStep: {
        on: silenceOver,
        from: { all: [silenced, { not: { alarm: 'signalled as HIGH' } }] },
        to: 'alarm.signal.sounding',
      },
      is: { to: 'alarm.signal.sounding.first' },
    },
  },
  {
    name: 'an alarm that was seen comes back while it is listed, unless it only tells',
    req: ['SR-082'],
    rule: {
      eachStep: {
        on: ['timer.rearmElapsed'],
        from: { all: ['alarm.signal.acknowledged', { not: { alarm: 'information' } }] },
      },
      is: { to: 'alarm.signal.sounding' },
    },
  },
  {
    name: 'what only tells does not come back when it was seen',
    req: ['SR-082'],
    rule: {
      eachStep: {
        on: ['timer.rearmElapsed'],
        from: { all: ['alarm.signal.acknowledged', { alarm: 'information' }] },
      },
      is: { to: 'alarm.signal.acknowledged' },
    },
  },
  {
    name: 'an alarm whose cause comes again is there again, and heard, whatever silenced it',
    req: ['SR-081', 'SR-082'],
    rule: {
      eachStep: { on: ['alarm.raised'] },
      is: { to: { all: ['alarm.condition.present', 'alarm.signal.sounding'] } },
    },
  },
  {
    name: 'a person may silence an alarm for a while',
    req: ['SR-082'],
    rule: {
      eachStep: { on: ['alarm.paused'], from: 'alarm.signal.sounding' },
      is: { to: 'alarm.signal.paused' },
    },
  },
  {
    name: 'the first return of an alarm that was silenced is counted',
    req: ['SR-081', 'SR-082'],
    rule: {
      eachStep: {
        on: silenceOver,
        from: { all: [silenced, { alarm: 'not back yet' }] },
        to: 'alarm.signal.sounding',
      },
      is: { to: { alarm: 'back once' } },
    },
  },
  {
    name: 'the second return of an alarm that was silenced is counted',
    req: ['SR-081', 'SR-082'],
    rule: {
      eachStep: {
        on: silenceOver,
        from: { all: [silenced, { alarm: 'back once' }] },
        to: 'alarm.signal.sounding',
      },
      is: { to: { alarm: 'back twice' } },
    },
  },
  {
    name: 'an alarm that is over has never been back',
    req: ['SR-081', 'SR-082'],
    rule: { whenever: 'alarm.signal.silent', also: { alarm: 'not back yet' } },
  },
]);
