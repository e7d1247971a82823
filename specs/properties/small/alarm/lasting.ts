import type { Where } from '../../../property.ts';
import { ofMachine, type WordsOf } from '../../../smallProperty.ts';

type Here = Where<WordsOf<'alarm'>>;

const listed: Here = { not: 'alarm.condition.absent' };
const unseen: Here = { not: 'alarm.signal.acknowledged' };

/** How long an alarm is there: by its cause, by who has seen it, and by what it stops. */
export const alarmLasting = ofMachine('alarm', [
  {
    name: 'an alarm is signalled as long as it is listed, and no longer',
    req: ['SR-081', 'SR-083'],
    rule: { whenever: 'alarm.condition.absent', also: 'alarm.signal.silent' },
  },
  {
    name: 'no alarm that is listed is forgotten',
    req: ['SR-081', 'SR-083'],
    rule: { never: { all: ['alarm.signal.silent', { not: 'alarm.condition.absent' }] } },
  },
  {
    name: 'an alarm that nothing latches is over with its cause',
    req: ['SR-083'],
    rule: {
      eachStep: { on: ['alarm.ceased'], from: { not: { alarm: 'latching' } } },
      is: { to: { all: ['alarm.condition.absent', 'alarm.signal.silent'] } },
    },
  },
  {
    name: 'an alarm that latches outlives its cause until a person has seen it',
    req: ['SR-083'],
    rule: {
      eachStep: {
        on: ['alarm.ceased'],
        from: { all: ['alarm.condition.present', { alarm: 'latching' }, unseen] },
      },
      is: { to: { all: ['alarm.condition.gone', { not: 'alarm.signal.silent' }] } },
    },
  },
  {
    name: 'an alarm that was seen and stops nothing is over with its cause',
    req: ['SR-083'],
    rule: {
      eachStep: {
        on: ['alarm.ceased'],
        from: {
          all: ['alarm.condition.present', 'alarm.signal.acknowledged', { not: { alarm: 'stops therapy' } }],
        },
      },
      is: { to: { all: ['alarm.condition.absent', 'alarm.signal.silent'] } },
    },
  },
  {
    name: 'an alarm that stops therapy outlives its cause until a person resumes',
    req: ['SR-038', 'SR-083'],
    rule: {
      after: { on: ['alarm.raised'], to: { all: [{ alarm: 'latching' }, { alarm: 'stops therapy' }] } },
      never: { to: 'alarm.condition.absent' },
      until: { on: ['therapy.resumed'] },
    },
  },
  {
    name: 'who resumes has dealt with an alarm that was seen and whose cause is over',
    req: ['SR-038', 'SR-039'],
    rule: {
      eachStep: {
        on: ['therapy.resumed'],
        from: { all: ['alarm.condition.gone', 'alarm.signal.acknowledged'] },
      },
      is: { to: 'alarm.condition.absent' },
    },
  },
  {
    name: 'who resumes ends no alarm that nobody has seen, or whose cause stays',
    req: ['SR-039', 'SR-083'],
    rule: {
      eachStep: {
        on: ['therapy.resumed'],
        from: { all: [listed, { any: [unseen, 'alarm.condition.present'] }] },
      },
      is: { to: listed },
    },
  },
  {
    name: 'an alarm that is told once is over when it was seen',
    req: ['SR-053'],
    rule: {
      eachStep: { on: ['alarm.acknowledged'], from: { all: [listed, { alarm: 'told once' }] } },
      is: { to: 'alarm.condition.absent' },
    },
  },
  {
    name: 'an alarm whose cause is over, and that stops nothing, is over when it was seen',
    req: ['SR-083'],
    rule: {
      eachStep: {
        on: ['alarm.acknowledged'],
        from: { all: ['alarm.condition.gone', { not: { alarm: 'stops therapy' } }] },
      },
      is: { to: 'alarm.condition.absent' },
    },
  },
  {
    name: 'to acknowledge an alarm is not to end it while its cause stays or while it stops therapy',
    req: ['SR-040', 'SR-083'],
    rule: {
      eachStep: {
        on: ['alarm.acknowledged'],
        from: {
          all: [
            { not: { alarm: 'told once' } },
            {
              any: ['alarm.condition.present', { all: ['alarm.condition.gone', { alarm: 'stops therapy' }] }],
            },
          ],
        },
      },
      is: { to: { all: [listed, 'alarm.signal.acknowledged'] } },
    },
  },
  {
    name: 'what only tells is over when it has been shown for its time, and nothing else is',
    req: ['SR-083'],
    rule: {
      eachStep: { on: ['timer.noticeElapsed'], from: 'alarm.condition.gone', to: 'alarm.condition.absent' },
      is: { from: { alarm: 'information' } },
    },
  },
  {
    name: 'what only tells needs nobody to answer it',
    req: ['SR-083'],
    rule: {
      whenever: { all: ['alarm.condition.gone', { alarm: 'information' }] },
      leadsTo: { not: 'alarm.condition.gone' },
      given: ['running timers elapse'],
    },
  },
]);
