import fc from 'fast-check';

import { describe, expect, test } from 'vitest';
import type { AlarmName } from '../../src/domain/alarms.ts';
import { configurationHash } from '../../src/domain/configuration.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { TIMING } from '../../src/domain/limits.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { dueFacts } from '../../src/runtime/deadlines.ts';
import type { PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;

const delivering = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  expect(isDelivering(pump.runtime.state())).toBe(true);
  return pump;
};

const isDelivering = ({ pump }: PumpState): boolean => pump.matches({ permission: 'delivering' });

const highest = (pump: CorePump) => pump.shown()[0];

const dead = (
  speaker: 'working' | 'dead',
  vibrator: 'working' | 'dead',
  buzzer: 'working' | 'dead',
): Fact => ({
  type: 'sounder.tested',
  speaker,
  vibrator,
  buzzer,
});

describe('what stops delivery until a person resumes', () => {
  test.each<[string, Fact, AlarmName]>([
    [
      'an empty battery',
      { type: 'battery.measured', percent: 1, millivolts: 3_500, minutesLeft: 6 },
      'batteryDepleted',
    ],
    [
      'too little voltage for the motor',
      { type: 'battery.measured', percent: 40, millivolts: 3_200, minutesLeft: 200 },
      'batteryDepleted',
    ],
    ['too little pressure', { type: 'pressure.measured', pascals: 69_000 }, 'pressure'],
    ['a hot battery', { type: 'temperature.measured', insideDeciC: 300, batteryDeciC: 530 }, 'temperature'],
    ['a pump that cannot be heard', dead('dead', 'dead', 'working'), 'sounderFault'],
  ])(
    'SR-068 SR-080 SR-085 SR-108 %s does, with a HIGH alarm in that very step',
    async (_what, fact, alarm) => {
      const pump = await delivering();
      await pump.give(fact);
      expect(isDelivering(pump.runtime.state())).toBe(false);
      expect(highest(pump)).toMatchObject({ alarm, priority: 'high' });
      const stopping = pump.steps.find(({ before, state }) => isDelivering(before) && !isDelivering(state));
      expect(stopping?.envelope.fact).toEqual(fact);
      expect(stopping?.commands.some(({ type }) => type === 'annunciate')).toBe(true);
      await pump.give({ type: 'resume.requested' });
      expect(isDelivering(pump.runtime.state())).toBe(false);
    },
  );

  test('SR-108 a temperature beyond its limit is borne for 60 s and no longer', req('SR-108'), async () => {
    const pump = await delivering();
    await pump.give({ type: 'temperature.measured', insideDeciC: 455, batteryDeciC: 300 });
    await pump.wait(59_999);
    expect(isDelivering(pump.runtime.state())).toBe(true);
    expect(highest(pump)).toMatchObject({ alarm: 'temperature', priority: 'low' });
    await pump.wait(1);
    expect(isDelivering(pump.runtime.state())).toBe(false);
    expect(highest(pump)).toMatchObject({ alarm: 'temperature', priority: 'high' });
  });
});

describe('what stops delivery for good', () => {
  test.each<[string, readonly Fact[], AlarmName]>([
    [
      'a check that finds something changed',
      [{ type: 'check.failed', item: 'program', reason: 'changed' }],
      'periodicTestFailed',
    ],
    [
      'a veto of the supervisor',
      [{ type: 'supervisor.vetoed', reason: 'too many pulses' }],
      'supervisorLost',
    ],
    [
      'a supervisor of another configuration',
      [{ type: 'supervisor.agreed', pulses: 0, hash: '0123456789abcdef' }],
      'supervisorLost',
    ],
    ['the timer in hardware', [{ type: 'motor.cut' }], 'motorOnTooLong'],
    [
      'two resets in a day',
      [
        { type: 'watchdog.fired', cause: 'watchdog' },
        { type: 'watchdog.fired', cause: 'brownOut' },
      ],
      'watchdogReset',
    ],
  ])(
    'SR-045 SR-065 SR-071 SR-080 SR-114 SR-117 %s does, with its own HIGH alarm',
    async (_what, facts, alarm) => {
      const pump = await delivering();
      for (const fact of facts) await pump.give(fact);
      const { state, derived, commands } = pump.steps.at(-1) ?? {};
      expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
      expect(pump.steps.flatMap(step => step.derived)).toContainEqual({ type: 'fault.detected' });
      expect(pump.shown()).toContainEqual(
        expect.objectContaining({ alarm, priority: 'high', condition: 'present' }),
      );
      expect([state, derived, commands]).not.toContain(undefined);
      const moved = pump.devices.commanded.length;
      await pump.wait(60 * MINUTE);
      expect(pump.devices.commanded).toHaveLength(moved);
      expect(pump.runtime.faulted()).toBeNull();
    },
  );

  test('SR-045 a restart that passes the self-test ends the cause; the alarm waits for a person', async () => {
    const pump = await delivering();
    await pump.give({ type: 'check.failed', item: 'program', reason: 'changed' });
    await pump.give({ type: 'power.lost', cause: 'operator' });
    await pump.give({ type: 'power.applied', boot: 'again', gapMs: 1_000 });
    await pump.wait(1_000);
    expect(pump.shown()).toContainEqual(
      expect.objectContaining({ alarm: 'periodicTestFailed', condition: 'gone', signal: 'sounding' }),
    );
    expect(isDelivering(pump.runtime.state())).toBe(false);
  });
});

