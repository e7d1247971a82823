import { describe, expect, test } from 'vitest';
import { PULSE } from '../../src/domain/pulses.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { monoMs as toMono, wallMs as toWall } from '../../src/domain/units.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { replay } from '../../src/runtime/recover.ts';
import { step } from '../../src/runtime/step.ts';
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

  test('SR-021 a bolus that a new limit does not allow any more is not delivered, though it was admitted', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 8_000_000 });
    await pump.give({ type: 'settings.changed', settings: { ...exampleSettings, maxBolusUu: 500_000 } });
    await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
    expect(pump.steps.at(-1)?.commands[0]).toMatchObject({ type: 'refuse', request: 'bolus' });
    await pump.wait(10_000);
    expect(pump.runtime.state().pump.matches({ bolus: 'idle' })).toBe(true);
    expect(pump.devices.moved()).toBe(0);
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

describe('a host that fails the pump', () => {
  test('SR-005 SR-080 a journal that fails, at whichever line, ends in fail-safe with its alarm and no pulse unrecorded', async () => {
    const story = async (journalFailsAt?: number) => {
      const pump = await corePump(journalFailsAt === undefined ? {} : { journalFailsAt });
      await pump.give({ type: 'resume.requested' });
      await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 200_000 });
      await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
      await pump.wait(30_000);
      return pump;
    };
    const lines = (await story()).lines.length;
    let tried = 0;
    for (let line = 1; line < lines; line += 1) {
      const pump = await story(line);
      expect(pump.lines.length, `failing at line ${line}`).toBe(line);
      expect(pump.runtime.state().pump.matches({ life: 'failSafe' }), `failing at line ${line}`).toBe(true);
      expect(pump.runtime.state().annunciation.map(({ alarm }) => alarm)).toContain('journalFailed');
      expect(pump.devices.commanded.length).toBeLessThanOrEqual(pump.runtime.state().ledger.claims);
      tried += 1;
    }
    expect(tried).toBeGreaterThan(40);
  });

  test('SR-012 SR-020 SR-080 a host that stood still for hours says so, loudly, and catches nothing up', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    const state = pump.runtime.state();
    const { seq, monoMs, wallMs } = pump.steps.at(-1)?.envelope ?? { seq: 0, monoMs: 0, wallMs: 0 };
    const later = (at: number): number => at + 3 * HOUR;
    const stepped = step(state, {
      seq: seq + 1,
      monoMs: toMono(later(monoMs)),
      wallMs: toWall(later(wallMs)),
      fact: { type: 'clock.reached' },
    });
    expect(stepped.state.annunciation).toMatchObject([{ alarm: 'underDelivery', priority: 'high' }]);
    expect(stepped.commands.filter(({ type }) => type === 'recordIntent').length).toBeLessThanOrEqual(1);
  });

  test('SR-118 a driver that throws even when told to stop still leads to the latched fault and its alarm', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    pump.devices.mood.broken = true;
    pump.devices.mood.stopsBroken = true;
    await pump.clock.advanceUntil(() => pump.runtime.faulted() !== null, 1_000);
    expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
    expect(pump.runtime.state().annunciation[0]?.alarm).toBe('internalFault');
    expect(pump.shown()[0]?.alarm).toBe('internalFault');
  });

  test('SR-080 SR-118 a defect outside the core stops the motor, latches the fault and sounds, before the power goes', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    pump.runtime.fail(new Error('planted in the page'));
    expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
    expect(pump.shown()[0]).toMatchObject({ alarm: 'internalFault', priority: 'high' });
    expect(pump.runtime.faulted()).toContain('planted in the page');
    await pump.runtime.stop('signal');
    const facts = pump.steps.slice(-2).map(({ envelope }) => envelope.fact.type);
    expect(facts).toEqual(['fault.latched', 'power.lost']);
    await pump.wait(HOUR);
    expect(pump.devices.commanded).toEqual([]);
  });

  test('SR-002 an answer about another pulse does not pass for the one that is awaited', async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.wait(3 * 60_000);
    pump.devices.mood.silent = true;
    await pump.clock.advanceUntil(
      () => pump.runtime.state().pump.matches({ motor: { underway: 'moving' } }),
      180_000,
    );
    await pump.give({ type: 'motor.arrived', pulse: 1 });
    expect(pump.runtime.state().pump.matches({ motor: { underway: 'moving' } })).toBe(true);
  });

  test('SR-041 SR-087 a pump that nobody resumes, and a sensor that speaks no more, are announced', async () => {
    const pump = await corePump();
    await pump.give({ type: 'cgm.measured', mgPerDl: 110, sequence: 1 });
    await pump.wait(HOUR / 2);
    const alarms = pump.runtime.state().annunciation.map(({ alarm }) => alarm);
    expect(alarms).toEqual(expect.arrayContaining(['suspensionReminder', 'cgmLost']));
  });
});
