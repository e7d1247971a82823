import { currentGrade } from '../../machines/alarm/setup.ts';
import { type AlarmName, alarmNames, type Priority, stopsTherapy } from '../domain/alarms.ts';
import type { Annunciation } from '../domain/commands.ts';
import type { AlarmSnapshot, PumpState } from './state.ts';

const RANK = { high: 0, medium: 1, low: 2, info: 3 } as const satisfies Record<Priority, number>;

/** Whether the first is at least as urgent as the second. */
export const atLeast = (a: Priority, b: Priority): boolean => RANK[a] <= RANK[b];

/** How urgent an alarm is at its present grade. */
export const priorityOf = (alarm: AlarmSnapshot): Priority => currentGrade(alarm.context).priority;

const signalOf = (alarm: AlarmSnapshot): Annunciation['signal'] => {
  if (alarm.matches({ signal: 'paused' })) return 'paused';
  return alarm.matches({ signal: 'acknowledged' }) ? 'acknowledged' : 'sounding';
};

const levelOf = (alarm: AlarmSnapshot): Annunciation['level'] => {
  if (alarm.matches({ signal: { sounding: 'siren' } })) return 'siren';
  return alarm.matches({ signal: { sounding: 'insistent' } }) ? 'insistent' : 'first';
};

/**
 * All active alarms, the most urgent first, then the earliest (SR-084): a pure fold over the
 * instances. Exactly the first one is sounded; all are listed.
 */
export const annunciationOf = (
  alarms: PumpState['alarms'],
  since: PumpState['since'],
): readonly Annunciation[] =>
  alarmNames
    .flatMap((name: AlarmName): readonly Annunciation[] => {
      const alarm = alarms[name];
      const began = since[name];
      if (!alarm.hasTag('active') || began === undefined) return [];
      return [
        {
          alarm: name,
          priority: priorityOf(alarm),
          signal: signalOf(alarm),
          level: levelOf(alarm),
          condition: alarm.matches({ condition: 'gone' }) ? 'gone' : 'present',
          sinceMonoMs: began.monoMs,
          sinceWallMs: began.wallMs,
        },
      ];
    })
    .sort((a, b) => RANK[a.priority] - RANK[b.priority] || a.sinceMonoMs - b.sinceMonoMs);

/** Whether an alarm that stops therapy is still to be dealt with: present, or not yet acknowledged. */
export const stopsRemain = (alarms: PumpState['alarms']): boolean =>
  alarmNames.some(name => {
    const alarm = alarms[name];
    if (!alarm.hasTag('active') || !stopsTherapy(currentGrade(alarm.context))) return false;
    return !(alarm.matches({ condition: 'gone' }) && alarm.matches({ signal: 'acknowledged' }));
  });
