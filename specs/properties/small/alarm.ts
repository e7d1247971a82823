import type { Where } from '../../property.ts';
import { ofMachine, type WordsOf } from '../../smallProperty.ts';

type Here = Where<WordsOf<'alarm'>>;

const listed: Here = { not: 'alarm.condition.absent' };
const unseen: Here = { not: 'alarm.signal.acknowledged' };

const silenced: Here = { any: ['alarm.signal.paused', 'alarm.signal.acknowledged'] };
const silenceOver = ['timer.audioPauseElapsed', 'timer.rearmElapsed'] as const;
const gentle: Here = {
  any: [{ alarm: 'signalled as LOW' }, { alarm: 'countdown' }, { alarm: 'information' }],
};

/** What must hold of one alarm, of whatever sort, whoever answers it and whatever raises it. */
export const alarmProperties = ofMachine('alarm', [
  {
    name: 'a HIGH alarm reaches the siren unless somebody acts',
    req: ['SR-081'],
    of: 'high',
    rule: {
      whenever: 'alarm.signal.sounding',
      leadsTo: {
        any: [
          'alarm.signal.sounding.siren',
          'alarm.signal.paused',
          'alarm.signal.acknowledged',
          'alarm.signal.silent',
        ],
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a HIGH alarm that sounds goes on until somebody acts or its cause ends it',
    req: ['SR-081'],
    of: 'high',
    rule: {
      eachStep: {
        from: 'alarm.signal.sounding',
        notOn: ['alarm.acknowledged', 'alarm.paused', 'alarm.ceased', 'therapy.resumed'],
      },
      is: { to: 'alarm.signal.sounding' },
    },
  },
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
  // How long it is there: by its cause, by who has seen it, and by what it stops.
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
  // How loud it gets, by its priority.
  {
    name: 'an alarm that is HIGH or MEDIUM insists when its first signal was not answered',
    req: ['SR-081'],
    rule: {
      eachStep: {
        on: ['timer.escalationElapsed'],
        from: {
          all: [
            'alarm.signal.sounding.first',
            { any: [{ alarm: 'signalled as HIGH' }, { alarm: 'signalled as MEDIUM' }] },
          ],
        },
      },
      is: { to: 'alarm.signal.sounding.insistent' },
    },
  },
  {
    name: 'an alarm that nobody answers does not stay at its first signal',
    req: ['SR-081'],
    rule: {
      whenever: {
        all: [
          'alarm.signal.sounding.first',
          { not: { any: [{ alarm: 'countdown' }, { alarm: 'information' }] } },
        ],
      },
      leadsTo: { not: 'alarm.signal.sounding.first' },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'an alarm that is LOW, counts down or only tells never gets loud',
    req: ['SR-087'],
    rule: {
      never: {
        all: [
          gentle,
          {
            any: [
              'alarm.signal.sounding.insistent',
              'alarm.signal.sounding.urgent',
              'alarm.signal.sounding.siren',
            ],
          },
        ],
      },
    },
  },
  {
    name: 'only a LOW alarm is told as seldom as each hour',
    req: ['SR-081'],
    rule: { whenever: 'alarm.signal.sounding.hourly', also: { alarm: 'signalled as LOW' } },
  },
  {
    name: 'a HIGH alarm that insists and is not answered reaches the siren with the next delay',
    req: ['SR-081'],
    rule: {
      eachStep: {
        on: ['timer.outcryElapsed'],
        from: { all: ['alarm.signal.sounding.insistent', { alarm: 'signalled as HIGH' }] },
      },
      is: { to: 'alarm.signal.sounding.siren' },
    },
  },
  {
    name: 'a MEDIUM alarm that insists and is not answered is signalled as urgent before it reaches the siren',
    req: ['SR-081'],
    rule: {
      eachStep: {
        on: ['timer.outcryElapsed'],
        from: { all: ['alarm.signal.sounding.insistent', { alarm: 'signalled as MEDIUM' }] },
      },
      is: { to: 'alarm.signal.sounding.urgent' },
    },
  },
  {
    name: 'no alarm that is HIGH waits where a less urgent one waits',
    req: ['SR-081'],
    rule: {
      never: {
        all: [
          { alarm: 'signalled as HIGH' },
          { any: ['alarm.signal.sounding.hourly', 'alarm.signal.sounding.urgent'] },
        ],
      },
    },
  },
  {
    name: 'an alarm that gets worse before its first signal was answered is signalled anew as what it is',
    req: ['SR-081'],
    rule: {
      eachStep: {
        on: ['alarm.raised'],
        from: { all: ['alarm.signal.sounding.first', { not: { alarm: 'signalled as HIGH' } }] },
        to: { alarm: 'signalled as HIGH' },
      },
      is: { enters: 'alarm.signal.sounding.first' },
    },
  },
  {
    name: 'a LOW alarm that becomes MEDIUM is signalled anew as what it is',
    req: ['SR-081'],
    rule: {
      eachStep: {
        on: ['alarm.raised'],
        from: { all: ['alarm.signal.sounding', { alarm: 'signalled as LOW' }] },
        to: { alarm: 'signalled as MEDIUM' },
      },
      is: { enters: 'alarm.signal.sounding.first' },
    },
  },
  {
    name: 'a MEDIUM alarm that insists and becomes HIGH has no more time to its siren than a HIGH one',
    req: ['SR-081'],
    rule: {
      eachStep: {
        on: ['alarm.raised'],
        from: { all: ['alarm.signal.sounding.insistent', { alarm: 'signalled as MEDIUM' }] },
        to: { alarm: 'signalled as HIGH' },
      },
      is: { enters: 'alarm.signal.sounding.insistent' },
    },
  },
  {
    name: 'whoever raises a HIGH alarm again does not put off its siren',
    req: ['SR-081'],
    rule: {
      eachStep: {
        on: ['alarm.raised'],
        from: { all: ['alarm.signal.sounding', { alarm: 'signalled as HIGH' }] },
      },
      is: { entersNone: ['alarm.signal.sounding.first', 'alarm.signal.sounding.insistent'] },
    },
  },
  {
    name: 'whoever raises an alarm again no worse than it was does not put off what it has come to',
    req: ['SR-081'],
    rule: {
      eachStep: {
        on: ['alarm.raised'],
        from: { all: ['alarm.signal.sounding', { alarm: 'signalled as MEDIUM' }] },
        to: { alarm: 'signalled as MEDIUM' },
      },
      is: { entersNone: ['alarm.signal.sounding.first', 'alarm.signal.sounding.insistent'] },
    },
  },
  {
    name: 'whoever raises a LOW alarm again no worse than it was makes it no more frequent',
    req: ['SR-087'],
    rule: {
      eachStep: {
        on: ['alarm.raised'],
        from: { all: ['alarm.signal.sounding', gentle] },
        to: gentle,
      },
      is: { entersNone: ['alarm.signal.sounding.first'] },
    },
  },
  // What comes back after silence, and how.
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
  // What it has come to.
  {
    name: 'an alarm whose cause comes again is there again, and heard, whatever silenced it',
    req: ['SR-081', 'SR-082'],
    rule: {
      eachStep: { on: ['alarm.raised'] },
      is: { to: { all: ['alarm.condition.present', 'alarm.signal.sounding'] } },
    },
  },
  {
    name: 'an alarm that begins is signalled from its beginning',
    req: ['SR-081'],
    rule: {
      eachStep: { on: ['alarm.raised'], from: 'alarm.signal.silent' },
      is: { to: 'alarm.signal.sounding.first' },
    },
  },
  {
    name: 'a MEDIUM alarm that has become urgent and becomes HIGH is signalled insistent',
    req: ['SR-081'],
    rule: {
      eachStep: {
        on: ['alarm.raised'],
        from: 'alarm.signal.sounding.urgent',
        to: { alarm: 'signalled as HIGH' },
      },
      is: { to: 'alarm.signal.sounding.insistent' },
    },
  },
  {
    name: 'a MEDIUM alarm that has become urgent reaches the siren with its next delay',
    req: ['SR-081'],
    rule: {
      eachStep: { on: ['timer.urgencyElapsed'] },
      is: { to: 'alarm.signal.sounding.siren' },
    },
  },
  {
    name: 'no alarm stays urgent without its siren',
    req: ['SR-081'],
    rule: {
      whenever: 'alarm.signal.sounding.urgent',
      leadsTo: { not: 'alarm.signal.sounding.urgent' },
      given: ['running timers elapse'],
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
    name: 'an alarm that is raised as worse is worse from then on',
    req: ['SR-081'],
    rule: {
      eachStep: { on: ['alarm.raised'], grades: ['worse'], from: { alarm: 'at its first grade' } },
      is: { to: { alarm: 'at its worse grade' } },
    },
  },
  {
    name: 'an alarm that is raised as worst is worst from then on',
    req: ['SR-081'],
    rule: {
      eachStep: { on: ['alarm.raised'], grades: ['worst'] },
      is: { to: { alarm: 'at its worst grade' } },
    },
  },
  {
    name: 'no alarm gets better before it is over',
    req: ['SR-081'],
    rule: {
      eachStep: { from: { not: { alarm: 'at its first grade' } }, to: listed },
      is: { to: { not: { alarm: 'at its first grade' } } },
    },
  },
  {
    name: 'an alarm that is over begins at its first grade',
    req: ['SR-081'],
    rule: { whenever: 'alarm.condition.absent', also: { alarm: 'at its first grade' } },
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
