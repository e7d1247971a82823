import { expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { monoMs } from '../../src/domain/units.ts';
import { takeEvent } from '../../src/runtime/charts.ts';
import { digest } from '../../src/runtime/digest.ts';
import type { AlarmSnapshot, PumpState } from '../../src/runtime/state.ts';
import { withValues } from '../support/chartValues.ts';
import { pumping } from './taking.ts';

const raised = (alarm: AlarmSnapshot, ...types: readonly string[]): AlarmSnapshot =>
  types.reduce(
    (before, type) => takeEvent(before.machine, before, { type, grade: 'first' }).next,
    takeEvent(alarm.machine, alarm, { type: 'alarm.raised', grade: 'first' }).next,
  );

test('states that differ in anything that decides have different digests, and the same state one', async () => {
  const state = await pumping();
  const { machines, alarms, ledger } = state;
  const timer = { machine: 'pump', delay: 'x', event: 'y', at: monoMs(1) } as const;
  const others: readonly PumpState[] = [
    { ...state, pump: withValues(state.pump, { reservoir: 'low' }) },
    {
      ...state,
      pump: pumpMachine.resolveState({
        value: state.pump.value,
        context: { ...state.pump.context, owner: 'prime' },
      }),
    },
    {
      ...state,
      machines: {
        ...machines,
        battery: takeEvent(machines.battery.machine, machines.battery, { type: 'battery.low' }).next,
      },
    } as PumpState,
    { ...state, alarms: { ...alarms, occlusion: raised(alarms.occlusion) } },
    { ...state, alarms: { ...alarms, pressure: raised(alarms.pressure) } },
    { ...state, alarms: { ...alarms, pressure: raised(alarms.pressure, 'alarm.acknowledged') } },
    { ...state, timers: [...state.timers, timer] },
    { ...state, ledger: { ...ledger, claims: ledger.claims + 1 } },
  ];
  const all = [state, ...others].map(digest);
  expect(new Set(all).size).toBe(others.length + 1);
  for (const each of all) expect(each).toMatch(/^[0-9a-f]{16}$/);
});

test('an alarm that is over leaves nothing in a digest', async () => {
  const state = await pumping();
  const over = raised(state.alarms.pressure, 'alarm.acknowledged', 'alarm.ceased', 'therapy.resumed');
  expect(over.hasTag('active')).toBe(false);
  expect(digest({ ...state, alarms: { ...state.alarms, pressure: over } })).toBe(digest(state));
});
