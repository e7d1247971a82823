import { describe, expect, test } from 'vitest';
import { simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { PULSE } from '../../src/domain/pulses.ts';

describe.each(['memory', 'pty'] as const)('the whole pump over %s', transport => {
  test('SR-034 what the ledger counts is what the plunger did', async () => {
    const pump = await simulatedPump({ transport });
    await pump.give({ type: 'resume.requested' });
    await pump.wait(1_800_000);
    await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 1_000_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
    await pump.wait(60_000);
    const { ledger } = pump.runtime.state();
    expect(pump.runtime.faulted()).toBeNull();
    expect(ledger.doses.bolus).toBe(40);
    expect(ledger.doses.inDoubt).toBe(0);
    expect(
      Math.abs(pump.world.model.deliveredUu() - (ledger.doses.basal + ledger.doses.bolus) * PULSE),
    ).toBeLessThan(PULSE);
    await pump.close();
  });

  test('SR-058 a blocked line is found by force, in the middle of a bolus', async () => {
    const pump = await simulatedPump({ transport });
    await pump.give({ type: 'resume.requested' });
    pump.world.inject({ occlusion: true });
    await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 4_000_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
    await pump.wait(240_000);
    expect(pump.shown()[0]).toMatchObject({ alarm: 'occlusion', priority: 'high' });
    expect(pump.runtime.state().ledger.doses.bolus * PULSE).toBeLessThan(2_000_000);
    expect(pump.runtime.state().pump.matches({ permission: 'suspendedByAlarm', bolus: 'idle' })).toBe(true);
    await pump.close();
  });

  test('SR-007 a stalled motor is found by the encoder', async () => {
    const pump = await simulatedPump({ transport });
    await pump.give({ type: 'resume.requested' });
    pump.world.inject({ stall: true });
    await pump.wait(600_000);
    expect(pump.shown()[0]).toMatchObject({ alarm: 'motorStall', priority: 'high' });
    expect(pump.runtime.state().ledger.doses.basal).toBe(2);
    await pump.close();
  });
});
