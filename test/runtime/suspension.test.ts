import { describe, expect, test } from 'vitest';
import type { AlarmName } from '../../src/domain/alarms.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const shown = (pump: CorePump, name: AlarmName) => pump.shown().find(({ alarm }) => alarm === name);
const permission = (pump: CorePump): unknown => pump.runtime.state().pump.value.permission;
const moved = (pump: CorePump): number => pump.devices.moved();

describe('SR-041 a forgotten suspension', () => {
  test(
    'is LOW at 15 min, MEDIUM at one hour, HIGH at two, and over when delivery starts',
    req('SR-041'),
    async () => {
      const pump = await corePump();
      await pump.give({ type: 'resume.requested' }, { type: 'suspend.requested' });
      await pump.give({ type: 'suspend.requested' }, { type: 'resume.requested' });
      await pump.wait(MINUTE);
      await pump.give({ type: 'suspend.requested' });
      const grades = [
        [15 * MINUTE - 1, undefined],
        [1, 'low'],
        [45 * MINUTE - 1, 'low'],
        [1, 'medium'],
        [HOUR - 1, 'medium'],
        [1, 'high'],
        [4 * HOUR, 'high'],
      ] as const;
      for (const [ms, priority] of grades) {
        await pump.wait(ms);
        expect(shown(pump, 'suspensionReminder')?.priority).toBe(priority);
        expect(permission(pump)).toBe('suspendedByUser');
      }
      await pump.give({ type: 'resume.requested' });
      expect(shown(pump, 'suspensionReminder')).toBeUndefined();
      expect(permission(pump)).toBe('delivering');
    },
  );

  test('SR-042 for a chosen time reminds at its end, and stays suspended', req('SR-042'), async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.wait(HOUR);
    await pump.give({ type: 'suspend.requested', durationMs: 15 * MINUTE });
    await pump.wait(1_000);
    const before = moved(pump);
    await pump.wait(15 * MINUTE - 1_001);
    expect(shown(pump, 'suspensionReminder')).toBeUndefined();
    await pump.wait(1);
    expect(shown(pump, 'suspensionReminder')).toBeDefined();
    await pump.wait(HOUR);
    expect(permission(pump)).toBe('suspendedByUser');
    expect(moved(pump)).toBe(before);
  });
});

describe('SR-038 who has stopped delivery', () => {
  test('decides who may start it: from afar, only what was stopped from afar', req('SR-038'), async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested', origin: 'remote' });
    expect(permission(pump)).toBe('suspendedAfterRecovery');
    expect(pump.steps.at(-1)?.commands).toContainEqual(
      expect.objectContaining({ type: 'refuse', request: 'resume' }),
    );
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'suspend.requested', origin: 'remote' });
    expect(permission(pump)).toBe('suspendedRemotely');
    await pump.give({ type: 'resume.requested', origin: 'remote' });
    expect(permission(pump)).toBe('delivering');
    await pump.give({ type: 'suspend.requested', origin: 'remote' });
    await pump.give({ type: 'suspend.requested', origin: 'user' });
    await pump.give({ type: 'resume.requested', origin: 'remote' });
    expect(permission(pump)).toBe('suspendedByUser');
  });

  test('SR-003 a suspension wins over a start of the same moment', req('SR-003'), async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 500_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: 'b1' }, { type: 'suspend.requested' });
    await pump.wait(MINUTE);
    expect(moved(pump)).toBe(0);
    expect(permission(pump)).toBe('suspendedByUser');
  });
});

describe('SR-044 auto-off', () => {
  const settings = { ...exampleSettings, autoOffHours: 5 };

  test('that is answered 14 min 59 s into its warning does not stop delivery', req('SR-044'), async () => {
    const pump = await corePump({ settings });
    await pump.give({ type: 'resume.requested' });
    await pump.wait(5 * HOUR - 15 * MINUTE);
    expect(shown(pump, 'autoOffWarning')?.priority).toBe('medium');
    await pump.wait(14 * MINUTE + 59_000);
    await pump.give({ type: 'alarm.acknowledged', alarm: 'autoOffWarning' });
    expect(shown(pump, 'autoOffWarning')).toBeUndefined();
    await pump.wait(HOUR);
    expect(permission(pump)).toBe('delivering');
  });

  test(
    'that nobody answers stops delivery with a HIGH alarm, until a person resumes',
    req('SR-044', 'SR-080'),
    async () => {
      const pump = await corePump({ settings });
      await pump.give({ type: 'resume.requested' });
      await pump.wait(5 * HOUR + 1_000);
      expect(permission(pump)).toBe('suspendedByAlarm');
      expect(shown(pump, 'autoOff')?.priority).toBe('high');
      const before = moved(pump);
      await pump.give({ type: 'resume.requested' });
      expect(permission(pump)).toBe('suspendedByAlarm');
      await pump.give({ type: 'alarm.acknowledged', alarm: 'autoOff' });
      expect(permission(pump)).toBe('suspendedByAlarm');
      await pump.give({ type: 'resume.requested' });
      expect(permission(pump)).toBe('delivering');
      expect(shown(pump, 'autoOff')).toBeUndefined();
      expect(moved(pump)).toBe(before);
    },
  );
});

