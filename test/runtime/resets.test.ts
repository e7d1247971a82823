import { describe, expect, test } from 'vitest';
import { type SimulatedPump, simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';
import { switchedOff } from '../support/switchedOff.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const isFailSafe = (pump: SimulatedPump): boolean => pump.runtime.state().pump.matches({ life: 'failSafe' });
const alarms = (pump: SimulatedPump): readonly string[] => pump.shown().map(({ alarm }) => alarm);

/** A pump that delivered, and began anew once. */
const resetOnce = async (cause: 'watchdog' | 'exception' | 'brownOut'): Promise<SimulatedPump> => {
  const pump = await simulatedPump({
    transport: 'memory',
    settings: { ...exampleSettings, resumesAfterRestart: true },
  });
  await pump.give({ type: 'resume.requested' });
  await pump.wait(HOUR / 6);
  return switchedOff(pump, { gapMs: 1_000, end: 'cut', reset: cause });
};

describe('a reset that nobody ordered', () => {
  test.each(['watchdog', 'exception', 'brownOut'] as const)(
    'SR-070 by %s: the pump starts, tells it, and waits for a person',
    async cause => {
      const pump = await resetOnce(cause);
      expect(pump.runtime.state().pump.matches({ life: 'operating' })).toBe(true);
      expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(false);
      expect(alarms(pump)).toEqual(expect.arrayContaining(['watchdogReset', 'powerInterrupted']));
      await pump.close();
    },
  );

  test.each([
    ['watchdog', 'brownOut'],
    ['brownOut', 'watchdog'],
  ] as const)(
    'SR-071 the second within 24 h, by %s and %s, never gets past the self-test',
    req('SR-071', 'SR-063'),
    async (first, second) => {
      const once = await resetOnce(first);
      const twice = await switchedOff(once, { gapMs: DAY - HOUR, end: 'cut', reset: second });
      expect(isFailSafe(twice)).toBe(true);
      expect(twice.steps.some(({ state }) => state.pump.matches({ life: 'operating' }))).toBe(false);
      await twice.wait(HOUR);
      expect(twice.steps.flatMap(({ commands }) => commands.map(({ type }) => type))).not.toContain(
        'moveMotor',
      );
      expect(alarms(twice)).toContain('watchdogReset');
      await twice.close();
    },
  );

  test('SR-071 a day later it is the first again', req('SR-071'), async () => {
    const once = await resetOnce('watchdog');
    const later = await switchedOff(once, { gapMs: DAY + HOUR, end: 'cut', reset: 'watchdog' });
    expect(isFailSafe(later)).toBe(false);
    expect(alarms(later)).toContain('watchdogReset');
    await later.close();
  });

  test('SR-038 a reset after an end in order is no verified restart', req('SR-038', 'SR-070'), async () => {
    const pump = await simulatedPump({
      transport: 'memory',
      settings: { ...exampleSettings, resumesAfterRestart: true },
    });
    await pump.give({ type: 'resume.requested' });
    await pump.wait(HOUR / 6);
    const next = await switchedOff(pump, { gapMs: 60_000, end: 'operator', reset: 'watchdog' });
    expect(next.runtime.state().pump.matches({ permission: 'delivering' })).toBe(false);
    await next.close();
  });
});
