import { describe, expect, test } from 'vitest';
import { LEVEL } from '../../src/domain/detect/levels.ts';
import type { Channel } from '../../src/domain/facts.ts';
import { emptyLedger, type Ledger } from '../../src/domain/ledger/ledger.ts';
import {
  dismiss,
  noteSite,
  passReminders,
  remindersDeadline,
  remindOfLevels,
  restartReminders,
  settleCheck,
  snooze,
} from '../../src/domain/ledger/reminders.ts';
import { step } from '../../src/domain/ledger/state.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { flat, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The pump was switched on at 03:00 of a day of its own. */
const instant = (hour: number, ms = 0) => ({
  monoMs: monoMs((hour - 3) * HOUR + ms),
  wallMs: wallMs(Date.UTC(2026, 0, 5) + hour * HOUR + ms),
});
const window = (from: number, until: number) => ({ fromMinute: from * 60, untilMinute: until * 60 });

const asking = (change: Partial<Settings>, reminders: Partial<Ledger['reminders']> = {}): Ledger => ({
  ...emptyLedger,
  settings: flat(0, change),
  reminders: { ...emptyLedger.reminders, ...reminders },
});
const dosed = (ledger: Ledger, hour: number, channel: Channel, automatic = false): Ledger => ({
  ...ledger,
  doses: {
    ...ledger.doses,
    history: [
      { atMonoMs: instant(hour).monoMs, channel, certain: true, ...(automatic ? { automatic } : {}) },
    ],
  },
});

describe('a window for a bolus', () => {
  const lunch = { missedBolusWindows: [window(11, 13)] };
  const passed = (ledger: Ledger, from: [number, number], to: [number, number]): readonly string[] =>
    types(passReminders(ledger, instant(...from), instant(...to)).derived);

  test('is over at its end, once, however the time passes', () => {
    expect(passed(asking(lunch), [13, -2], [13, -1])).toEqual([]);
    expect(passed(asking(lunch), [13, -1], [13, 0])).toEqual(['missedBolus.due']);
    expect(passed(asking(lunch), [12, 0], [13, 500])).toEqual(['missedBolus.due']);
    expect(passed(asking(lunch), [13, 0], [13, 500])).toEqual([]);
    expect(passed(asking({}), [13, -1], [13, 0])).toEqual([]);
    expect(types(passReminders(asking(lunch), null, instant(13)).derived)).toEqual([]);
  });

  test('is any one of those of the settings', () => {
    const two = { missedBolusWindows: [window(6, 8), window(11, 13)] };
    expect(passed(asking(two), [13, -1], [13, 0])).toEqual(['missedBolus.due']);
    expect(passed(asking(two), [8, -1], [8, 0])).toEqual(['missedBolus.due']);
  });

  test('was used by a bolus from its first moment on, not by one before', () => {
    const had = (ms: number): Ledger => asking(lunch, { bolusAt: instant(11, ms).monoMs });
    expect(passed(had(0), [13, -1], [13, 0])).toEqual([]);
    expect(passed(had(-1), [13, -1], [13, 0])).toEqual(['missedBolus.due']);
  });

  test('counts from its own beginning, however late its end is heard of', () => {
    const had = (ms: number): Ledger => asking(lunch, { bolusAt: instant(11, ms).monoMs });
    expect(passed(had(0), [12, 0], [13, 30 * MINUTE])).toEqual([]);
    expect(passed(had(-1), [12, 0], [13, 30 * MINUTE])).toEqual(['missedBolus.due']);
  });

  test('that was missed is settled by the next bolus, and not by the last one that was noted already', () => {
    const missed = { at: instant(13).monoMs, said: true };
    const since = (hour: number): readonly string[] => {
      const ledger = asking(lunch, { bolusAt: instant(10).monoMs, missedBolus: missed });
      return passed(dosed(ledger, hour, 'bolus'), [13, 0], [14, 0]);
    };
    expect(since(10)).toEqual([]);
    expect(since(14)).toEqual(['missedBolus.settled']);
  });

  test('is used by a person’s bolus at once or over time, and by no other pulse', () => {
    const answerTo = (channel: Channel, automatic = false): readonly string[] =>
      passed(dosed(asking(lunch), 12, channel, automatic), [13, -1], [13, 0]);
    expect(answerTo('bolus')).toEqual([]);
    expect(answerTo('extended')).toEqual([]);
    expect(answerTo('basal')).toEqual(['missedBolus.due']);
    expect(answerTo('bolus', true)).toEqual(['missedBolus.due']);
  });

  test('is waited for: the ledger asks for the moment of the next end', () => {
    const due = (hour: number, change: Partial<Settings>, reminders = {}): number | null =>
      remindersDeadline({ ...asking(change, reminders), at: instant(hour) });
    const two = { missedBolusWindows: [window(6, 8), window(11, 13)] };
    expect(due(12, lunch)).toBe(instant(13).monoMs);
    expect(due(7, two)).toBe(instant(8).monoMs);
    expect(due(9, two)).toBe(instant(13).monoMs);
    expect(due(14, lunch)).toBe(instant(13 + 24).monoMs);
    expect(due(12, lunch, { siteChange: { at: instant(12, 5).monoMs, said: false } })).toBe(
      instant(12, 5).monoMs,
    );
    expect(due(12, lunch, { siteChange: { at: instant(12, 5).monoMs, said: true } })).toBe(
      instant(13).monoMs,
    );
    // What is late is asked for now.
    expect(due(12, {}, { siteChange: { at: instant(11).monoMs, said: false } })).toBe(instant(12).monoMs);
    expect(due(12, {})).toBeNull();
    expect(remindersDeadline({ ...asking(lunch), at: null })).toBeNull();
    expect(remindersDeadline({ ...emptyLedger, at: instant(12) })).toBeNull();
  });
});

