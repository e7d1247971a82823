import { describe, expect, test } from 'vitest';
import type { AlarmName } from '../../src/domain/alarms.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import type { PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;

const shown = (pump: CorePump, name: AlarmName) => pump.shown().find(({ alarm }) => alarm === name);

/** One reading each five minutes, `from` being the number of the first. */
const read = async (pump: CorePump, from: number, values: readonly number[]): Promise<void> => {
  for (const [index, mgPerDl] of values.entries()) {
    await pump.give({ type: 'cgm.measured', mgPerDl, sequence: from + index });
    await pump.wait(5 * MINUTE);
  }
};

const restart: readonly Fact[] = [
  { type: 'power.lost', cause: 'operator' },
  { type: 'power.applied', boot: 'again', gapMs: 1_000 },
];

describe('SR-083 an alarm whose cause a restart does not end', () => {
  test('of high glucose stays, at its grade, while glucose is still high', req('SR-083'), async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await read(pump, 1, Array(14).fill(310));
    expect(shown(pump, 'glucoseHigh')?.priority).toBe('medium');
    expect(shown(pump, 'glucoseVeryHigh')?.priority).toBe('medium');
    for (const fact of restart) await pump.give(fact);
    await read(pump, 1, [306]);
    // Nothing is delivered since, and that is worse.
    expect(shown(pump, 'glucoseHigh')?.priority).toBe('high');
    expect(shown(pump, 'glucoseVeryHigh')?.priority).toBe('medium');
    await read(pump, 2, [230]);
    expect(shown(pump, 'glucoseHigh')).toBeUndefined();
    expect(shown(pump, 'glucoseVeryHigh')).toBeUndefined();
  });

  test('of lost glucose is ended by two readings, not by one', req('SR-083'), async () => {
    const pump = await corePump();
    await read(pump, 1, [119]);
    await pump.wait(21 * MINUTE);
    expect(shown(pump, 'cgmLost')).toBeDefined();
    for (const fact of restart) await pump.give(fact);
    await read(pump, 2, [120]);
    expect(shown(pump, 'cgmLost')).toBeDefined();
    await read(pump, 3, [121]);
    expect(shown(pump, 'cgmLost')).toBeUndefined();
  });
});

test('SR-007 a drive that did not follow needs another cartridge, whatever is switched meanwhile', async () => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  pump.devices.mood.stalled = true;
  await pump.wait(10 * MINUTE);
  expect(pump.runtime.state().pump.matches({ motor: 'uncertain' })).toBe(true);
  pump.devices.mood.stalled = false;
  for (const fact of restart) await pump.give(fact);
  await pump.wait(100);
  expect(shown(pump, 'motorStall')?.priority).toBe('high');
  for (const alarm of ['motorStall', 'powerInterrupted'])
    await pump.give({ type: 'alarm.acknowledged', alarm });
  await pump.give({ type: 'resume.requested' });
  expect(pump.runtime.state().pump.matches({ life: 'operating', supply: 'changing' })).toBe(true);
  expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(false);
});

describe('SR-008 what nobody commanded is seen while the pump starts, too', () => {
  test.each([
    ['a plunger that moves', 'encoderMismatch', { type: 'encoder.counted', counts: 40 }],
    ['a pulse that nobody claimed', 'overDelivery', { type: 'motor.arrived', pulse: 99 }],
  ] as const)('%s', req('SR-008', 'SR-011', 'SR-014'), async (_title, alarm, fact) => {
    const pump = await corePump();
    const [off, on] = restart;
    if (off === undefined || on === undefined) throw new Error('a restart has two facts');
    await pump.give(off);
    // All of one moment: the self-test has not answered yet.
    await pump.give(on, { type: 'encoder.counted', counts: 0 }, fact);
    expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
    expect(shown(pump, alarm)?.priority).toBe('high');
  });
});

test(
  'SR-081 a fault that even the step of a fault cannot take leaves every alarm on its way to the siren',
  req('SR-081', 'SR-118'),
  async () => {
    const pump = await corePump();
    await pump.give({ type: 'fault.latched', reason: 'the first' });
    for (const fact of [...restart, { type: 'selfTest.passed' } as const]) await pump.give(fact);
    const before = pump.runtime.state();
    expect(before.alarms.internalFault.matches({ condition: 'gone', signal: 'sounding' })).toBe(true);
    // A ledger that nobody can absorb anything into any more.
    const broken: PumpState = {
      ...before,
      ledger: { ...before.ledger, at: { monoMs: monoMs(1e12), wallMs: wallMs(0) } },
    };
    const { state } = step(broken, {
      seq: 1,
      monoMs: pump.clock.now(),
      wallMs: pump.clock.wall(),
      fact: { type: 'fault.latched', reason: 'the second' },
    });
    expect(state.pump.matches({ life: 'failSafe' })).toBe(true);
    const escalations = (of: PumpState) =>
      of.timers.filter(({ delay }) => delay === 'escalation').map(({ machine, at }) => ({ machine, at }));
    expect(escalations(before)).toContainEqual(expect.objectContaining({ machine: 'alarm:internalFault' }));
    expect(escalations(state)).toEqual(escalations(before));
  },
);
