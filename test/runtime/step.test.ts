import { describe, expect, test } from 'vitest';
import { createMachine, initialTransition } from 'xstate';
import type { Command } from '../../src/domain/commands.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import type { PumpState, Timer } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { req } from '../support/req.ts';

import {
  delivering,
  LOW_BATTERY,
  life,
  MINUTE,
  PRESSURE,
  pumping,
  shown,
  take,
  takeAll,
  typesOf,
  withLedger,
} from './taking.ts';

describe('SR-118 a fault that meets a pump that is broken itself', () => {
  test(
    'is latched all the same: the motor stops, the alarm sounds, and only alarms go on',
    req('SR-118'),
    async () => {
      const state = takeAll(await pumping(), LOW_BATTERY);
      const timer = (machine: Timer['machine']): Timer => ({
        machine,
        delay: 'x',
        event: 'y',
        at: state.timers[0]?.at as never,
      });
      const broken = {
        ...state,
        ledger: { ...state.ledger, at: 5 as never, doses: null as never },
        timers: [timer('pump'), timer('alarm:batteryLow'), timer('sensor'), timer('lock')],
      };
      const at = state.ledger.at ?? { monoMs: 0, wallMs: 0 };
      const envelope = { seq: 9, ...at, fact: { type: 'fault.latched', reason: 'planted' } } as never;
      const { state: next, commands } = step(broken, envelope);
      expect(life(next)).toBe('failSafe');
      expect(shown(next)[0]).toBe('internalFault sounding present');
      expect(typesOf(commands)).toEqual(['stopMotor', 'annunciate']);
      expect(next.timers.map(({ machine }) => machine)).toEqual(
        expect.arrayContaining(['alarm:batteryLow', 'sensor', 'alarm:internalFault']),
      );
      expect(next.timers.map(({ machine }) => machine)).not.toEqual(expect.arrayContaining(['pump']));
      expect(next.timers.some(({ machine }) => machine === 'lock')).toBe(false);
      // Anything else that it cannot take is a defect.
      expect(() => step(broken, { seq: 9, ...at, fact: { type: 'clock.reached' } } as never)).toThrow();
    },
  );

  test('is the same state as one that is latched by a pump that is whole', req('SR-118'), async () => {
    const state = await pumping();
    const whole = take(state, { type: 'fault.latched', reason: 'planted' }).state;
    const at = state.ledger.at ?? { monoMs: 0, wallMs: 0 };
    const broken = { ...state, ledger: { ...state.ledger, doses: null as never } };
    const next = step(broken, {
      seq: 9,
      ...at,
      fact: { type: 'fault.latched', reason: 'planted' },
    } as never).state;
    expect(next.pump.value).toEqual(whole.pump.value);
    expect(next.pump.context).toEqual(whole.pump.context);
    expect(shown(next)).toEqual(shown(whole));
  });
});

describe('SR-064 what contradicts the record stops a pump that is on for good', () => {
  test.each<[string, Fact]>([
    ['a boot that no loss of power came before', { type: 'power.applied', boot: 'b', gapMs: 0 }],
    ['records that are set aside', { type: 'journal.setAside', kept: 'old', reason: 'torn' }],
  ])('%s', async (_what, fact) => {
    const { state, commands, derived } = take(await pumping(), fact);
    expect(life(state)).toBe('failSafe');
    expect(shown(state)).toContain('internalFault sounding present');
    expect(typesOf(commands)).toEqual(expect.arrayContaining(['stopMotor', 'annunciate']));
    expect(typesOf(derived)).toContain('fault.detected');
  });
});

test(
  'SR-001 a pulse that the gate is closed to is a defect, whatever the charts say',
  req('SR-001'),
  async () => {
    const pump = await delivering();
    await pump.wait(10 * MINUTE);
    const moving = pump.steps.find(({ commands }) => commands.some(({ type }) => type === 'moveMotor'));
    if (moving === undefined) throw new Error('nothing has moved');
    const { before, envelope } = moving;
    expect(typesOf(step(before, envelope).commands)).toContain('moveMotor');
    const empty = withLedger(before, { reservoir: { ...before.ledger.reservoir, volumeUu: 0 as never } });
    expect(() => step(empty, envelope)).toThrow('the gate is closed to moveMotor: the reservoir holds less');
  },
);

