import { createInspector, type StatelyInspectionEvent } from '@statelyai/inspect';
import { describe, expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { activeIds } from '../../src/inspector/charts/activeIds.ts';
import { frameOf } from '../../src/inspector/frame.ts';
import { nestedValue, statelyBridge } from '../../src/inspector/page/stately.ts';
import { corePump } from '../support/corePump.ts';

/** A bolus, then an occlusion; nothing of it reaches a network. */
const life = async () => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'cgm.measured', mgPerDl: 110, sequence: 1 });
  await pump.give({ type: 'bolus.requested', bolus: 'b', amountUu: 200_000 });
  await pump.give({ type: 'bolus.confirmed', bolus: 'b' });
  await pump.wait(60_000);
  pump.devices.mood.forceMn = 40_000;
  await pump.wait(600_000);
  return pump;
};

describe('the bridge to Stately’s viewer', async () => {
  const { steps } = await life();
  const frames = steps.map(frameOf);
  const sent: StatelyInspectionEvent[] = [];
  const tell = statelyBridge(createInspector({ send: event => void sent.push(event) }));
  for (const frame of frames) tell(frame);
  const of = (sessionId: string) => sent.filter(event => event.sessionId === sessionId);

  test('each machine is introduced once, with its definition, before anything is said of it', () => {
    const machines = new Set(sent.map(({ sessionId }) => sessionId));
    expect([...machines]).toEqual(expect.arrayContaining(['pump', 'sensor', 'alarm:occlusion']));
    for (const machine of machines) {
      const [first, ...rest] = of(machine);
      expect(first?.type).toBe('@xstate.actor');
      expect(rest.map(({ type }) => type)).not.toContain('@xstate.actor');
      const definition: unknown = JSON.parse(
        (first?.type === '@xstate.actor' ? first.definition : undefined) ?? 'null',
      );
      expect(definition).toMatchObject({ id: machine.split(':')[0], states: expect.anything() });
    }
  });

  test('every message survives the wire and has the fields the viewer reads', () => {
    expect(sent.length).toBeGreaterThan(100);
    for (const event of sent) {
      const back: unknown = JSON.parse(JSON.stringify(event));
      expect(back).toMatchObject({ _version: '0.7.2', sessionId: event.sessionId });
      expect(Number(event.createdAt)).toBeGreaterThan(0);
      if (event.type !== '@xstate.actor') expect(event.event.type).toMatch(/^[a-zA-Z]+\.[a-zA-Z]+$/);
      if (event.type !== '@xstate.event')
        expect(event.snapshot).toMatchObject({ status: 'active', value: expect.anything(), context: {} });
    }
  });

  test('each snapshot follows an event, and the values are XState’s own', () => {
    const pumps = of('pump');
    expect(pumps.map(({ type }) => type)).toContain('@xstate.snapshot');
    const last = pumps.findLast(event => event.type === '@xstate.snapshot');
    const state = steps.at(-1)?.state.pump;
    expect(last?.snapshot).toMatchObject({ value: state?.value });
    const confirmed = pumps.find(
      event => event.type === '@xstate.event' && event.event.type === 'bolus.confirmed',
    );
    expect(confirmed).toMatchObject({ event: { bolus: 'b' } });
    let checked = 0;
    for (const { state: one } of steps) {
      expect(nestedValue(activeIds(one.pump))).toEqual(one.pump.value);
      expect(nestedValue(activeIds(one.machines.sensor))).toEqual(one.machines.sensor.value);
      expect(nestedValue(activeIds(one.alarms.occlusion))).toEqual(one.alarms.occlusion.value);
      checked += 3;
    }
    expect(checked).toBeGreaterThan(100);
    expect(pumpMachine.id).toBe('pump');
  });
});
