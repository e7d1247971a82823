import { describe, expect, test } from 'vitest';
import { PULSE } from '../../src/domain/pulses.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { replay } from '../../src/runtime/recover.ts';
import { corePump } from '../support/corePump.ts';

const HOUR = 3_600_000;

describe('the runtime with obliging devices', () => {
  test('SR-038 a pump that has just started stays suspended until a person resumes', async () => {
    const pump = await corePump();
    await pump.wait(2 * HOUR);
    expect(pump.devices.commanded).toEqual([]);
    expect(
      pump.runtime.state().pump.matches({ permission: 'suspendedAfterRecovery', life: 'operating' }),
    ).toBe(true);
  });

  test('SR-018 an hour of basal is what the profile says', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.wait(HOUR);
    expect(pump.devices.moved() * PULSE).toBeGreaterThanOrEqual(800_000 - PULSE);
    expect(pump.devices.moved() * PULSE).toBeLessThanOrEqual(800_000 + PULSE);
    expect(pump.runtime.faulted()).toBeNull();
  });

  test('SR-026 a bolus is delivered after confirmation, and not before', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 500_000 });
    await pump.wait(10_000);
    expect(pump.devices.moved()).toBe(0);
    await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
    await pump.wait(30_000);
    expect(pump.devices.moved()).toBe(20);
    const report = pump.steps.flatMap(step => step.commands).find(command => command.type === 'reportBolus');
    expect(report).toMatchObject({ requestedUu: 500_000, deliveredUu: 500_000, reason: 'completed' });
  });

  test('SR-026 a late confirmation does not confirm another amount', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'small', amountUu: 50_000 });
    await pump.wait(100_000);
    await pump.give({ type: 'bolus.requested', bolus: 'large', amountUu: 5_000_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: 'small' });
    expect(pump.runtime.state().pump.matches({ bolus: 'confirming' })).toBe(true);
    expect(pump.steps.at(-1)?.commands[0]).toMatchObject({ type: 'refuse', request: 'bolus' });
    await pump.give({ type: 'bolus.confirmed', bolus: 'large' });
    expect(pump.runtime.state().pump.matches({ bolus: 'delivering' })).toBe(true);
  });

  test('SR-003 SR-023 a suspension in mid-bolus ends it for good after at most one pulse', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 500_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
    await pump.wait(5_050);
    const before = pump.devices.commanded.length;
    await pump.give({ type: 'suspend.requested' });
    await pump.wait(HOUR);
    expect(pump.devices.commanded.length - before).toBeLessThanOrEqual(1);
    await pump.give({ type: 'resume.requested' });
    await pump.wait(60_000);
    expect(pump.runtime.state().pump.matches({ bolus: 'idle', permission: 'delivering' })).toBe(true);
    expect(pump.devices.commanded.length - before).toBeLessThanOrEqual(2);
  });

  test('SR-007 a drive that does not follow stops therapy with a HIGH alarm, and every pulse counts', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    pump.devices.mood.stalled = true;
    await pump.wait(HOUR);
    expect(pump.runtime.state().pump.matches({ motor: 'uncertain', permission: 'suspendedByAlarm' })).toBe(
      true,
    );
    expect(pump.runtime.state().annunciation[0]).toMatchObject({ alarm: 'motorStall', priority: 'high' });
    expect(pump.devices.moved()).toBe(0);
    expect(pump.runtime.state().ledger.doses.basal).toBe(2);
  });

  test('SR-039 resuming is refused while an alarm stops therapy, and possible once it is dealt with', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    pump.devices.mood.forceMn = 13_000;
    await pump.wait(HOUR / 2);
    expect(pump.runtime.state().pump.matches({ occlusion: 'occluded', permission: 'suspendedByAlarm' })).toBe(
      true,
    );
    await pump.give({ type: 'resume.requested' });
    expect(pump.steps.at(-1)?.commands[0]).toMatchObject({ type: 'refuse', request: 'resume' });
    pump.devices.mood.forceMn = 1_500;
    await pump.wait(60_000);
    await pump.give({ type: 'resume.requested' });
    expect(pump.runtime.state().pump.matches({ permission: 'suspendedByAlarm' })).toBe(true);
    await pump.give({ type: 'alarm.acknowledged', alarm: 'occlusion' });
    await pump.give({ type: 'resume.requested' });
    expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(true);
    expect(pump.runtime.state().annunciation.filter(({ priority }) => priority === 'high')).toEqual([]);
  });

  test('SR-118 an exception anywhere stops the motor and latches the fault', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    pump.devices.mood.broken = true;
    await pump.wait(HOUR);
    expect(pump.runtime.faulted()).toContain('planted');
    expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
    expect(pump.runtime.state().annunciation[0]?.alarm).toBe('internalFault');
    await pump.give({ type: 'resume.requested' });
    await pump.wait(HOUR);
    expect(pump.devices.commanded).toEqual([]);
  });

  test('SR-005 a whole journal replays to the same states and commands', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 200_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
    await pump.wait(2 * HOUR);
    const reading = readJournal(`${pump.lines.join('\n')}\n`);
    if (!reading.ok) throw new Error(reading.error.problem);
    expect(reading.read.entries.length).toBeGreaterThan(300);
    expect(replay(reading.read.entries)).toMatchObject({ same: true, firstDifference: null });
  });
});