test('a step that does not settle in 16 rounds is a defect, and says what goes round', async () => {
  const { alarms, ...state } = takeAll(await pumping(), PRESSURE);
  // A chart that is told again and again to stop, and never does.
  const deaf = createMachine({
    id: 'pump',
    type: 'parallel',
    states: {
      life: { initial: 'operating', states: { operating: {} } },
      conditions: { initial: 'clear', states: { clear: {} } },
    },
  });
  const pump = initialTransition(deaf)[0] as never;
  expect(() => take({ ...state, alarms, pump }, { type: 'clock.reached' })).toThrow(
    'a step did not settle in 16 rounds: alarm.stopRaised',
  );
  const { alarms: calm } = await pumping();
  expect(() => take({ ...state, alarms: calm, pump }, { type: 'clock.reached' })).not.toThrow();
});

describe('a timer ends', () => {
  test('no sooner than its time, and not after it was cancelled', async () => {
    const waiting = takeAll(await pumping(), { type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 });
    const bolus = ({ pump }: PumpState): unknown => pump.value.bolus;
    const elapsed: Fact = { type: 'timer.confirmationElapsed' };
    const timer = waiting.timers.find(({ delay }) => delay === 'confirmation');
    if (timer === undefined || waiting.ledger.at === null) throw new Error('nothing waits');
    const left = timer.at - waiting.ledger.at.monoMs;
    expect(bolus(take(waiting, elapsed, left - 1).state)).toEqual({ confirming: 'once' });
    expect(take(waiting, elapsed, left - 1).state.timers).toContain(timer);
    expect(bolus(take(waiting, elapsed, left).state)).toBe('idle');
    expect(take(waiting, elapsed, left).state.timers).not.toContain(timer);
    const cancelled = takeAll(waiting, { type: 'bolus.cancelled' });
    expect(bolus(take(cancelled, elapsed, left).state)).toBe('idle');
  });
});

test(
  'SR-022 a bolus that is withdrawn by its confirmation takes no extended bolus with it',
  req('SR-022'),
  async () => {
    const state = takeAll(
      await pumping(),
      {
        type: 'bolus.requested',
        bolus: 'slow',
        kind: 'extended',
        amountUu: 1_000_000,
        durationMs: 60 * MINUTE,
      },
      { type: 'bolus.confirmed', bolus: 'slow' },
      { type: 'bolus.requested', bolus: 'quick', amountUu: 5_000_000 },
      { type: 'settings.changed', settings: { ...exampleSettings, maxBolusUu: 1_000_000 } },
    );
    expect(state.pump.value).toMatchObject({ bolus: { confirming: 'once' }, extended: 'delivering' });
    const { state: next, commands } = take(state, { type: 'bolus.confirmed', bolus: 'quick' });
    expect(typesOf(commands)).toContain('refuse');
    expect(next.pump.value).toMatchObject({ bolus: 'idle', extended: 'delivering' });
  },
);

test('a step tells what each machine was given, and in fail-safe what was found of glucose', async () => {
  const state = await pumping();
  const { deliveries } = take(state, PRESSURE);
  expect(deliveries.map(({ machine, event }) => `${machine} ${event.type}`)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^environment pressure/),
      'alarm:pressure alarm.raised',
      'pump alarm.stopRaised',
    ]),
  );
  const failed = takeAll(
    state,
    { type: 'cgm.reported', session: 'active' },
    { type: 'cgm.measured', mgPerDl: 110, sequence: 1 },
    { type: 'fault.latched', reason: 'planted' },
  );
  const low = take(failed, { type: 'cgm.measured', mgPerDl: 45, sequence: 2 }, 5 * MINUTE);
  expect(typesOf(low.derived)).toContain('glucose.urgentlyLow');
  const motions = new Set<Command['type']>(['moveMotor', 'rewindDrive', 'seatPlunger']);
  expect(low.commands.filter(({ type }) => motions.has(type))).toEqual([]);
});