describe('a check of glucose', () => {
  const wanting = asking({ glucoseCheckMinutes: 60 });
  const now = instant(12).monoMs;
  const becoming = (before: Ledger, levels: Partial<typeof LEVEL>): number | null => {
    const ledger: Ledger = { ...before, glucose: { ...before.glucose, levels: { ...LEVEL, ...levels } } };
    return remindOfLevels(step(ledger), before, now).ledger.reminders.glucoseCheck.at;
  };
  const at = (ledger: Ledger, levels: Partial<typeof LEVEL>): Ledger => ({
    ...ledger,
    glucose: { ...ledger.glucose, levels: { ...LEVEL, ...levels } },
  });

  test('is wanted 15 min after a low, and after a high when the settings say', () => {
    expect(becoming(wanting, { low: 'low' })).toBe(now + 15 * MINUTE);
    expect(becoming(wanting, { high: 'high' })).toBe(now + HOUR);
    expect(becoming(asking({ glucoseCheckMinutes: 0 }), { high: 'high' })).toBeNull();
    expect(becoming(emptyLedger, { high: 'high' })).toBeNull();
    expect(becoming(wanting, {})).toBeNull();
  });

  test('is not wanted again for what was so before, nor later than first said', () => {
    expect(becoming(at(wanting, { low: 'low' }), { low: 'urgentlyLow' })).toBeNull();
    expect(becoming(at(wanting, { high: 'high' }), { high: 'highLasting' })).toBeNull();
    const earlier = asking(
      { glucoseCheckMinutes: 60 },
      { glucoseCheck: { at: monoMs(now + MINUTE), said: false } },
    );
    expect(becoming(earlier, { high: 'high' })).toBe(now + MINUTE);
  });
});

describe('what a person says to a reminder', () => {
  const told = { at: instant(12).monoMs, said: true };
  const all = asking({}, { missedBolus: told, glucoseCheck: told, siteChange: told });

  test('puts off what was said for 15 min, and nothing else', () => {
    const now = instant(13).monoMs;
    const put = { type: 'reminder.snoozed', reminder: 'missedBolus' } as const;
    const { ledger, derived } = snooze(all, put, now);
    expect(types(derived)).toEqual(['missedBolus.settled']);
    expect(ledger.reminders).toEqual({
      ...all.reminders,
      missedBolus: { at: now + 15 * MINUTE, said: false },
    });
    const unsaid = asking({}, { missedBolus: { at: null, said: false } });
    expect(snooze(unsaid, put, now)).toEqual({ ledger: unsaid, derived: [] });
  });

  test('dismisses it, but for a new site, which is wanted until there is one', () => {
    const answerTo = (alarm: string) => dismiss(all, { type: 'alarm.acknowledged', alarm });
    for (const name of ['missedBolus', 'glucoseCheck'] as const) {
      expect(types(answerTo(name).derived)).toEqual([`${name}.settled`]);
      expect(answerTo(name).ledger.reminders[name]).toEqual({ at: null, said: false });
    }
    for (const other of ['siteChange', 'occlusion'])
      expect(answerTo(other)).toEqual({ ledger: all, derived: [] });
    expect(types(settleCheck(all).derived)).toEqual(['glucoseCheck.settled']);
    expect(types(settleCheck(emptyLedger).derived)).toEqual([]);
  });

  test('with a new site begins its time, where the settings want that', () => {
    const now = instant(13).monoMs;
    const renewed = noteSite(asking({ siteChangeHours: 48 }, { siteChange: told }), now);
    expect(types(renewed.derived)).toEqual(['siteChange.settled']);
    expect(renewed.ledger.reminders.siteChange).toEqual({ at: now + 48 * HOUR, said: false });
    expect(noteSite(asking({ siteChangeHours: 0 }), now).ledger.reminders.siteChange).toEqual({
      at: null,
      said: false,
    });
    expect(noteSite(emptyLedger, now).ledger.reminders.siteChange.at).toBeNull();
  });

  test('is forgotten by a start: what was due is said again', () => {
    const { reminders } = restartReminders(all);
    for (const name of ['missedBolus', 'glucoseCheck', 'siteChange'] as const)
      expect(reminders[name]).toEqual({ at: told.at, said: false });
    expect(types(passReminders(restartReminders(all), null, instant(13)).derived).toSorted()).toEqual([
      'glucoseCheck.due',
      'missedBolus.due',
      'siteChange.due',
    ]);
    expect(types(passReminders(all, null, instant(13)).derived)).toEqual([]);
  });
});
