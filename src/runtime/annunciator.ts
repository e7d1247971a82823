import { currentGrade } from '../../machines/alarm/setup.ts';
import {
  type AlarmName,
  alarmNames,
  type Grade,
  type Priority,
  stopsBolus,
  stopsTherapy,
} from '../domain/alarms.ts';
import type { Annunciation } from '../domain/commands.ts';
import { once } from './once.ts';
import type { AlarmSnapshot, PumpState } from './state.ts';

const RANK = { high: 0, medium: 1, low: 2, info: 3 } as const satisfies Record<Priority, number>;

/** How urgent an alarm is at its present grade. */
const priorityOf = (alarm: AlarmSnapshot): Priority => currentGrade(alarm.context).priority;

/** Whether an alarm has just begun, or has just become worse. */
export const isNews = (before: AlarmSnapshot, after: AlarmSnapshot): boolean =>
  after.hasTag('active') && (!before.hasTag('active') || before.context.grade !== after.context.grade);

/** An audio pause never hides news of at least the same priority (SR-082). */
export const endsPauseOf = (paused: AlarmSnapshot, news: AlarmSnapshot): boolean =>
  paused.matches({ signal: 'paused' }) && RANK[priorityOf(news)] <= RANK[priorityOf(paused)];

const signalOf = (alarm: AlarmSnapshot): Annunciation['signal'] => {
  if (alarm.matches({ signal: 'paused' })) return 'paused';
  return alarm.matches({ signal: 'acknowledged' }) ? 'acknowledged' : 'sounding';
};

const LEVELS = ['hourly', 'insistent', 'urgent', 'siren'] as const;

const levelOf = (alarm: AlarmSnapshot): Annunciation['level'] => {
  return LEVELS.find(level => alarm.matches({ signal: { sounding: level } })) ?? 'first';
};

/** How an alarm shows itself, whenever it began; null while it is not active. */
const faceOf = once((alarm: AlarmSnapshot) =>
  alarm.hasTag('active')
    ? ({
        priority: priorityOf(alarm),
        signal: signalOf(alarm),
        level: levelOf(alarm),
        condition: alarm.matches({ condition: 'gone' }) ? 'gone' : 'present',
      } as const)
    : null,
);

/**
 * All active alarms, the most urgent first, then the earliest (SR-084): a pure fold over the
 * instances. The first of those that are neither paused nor acknowledged is heard; all are listed.
 */
export const annunciationOf = (
  alarms: PumpState['alarms'],
  since: PumpState['since'],
): readonly Annunciation[] =>
  alarmNames
    .flatMap((name: AlarmName): readonly Annunciation[] => {
      const face = faceOf(alarms[name]);
      const began = since[name];
      if (face === null || began === undefined) return [];
      return [{ alarm: name, ...face, sinceMonoMs: began.monoMs, sinceWallMs: began.wallMs }];
    })
    .sort((a, b) => RANK[a.priority] - RANK[b.priority] || a.sinceMonoMs - b.sinceMonoMs);

/** Its cause is gone and a person has seen it: a resume ends it. */
export const isDealtWith = (alarm: AlarmSnapshot): boolean =>
  alarm.matches({ condition: 'gone' }) && alarm.matches({ signal: 'acknowledged' });

const outstanding = (isSuch: (grade: Grade) => boolean) =>
  once((alarms: PumpState['alarms']): readonly AlarmName[] =>
    alarmNames.filter(name => {
      const alarm = alarms[name];
      if (!alarm.hasTag('active') || !isSuch(currentGrade(alarm.context))) return false;
      return !isDealtWith(alarm);
    }),
  );

/** The alarms that stop therapy and are still to be dealt with: present, or not yet acknowledged. */
export const stopping = outstanding(stopsTherapy);

/** The alarms that stop boluses only, and are still to be dealt with. */
export const withholding = outstanding(stopsBolus);
