import { describe, expect, test } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { type AlarmEvent, type AlarmRow, currentGrade } from '../../machines/alarm/setup.ts';
import type { Grade } from '../../src/domain/alarms.ts';

const MINUTE = 60_000;
const HIGH: Grade = { priority: 'high', stops: 'nothing' };
const MEDIUM: Grade = { priority: 'medium', stops: 'nothing' };
const LOW: Grade = { priority: 'low', stops: 'nothing' };
const INFO: Grade = { priority: 'info', stops: 'nothing' };
const RAISED: AlarmEvent = { type: 'alarm.raised', grade: 'first' };
const WORSE: AlarmEvent = { type: 'alarm.raised', grade: 'worse' };
const SEEN: AlarmEvent = { type: 'alarm.acknowledged' };
const GONE: AlarmEvent = { type: 'alarm.ceased' };
const PAUSED: AlarmEvent = { type: 'alarm.paused' };

/** One alarm of such a row, whose time passes when a test says so. */
const alarmOf = (row: Partial<AlarmRow> & { readonly first: Grade }) => {
  const clock = new SimulatedClock();
  const actor = createActor(alarmMachine, { input: { latching: false, ...row }, clock }).start();
  const signal = (): string => {
    const { signal: now } = actor.getSnapshot().value;
    return typeof now === 'string' ? now : now.sounding;
  };
  return {
    is: (...events: readonly AlarmEvent[]) => {
      for (const event of events) actor.send(event);
      return signal();
    },
    /** What is heard a millisecond before so many minutes from now, and then. */
    after: (minutes: number) => {
      clock.increment(minutes * MINUTE - 1);
      const before = signal();
      clock.increment(1);
      return [before, signal()];
    },
    context: () => actor.getSnapshot().context,
    condition: () => actor.getSnapshot().value.condition,
  };
};

describe('an alarm that nobody answers', () => {
  test('of HIGH priority insists after 6 minutes, and is a siren 10 minutes after it began', () => {
    const alarm = alarmOf({ first: HIGH });
    expect(alarm.is(RAISED)).toBe('first');
    expect(alarm.after(6)).toEqual(['first', 'insistent']);
    expect(alarm.after(4)).toEqual(['insistent', 'siren']);
    expect(alarm.after(1_000)).toEqual(['siren', 'siren']);
  });

  test('of MEDIUM priority insists after 15 minutes, is urgent after an hour, and a siren 10 minutes later', () => {
    const alarm = alarmOf({ first: MEDIUM });
    expect(alarm.is(RAISED)).toBe('first');
    expect(alarm.after(15)).toEqual(['first', 'insistent']);
    expect(alarm.after(45)).toEqual(['insistent', 'urgent']);
    expect(alarm.after(10)).toEqual(['urgent', 'siren']);
  });

  test('of LOW priority is repeated each hour and never gets louder', () => {
    const alarm = alarmOf({ first: LOW });
    expect(alarm.is(RAISED)).toBe('first');
    expect(alarm.after(60)).toEqual(['first', 'hourly']);
    expect(alarm.after(1_000)).toEqual(['hourly', 'hourly']);
  });

  test('that only informs or counts down stays as it began', () => {
    for (const row of [{ first: INFO }, { first: HIGH, escalation: 'countdown' }] as const) {
      const alarm = alarmOf(row);
      expect(alarm.is(RAISED)).toBe('first');
      expect(alarm.after(60)).toEqual(['first', 'first']);
    }
  });
});

