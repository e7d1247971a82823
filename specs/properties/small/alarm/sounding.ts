import type { Where } from '../../../property.ts';
import { ofMachine, type WordsOf } from '../../../smallProperty.ts';

type Here = Where<WordsOf<'alarm'>>;

const listed: Here = { not: 'alarm.condition.absent' };
const gentle: Here = {
  any: [{ alarm: 'signalled as LOW' }, { alarm: 'countdown' }, { alarm: 'information' }],
};

/** How loud an alarm gets, by its priority and by how long nobody answers. */
export const alarmSounding = ofMachine('alarm', [
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
]);