describe('SR-078 without a time of day', () => {
  test(
    'basal is the lowest of the profile for an hour, then stops until a person sets the clock',
    req('SR-078'),
    async () => {
      const pump = await corePump({
        settings: { ...exampleSettings, basalProfile: [{ fromMinute: 0, rateUuPerHour: 800_000 }] },
      });
      await pump.give({ type: 'resume.requested' });
      await pump.wait(MINUTE);
      pump.clock.shiftWall(-365 * 24 * HOUR);
      await pump.wait(2 * MINUTE);
      expect(pump.runtime.state().pump.value.basal).toBe('reduced');
      await pump.give({ type: 'tempBasal.requested', percent: 200, durationMs: HOUR });
      expect(pump.runtime.state().pump.value.basal).toBe('reduced');
      await pump.wait(HOUR);
      expect(permission(pump)).toBe('suspendedByAlarm');
      expect(shown(pump, 'clockLost')?.priority).toBe('high');
      await pump.give({ type: 'resume.requested' });
      expect(permission(pump)).toBe('suspendedByAlarm');
      await pump.give({ type: 'clock.set' });
      await pump.give({ type: 'alarm.acknowledged', alarm: 'clockLost' });
      await pump.give({ type: 'resume.requested' });
      expect(permission(pump)).toBe('delivering');
      expect(pump.runtime.state().pump.value.basal).toBe('scheduled');
    },
  );

  test(
    'a bolus ends and none is admitted, until a person sets the clock',
    req('SR-078', 'SR-023'),
    async () => {
      const pump = await corePump();
      await pump.give({ type: 'resume.requested' });
      pump.clock.shiftWall(HOUR);
      await pump.wait(10_000);
      await pump.give({ type: 'bolus.requested', bolus: 'lunch', amountUu: 5_000_000 });
      await pump.give({ type: 'bolus.confirmed', bolus: 'lunch' });
      await pump.wait(10_000);
      const state = () => pump.runtime.state();
      // A leap is only a suspicion yet.
      expect(state().pump.value.bolus).toBe('delivering');
      await pump.wait(MINUTE);
      expect(state().ledger.bolus.last).toMatchObject({ bolus: 'lunch', reason: 'stopped' });
      expect(permission(pump)).toBe('delivering');
      const given = state().ledger.doses.bolus;
      await pump.give({ type: 'bolus.requested', bolus: 'more', amountUu: 1_000_000 });
      expect(state().pump.value.bolus).toBe('idle');
      await pump.give({ type: 'clock.set' });
      await pump.give({ type: 'alarm.acknowledged', alarm: 'clockLost' });
      await pump.wait(MINUTE);
      expect(state().ledger.doses.bolus).toBe(given);
      await pump.give({ type: 'bolus.requested', bolus: 'again', amountUu: 1_000_000 });
      expect(typeof state().pump.value.bolus).toBe('object');
    },
  );

  test(
    'SR-081 the siren comes 10 min after the alarm, whatever became of the clock meanwhile',
    req('SR-081'),
    async () => {
      const pump = await corePump();
      await pump.give({ type: 'resume.requested' });
      pump.clock.shiftWall(HOUR);
      await pump.wait(30_000);
      const since = shown(pump, 'clockLost')?.sinceMonoMs ?? Number.NaN;
      await pump.wait(since + 10 * MINUTE - 1 - pump.clock.now());
      expect(pump.runtime.state().machines.clock.value.trust).toEqual({ doubted: { bearable: 'lost' } });
      expect(shown(pump, 'clockLost')?.level).toBe('insistent');
      await pump.wait(1);
      expect(shown(pump, 'clockLost')?.level).toBe('siren');
    },
  );
});
