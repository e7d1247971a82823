import { expect, test } from 'vitest';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { ALARMS, type AlarmName, alarmNames, type Priority } from '../../src/domain/alarms.ts';
import { annunciationOf, endsPauseOf, isDealtWith, isNews } from '../../src/runtime/annunciator.ts';
import { takeEvent } from '../../src/runtime/charts.ts';
import { type AlarmSnapshot, blankState } from '../../src/runtime/state.ts';
import { req } from '../support/req.ts';

const blank = blankState();
const after = (name: AlarmName, ...types: readonly string[]): AlarmSnapshot =>
  types.reduce(
    (alarm, type) =>
      takeEvent(alarmMachine, alarm, type === 'alarm.raised' ? { type, grade: 'first' } : { type }).next,
    blank.alarms[name],
  );

const PRIORITIES: readonly Priority[] = ['high', 'medium', 'low', 'info'];
const anyOf = (priority: Priority): AlarmName => {
  const name = alarmNames.find(
    each => ALARMS[each].first.priority === priority && ALARMS[each].again === undefined,
  );
  if (name === undefined) throw new Error(`no alarm has priority ${priority}`);
  return name;
};

test('SR-082 a pause hides news of lower priority, and no other', req('SR-082'), () => {
  for (const [rank, paused] of PRIORITIES.entries())
    for (const [newRank, news] of PRIORITIES.entries()) {
      const raised = after(anyOf(news), 'alarm.raised');
      const what = `${news} beside a paused ${paused}`;
      expect(endsPauseOf(after(anyOf(paused), 'alarm.raised', 'alarm.paused'), raised), what).toBe(
        newRank <= rank,
      );
      expect(endsPauseOf(after(anyOf(paused), 'alarm.raised'), raised), what).toBe(false);
    }
});

test('SR-082 news is what begins and what becomes worse, not what stays or ends', req('SR-082'), () => {
  const graded = alarmNames.find(name => ALARMS[name].worse !== undefined);
  if (graded === undefined) throw new Error('no alarm has a worse grade');
  const silent = blank.alarms[graded];
  const raised = after(graded, 'alarm.raised');
  const worse = takeEvent(alarmMachine, raised, { type: 'alarm.raised', grade: 'worse' }).next;
  expect(isNews(silent, raised)).toBe(true);
  expect(isNews(raised, worse)).toBe(true);
  expect(isNews(raised, after(graded, 'alarm.raised', 'alarm.paused'))).toBe(false);
  expect(isNews(raised, raised)).toBe(false);
  expect(isNews(raised, silent)).toBe(false);
  expect(isNews(silent, silent)).toBe(false);
});

test('a paused alarm is listed as paused, an acknowledged one as acknowledged', () => {
  const shown = (...types: readonly string[]) => {
    const alarms = { ...blank.alarms, occlusion: after('occlusion', 'alarm.raised', ...types) };
    return annunciationOf(alarms, { occlusion: { monoMs: 1, wallMs: 2 } }).map(({ signal }) => signal);
  };
  expect(shown()).toEqual(['sounding']);
  expect(shown('alarm.paused')).toEqual(['paused']);
  expect(shown('alarm.acknowledged')).toEqual(['acknowledged']);
});

test('SR-086 dealt with is what is over and was seen', req('SR-086'), () => {
  expect(isDealtWith(after('occlusion', 'alarm.raised'))).toBe(false);
  expect(isDealtWith(after('occlusion', 'alarm.raised', 'alarm.acknowledged'))).toBe(false);
  expect(isDealtWith(after('occlusion', 'alarm.raised', 'alarm.ceased'))).toBe(false);
  expect(isDealtWith(after('occlusion', 'alarm.raised', 'alarm.acknowledged', 'alarm.ceased'))).toBe(true);
});
