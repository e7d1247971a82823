import { describe, expect, test } from 'vitest';
import { nextDeadline } from '../../src/domain/ledger/ledger.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { type Bench, flat, running } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

type Said = readonly [minute: number, type: string];

/** A pump that starts at midnight, wakes whenever its ledger wants, and delivers nothing by itself. */
const pump = (change: Partial<Settings> = {}) => {
  const on = running(flat(0, change));
  const said: Said[] = [];
  let read = 0;
  const note = (): void => {
    for (const { type } of on.heard.slice(read))
      if (/\.(due|settled)$/.test(type) && type !== 'pulse.due') said.push([on.at().monoMs / MINUTE, type]);
    read = on.heard.length;
  };
  const until = (minute: number): readonly Said[] => {
    while (on.at().monoMs < minute * MINUTE) {
      const deadline = nextDeadline(on.ledger) ?? minute * MINUTE;
      if (deadline < on.at().monoMs) throw new Error('the ledger wants to be woken in the past');
      on.pass(Math.min(deadline, minute * MINUTE) - on.at().monoMs);
      on.settle(on.take({ type: 'clock.reached' }), 'verified');
      note();
    }
    return said;
  };
  return { on, until, note, said };
};

const bolus = (on: Bench): void => {
  on.take({ type: 'bolus.requested', bolus: `b${on.at().monoMs}`, amountUu: 50_000 });
  on.settle(on.give({ type: 'startBolus' }), 'verified');
};

describe('a missed bolus', () => {
  const lunch = { missedBolusWindows: [{ fromMinute: 11 * 60, untilMinute: 13 * 60 }] };

  test('is told when a window of the day ends without one, every day', () => {
    const { until } = pump(lunch);
    expect(until(13 * 60 - 1)).toEqual([]);
    expect(until(13 * 60)).toEqual([[13 * 60, 'missedBolus.due']]);
  });

  test('goes by local time', () => {
    const { until } = pump({ ...lunch, utcOffsetMinutes: 120 });
    expect(until(24 * 60)).toEqual([[11 * 60, 'missedBolus.due']]);
  });

  test('is not told when there was one, whose pulses are seen within a minute', () => {
    const { on, until } = pump(lunch);
    until(12 * 60);
    bolus(on);
    expect(until(14 * 60)).toEqual([]);
    // The one of today is none of tomorrow.
    expect(until(37 * 60)).toEqual([[37 * 60, 'missedBolus.due']]);
  });

  test('one before the window is none in it', () => {
    const { on, until } = pump(lunch);
    until(10 * 60);
    bolus(on);
    expect(until(13 * 60)).toEqual([[13 * 60, 'missedBolus.due']]);
  });

  test('ends with a bolus, an acknowledgement, or for 15 min with a snooze', () => {
    const { on, until, note, said } = pump(lunch);
    until(13 * 60);
    on.take({ type: 'reminder.snoozed', reminder: 'missedBolus' });
    note();
    expect(until(13 * 60 + 14)).toHaveLength(2);
    expect(until(13 * 60 + 15).at(-1)).toEqual([13 * 60 + 15, 'missedBolus.due']);
    on.take({ type: 'alarm.acknowledged', alarm: 'missedBolus' });
    note();
    expect(said.at(-1)).toEqual([13 * 60 + 15, 'missedBolus.settled']);
    expect(until(20 * 60)).toHaveLength(4);
    until(37 * 60);
    bolus(on);
    until(37 * 60 + 2);
    expect(said.at(-1)?.[1]).toBe('missedBolus.settled');
  });
});

describe('a glucose check', () => {
  const read = (on: Bench, mgPerDl: number): void => {
    on.take({ type: 'glucose.entered', mgPerDl });
  };

  test('is wanted 15 min after a low, once, and settled by a meter', () => {
    const { on, until, note, said } = pump();
    read(on, 60);
    expect(until(14)).toEqual([]);
    expect(until(15)).toEqual([[15, 'glucoseCheck.due']]);
    read(on, 80);
    note();
    expect(said.at(-1)).toEqual([15, 'glucoseCheck.settled']);
    expect(until(120)).toHaveLength(2);
  });

  test('is wanted after a bolus only when the settings say so', () => {
    const without = pump();
    bolus(without.on);
    expect(without.until(600)).toEqual([]);
    const wanted = pump({ glucoseCheckMinutes: 90 });
    bolus(wanted.on);
    expect(wanted.until(600)).toEqual([[90, 'glucoseCheck.due']]);
  });
});

describe('a site change', () => {
  test('is wanted 72 h after a new site, or after the time of the settings, until there is another', () => {
    for (const siteChangeHours of [72, 48]) {
      const { on, until, note, said } = pump({ siteChangeHours });
      expect(until(siteChangeHours * 60 - 1)).toEqual([]);
      expect(until(siteChangeHours * 60)).toEqual([[siteChangeHours * 60, 'siteChange.due']]);
      on.take({ type: 'alarm.acknowledged', alarm: 'siteChange' });
      on.load(200 * U);
      on.take({ type: 'fill.requested', amountUu: 100_000 });
      on.give({ type: 'startFill' });
      on.give({ type: 'stopPrime' });
      note();
      expect(said.at(-1)?.[1]).toBe('siteChange.settled');
      expect(until(2 * siteChangeHours * 60).at(-1)?.[1]).toBe('siteChange.due');
    }
  });

  test('is never wanted when it is switched off', () => {
    expect(pump({ siteChangeHours: 0 }).until(200 * 60)).toEqual([]);
  });

  test('is not put off by another cartridge on the same site (A-41)', () => {
    const { on, until } = pump();
    until(24 * 60);
    on.load(300 * U);
    expect(until(72 * 60)).toEqual([[72 * 60, 'siteChange.due']]);
  });

  test('that was due before a restart is said again after it', () => {
    const { on, until } = pump({ siteChangeHours: 48 });
    until(48 * 60);
    on.take({ type: 'power.lost', cause: 'supply' });
    on.pass(HOUR);
    on.take({ type: 'power.applied', boot: 'again', gapMs: HOUR });
    expect(until(49 * 60 + 1).map(([, type]) => type)).toEqual(['siteChange.due', 'siteChange.due']);
  });
});