test('SR-114 a supervisor that has agreed and is silent for 2 s stops the pump; one that beats does not', {
  ...req('SR-114'),
}, async () => {
  const pump = await delivering();
  const hash = configurationHash(pump.runtime.state().ledger.settings);
  const pulses = (): number => {
    const { basal, bolus } = pump.runtime.state().ledger.doses;
    return basal + bolus;
  };
  await pump.give({ type: 'supervisor.agreed', pulses: 0, hash });
  for (let beats = 0; beats < 200; beats += 1) {
    await pump.wait(1_000);
    await pump.give({ type: 'supervisor.beat', pulses: pulses(), hash });
  }
  expect(pulses()).toBeGreaterThan(0);
  expect(isDelivering(pump.runtime.state())).toBe(true);
  // The beats that bring nothing new are watched where they come in, which says when one is overdue.
  await pump.wait(60_000);
  expect(isDelivering(pump.runtime.state())).toBe(true);
  await pump.give({ type: 'supervisor.missed' });
  await pump.give({ type: 'supervisor.beat', pulses: pulses(), hash });
  await pump.wait(60_000);
  expect(isDelivering(pump.runtime.state())).toBe(true);
  await pump.give({ type: 'supervisor.missed' });
  await pump.wait(2_000 - TIMING.supervisorBeat - 1);
  expect(isDelivering(pump.runtime.state())).toBe(true);
  await pump.wait(1);
  expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
  expect(highest(pump)).toMatchObject({ alarm: 'supervisorLost', priority: 'high' });
});

test(
  'SR-068 a depleted pump alarms for 3 min, closes its journal and switches itself off',
  req('SR-068'),
  async () => {
    const pump = await delivering();
    await pump.give({ type: 'battery.measured', percent: 1, millivolts: 3_500, minutesLeft: 6 });
    await pump.wait(3 * MINUTE - 1);
    expect(pump.runtime.state().pump.matches({ life: 'operating' })).toBe(true);
    await pump.wait(1);
    expect(pump.runtime.state().pump.matches({ life: 'off' })).toBe(true);
    expect(pump.steps.at(-1)?.envelope.fact).toEqual({ type: 'power.lost', cause: 'depleted' });
    expect(pump.lines.at(-1)).toContain('"power.lost"');
  },
);

test('SR-085 one dead sounder is MEDIUM and stops nothing; the test is made at power-on and every day', {
  ...req('SR-085'),
}, async () => {
  const pump = await delivering();
  const tests = () =>
    pump.steps.filter(({ commands }) => commands.some(({ type }) => type === 'testSounder'));
  expect(tests()).toHaveLength(1);
  await pump.give(dead('dead', 'working', 'working'));
  expect(isDelivering(pump.runtime.state())).toBe(true);
  expect(highest(pump)).toMatchObject({ alarm: 'sounderFault', priority: 'medium' });
  await pump.give({ type: 'suspend.requested', origin: 'user' });
  await pump.wait(24 * 60 * MINUTE);
  expect(tests()).toHaveLength(2);
});

/** Anything that the surroundings may say. */
const anyCondition: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({
    type: fc.constant('battery.measured' as const),
    percent: fc.integer({ min: 0, max: 100 }),
    millivolts: fc.integer({ min: 3_200, max: 4_200 }),
    minutesLeft: fc.integer({ min: 0, max: 600 }),
  }),
  fc.record({
    type: fc.constant('temperature.measured' as const),
    insideDeciC: fc.integer({ min: -50, max: 500 }),
    batteryDeciC: fc.integer({ min: 0, max: 560 }),
  }),
  fc.record({
    type: fc.constant('pressure.measured' as const),
    pascals: fc.integer({ min: 60_000, max: 110_000 }),
  }),
  fc.constantFrom<Fact>(
    dead('dead', 'working', 'working'),
    dead('dead', 'dead', 'working'),
    dead('working', 'working', 'working'),
    { type: 'button.pressed' },
    { type: 'button.released' },
    { type: 'check.passed' },
    { type: 'check.failed', item: 'heap', reason: 'full' },
    { type: 'supervisor.vetoed', reason: 'a test' },
    { type: 'motor.cut' },
    { type: 'power.failing' },
    { type: 'watchdog.fired', cause: 'exception' },
  ),
);

test(
  'SR-080 whatever a small machine stops is stopped with a HIGH alarm in that step',
  req('SR-080'),
  async () => {
    const { ledger, ...rest } = (await delivering()).runtime.state();
    let stops = 0;
    fc.assert(
      fc.property(fc.array(anyCondition, { maxLength: 30 }), facts => {
        let state: PumpState = { ledger, ...rest };
        facts.forEach((fact, index) => {
          const at = { monoMs: monoMs(10_000 + index * 20_000), wallMs: wallMs(10_000 + index * 20_000) };
          const before = state;
          const due = dueFacts(state, at.monoMs).filter(({ type }) => type.startsWith('timer.'));
          for (const each of [...due, fact]) state = step(state, { seq: 1, ...at, fact: each }).state;
          if (!isDelivering(before) || isDelivering(state)) return;
          expect(state.annunciation[0]?.priority).toBe('high');
          stops += 1;
        });
      }),
      { numRuns: 300 },
    );
    expect(stops).toBeGreaterThan(100);
  },
);
