import { describe, expect, test } from 'vitest';
import { type SimulatedPump, simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import type { Fact, FactOf } from '../../src/domain/facts.ts';
import { readings } from '../../src/domain/ledger/ledger.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';
import { type Pause, switchedOff } from '../support/switchedOff.ts';

const MINUTE = 60_000;
const goesOn: Settings = { ...exampleSettings, resumesAfterRestart: true };
const SHORT: Pause = { gapMs: 5 * MINUTE, end: 'operator' };

/** A pump that delivers, lives through these facts, and is switched off and on again. */
const restarted = async (
  settings: Settings,
  pause: Pause,
  ...facts: readonly Fact[]
): Promise<SimulatedPump> => {
  const pump = await simulatedPump({ transport: 'memory', settings });
  await pump.give({ type: 'resume.requested' });
  await pump.wait(10 * MINUTE);
  for (const fact of facts) await pump.give(fact);
  return switchedOff(pump, pause);
};

const delivers = (pump: SimulatedPump): boolean =>
  pump.runtime.state().pump.matches({ life: 'operating', permission: 'delivering' });
const told = (pump: SimulatedPump) => pump.steps.flatMap(({ commands }) => commands.map(({ type }) => type));
const reasons = (pump: SimulatedPump): readonly string[] =>
  pump.steps.flatMap(({ derived }) =>
    derived.flatMap(each => (each.type === 'restart.doubted' ? each.reasons : [])),
  );
const basalPulses = (pump: SimulatedPump): number => pump.runtime.state().ledger.doses.basal;
const temp = (wanted: Omit<FactOf<'tempBasal.requested'>, 'type'>): Fact => ({
  type: 'tempBasal.requested',
  ...wanted,
});

describe('SR-038 SR-070 the clean, short, verified restart', () => {
  test('goes on with basal alone, says so, and sounds for nothing', req('SR-038', 'SR-070'), async () => {
    const pump = await restarted(goesOn, SHORT);
    expect(delivers(pump)).toBe(true);
    expect(told(pump)).toContain('reportRestart');
    expect(pump.shown()).toEqual([]);
    const before = basalPulses(pump);
    await pump.wait(30 * MINUTE);
    // 0.8 U/h are 32 pulses an hour; nothing is made up for.
    expect(basalPulses(pump) - before).toBeGreaterThanOrEqual(15);
    expect(basalPulses(pump) - before).toBeLessThanOrEqual(16);
    await pump.close();
  });

  test('a signal of the operating system is an orderly end too, and ten minutes are short', async () => {
    const pump = await restarted(goesOn, { gapMs: 10 * MINUTE, end: 'signal' });
    expect(delivers(pump)).toBe(true);
    await pump.close();
  });

  test('two pulses either way are the same place', async () => {
    for (const creepCounts of [25, -25]) {
      const pump = await restarted(goesOn, { ...SHORT, creepCounts });
      expect(delivers(pump)).toBe(true);
      await pump.close();
    }
  });

  const DOUBTS: readonly (readonly [string, Settings, Pause, readonly Fact[], RegExp])[] = [
    ['the setting is off, as it is by default', exampleSettings, SHORT, [], /settings do not let/],
    ['it was off for 10 min and 1 ms', goesOn, { ...SHORT, gapMs: 10 * MINUTE + 1 }, [], /600001 ms/],
    ['its clock went back meanwhile', goesOn, { ...SHORT, gapMs: -1 }, [], /nobody knows how long/],
    ['the plunger is three pulses further', goesOn, { ...SHORT, creepCounts: 38 }, [], /plunger/],
    ['the plunger is three pulses back', goesOn, { ...SHORT, creepCounts: -38 }, [], /plunger/],
    ['it was suspended before', goesOn, SHORT, [{ type: 'suspend.requested' }], /stopped before/],
    [
      'a bolus waited for its confirmation',
      goesOn,
      SHORT,
      [{ type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 }],
      /bolus was under way/,
    ],
    [
      'a bolus was spread over time',
      goesOn,
      SHORT,
      [
        { type: 'bolus.requested', bolus: 'b', kind: 'extended', amountUu: 1_000_000, durationMs: 3_600_000 },
        { type: 'bolus.confirmed', bolus: 'b' },
      ],
      /bolus was under way/,
    ],
    [
      'other settings were given while it was off',
      goesOn,
      { ...SHORT, settings: { ...goesOn, maxBolusUu: 5_000_000 } },
      [],
      /something has changed/,
    ],
    ['a pulse was under way', goesOn, SHORT, [], /not left in order/],
  ];

  test.each(DOUBTS)(
    'waits for a person when %s',
    req('SR-038', 'SR-070'),
    async (what, settings, pause, facts, reason) => {
      const pump = await simulatedPump({ transport: 'memory', settings });
      await pump.give({ type: 'resume.requested' });
      if (what === 'a pulse was under way') {
        // To the moment at which the first pulse is on its way.
        while (pump.runtime.state().ledger.flight === null) await pump.wait(20);
      } else await pump.wait(10 * MINUTE);
      for (const fact of facts) await pump.give(fact);
      const next = await switchedOff(pump, pause);
      expect(delivers(next)).toBe(false);
      expect(reasons(next).join(' ')).toMatch(reason);
      expect(next.shown()).toContainEqual(
        expect.objectContaining({ alarm: 'powerInterrupted', priority: 'high', signal: 'sounding' }),
      );
      const moves = told(next).filter(type => type === 'moveMotor').length;
      await next.wait(60 * MINUTE);
      expect(told(next).filter(type => type === 'moveMotor')).toHaveLength(moves);
      await next.close();
    },
  );

  test('an end without order never goes on, whatever the setting', req('SR-070'), async () => {
    const pump = await restarted(goesOn, { gapMs: MINUTE, end: 'cut' });
    expect(delivers(pump)).toBe(false);
    expect(told(pump)).not.toContain('reportRestart');
    await pump.close();
  });

  test(
    'a start that is cut off before the journal is read leaves no clean end behind',
    req('SR-070'),
    async () => {
      const first = await restarted(goesOn, { ...SHORT, atPowerOn: true });
      const again = await switchedOff(first, { gapMs: MINUTE, end: 'cut', atPowerOn: true });
      const last = await switchedOff(again, { gapMs: MINUTE, end: 'cut' });
      expect(delivers(last)).toBe(false);
      await last.close();
    },
  );

  test(
    'an alarm that stops, raised before the journal is read, keeps it from going on',
    req('SR-039'),
    async () => {
      const pump = await restarted(goesOn, { ...SHORT, atPowerOn: true });
      await pump.give({ type: 'pressure.measured', pascals: 50_000 });
      expect(pump.runtime.state().pump.matches({ life: 'selfTest' })).toBe(true);
      await pump.wait(2_000);
      expect(delivers(pump)).toBe(false);
      expect(told(pump)).not.toContain('reportRestart');
      expect(pump.shown().map(({ alarm }) => alarm)).toEqual(
        expect.arrayContaining(['pressure', 'powerInterrupted']),
      );
      await pump.close();
    },
  );

  // The example's profile is 0.8 U/h around midnight.
  const TEMPS: readonly (readonly [string, Fact, number])[] = [
    ['one below the profile goes on', temp({ percent: 50, durationMs: 60 * MINUTE }), 400_000],
    ['one above the profile does not', temp({ percent: 200, durationMs: 60 * MINUTE }), 800_000],
    [
      'a rate above the profile does not',
      temp({ rateUuPerHour: 2_000_000, durationMs: 60 * MINUTE }),
      800_000,
    ],
    ['a rate below the profile goes on', temp({ rateUuPerHour: 300_000, durationMs: 60 * MINUTE }), 300_000],
  ];

  test.each(TEMPS)('gives the lesser of profile and temporary basal: %s', async (_what, fact, rate) => {
    const pump = await restarted(goesOn, SHORT, fact);
    expect(delivers(pump)).toBe(true);
    const now = () => ({ monoMs: pump.clock.now(), wallMs: pump.clock.wall() });
    expect(readings(pump.runtime.state().ledger, now()).basalRateUuPerHour).toBe(rate);
    await pump.wait(56 * MINUTE);
    // Its time was up an hour after it began, the gap included.
    expect(readings(pump.runtime.state().ledger, now()).basalRateUuPerHour).toBe(800_000);
    await pump.close();
  });

  test('a temporary basal that ended meanwhile is over', async () => {
    const pump = await restarted(
      goesOn,
      { ...SHORT, gapMs: 9 * MINUTE },
      temp({ percent: 0, durationMs: 15 * MINUTE }),
    );
    await pump.wait(7 * MINUTE);
    expect(pump.runtime.state().ledger.temp.running).toBeNull();
    await pump.close();
  });
});