describe('an alarm that was silenced', () => {
  test.each([
    ['HIGH', HIGH, 2, 'insistent'],
    ['MEDIUM', MEDIUM, 10, 'first'],
    ['LOW', LOW, 30, 'first'],
    ['informing', INFO, 30, 'first'],
  ] as const)('for a while, %s, comes back when that is over', (_name, first, minutes, as) => {
    const alarm = alarmOf({ first });
    expect(alarm.is(RAISED, PAUSED)).toBe('paused');
    expect(alarm.after(minutes)).toEqual(['paused', as]);
  });

  test.each([
    ['HIGH', HIGH, 2, 'insistent'],
    ['MEDIUM', MEDIUM, 15, 'first'],
    ['LOW', LOW, 60, 'first'],
  ] as const)(
    'by a person who saw it, %s, comes back while its cause is there',
    (_name, first, minutes, as) => {
      const alarm = alarmOf({ first });
      expect(alarm.is(RAISED, SEEN)).toBe('acknowledged');
      expect(alarm.after(minutes)).toEqual(['acknowledged', as]);
    },
  );

  test('comes back every half hour where its row says so', () => {
    const alarm = alarmOf({ first: HIGH, again: 'halfHour' });
    expect(alarm.is(RAISED, SEEN)).toBe('acknowledged');
    expect(alarm.after(30)).toEqual(['acknowledged', 'insistent']);
  });

  test('and only informs does not come back once it was seen', () => {
    const alarm = alarmOf({ first: INFO });
    expect(alarm.is(RAISED, SEEN)).toBe('acknowledged');
    expect(alarm.after(60)).toEqual(['acknowledged', 'acknowledged']);
  });

  test('the third time a HIGH one comes back as a siren, until it is over: then it is as new', () => {
    const alarm = alarmOf({ first: HIGH });
    alarm.is(RAISED);
    for (const as of ['insistent', 'insistent', 'siren', 'siren']) {
      expect(alarm.is(SEEN)).toBe('acknowledged');
      expect(alarm.after(2)).toEqual(['acknowledged', as]);
    }
    expect(alarm.context().returned).toBe('twice');
    expect(alarm.is(GONE)).toBe('silent');
    expect(alarm.context().returned).toBe('never');
    expect(alarm.is(RAISED, SEEN)).toBe('acknowledged');
    expect(alarm.after(2)).toEqual(['acknowledged', 'insistent']);
  });

  test('the third time a lesser one comes back as it always did', () => {
    const alarm = alarmOf({ first: MEDIUM });
    alarm.is(RAISED);
    for (let time = 0; time < 4; time += 1) {
      alarm.is(PAUSED);
      expect(alarm.after(10)).toEqual(['paused', 'first']);
    }
  });
});

describe('an alarm that gets worse', () => {
  test('is never better again before it is over, and begins the timeline of what it is now', () => {
    const alarm = alarmOf({ first: LOW, worse: HIGH });
    alarm.is(RAISED);
    alarm.after(5);
    expect(alarm.is(WORSE)).toBe('first');
    expect(alarm.after(6)).toEqual(['first', 'insistent']);
    expect(alarm.is(RAISED)).toBe('insistent');
    expect(alarm.context().grade).toBe('worse');
    alarm.is(GONE);
    expect(alarm.context().grade).toBe('first');
  });

  test('goes on towards its siren where its timeline stays the same', () => {
    const alarm = alarmOf({ first: HIGH, worse: { ...HIGH, stops: 'therapy' } });
    alarm.is(RAISED);
    expect(alarm.after(5)).toEqual(['first', 'first']);
    expect(alarm.is(WORSE)).toBe('first');
    expect(alarm.after(1)).toEqual(['first', 'insistent']);
  });

  test('to a grade that its row does not have is a mistake of ours', () => {
    const context = { row: { first: LOW, latching: false }, grade: 'worse', returned: 'never' } as const;
    expect(() => currentGrade(context)).toThrow('an alarm was raised at "worse", a grade it does not have');
  });
});

test('an information whose cause is over is shown for five minutes more', () => {
  const alarm = alarmOf({ first: INFO, latching: true });
  alarm.is(RAISED, GONE);
  expect(alarm.condition()).toBe('gone');
  alarm.after(5);
  expect([alarm.condition(), alarm.is()]).toEqual(['absent', 'silent']);
});
