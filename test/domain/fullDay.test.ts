import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

/** A pump whose last 24 h hold all that they may: 10 U, and basal goes on. */
const full = (settings: Settings, pump: Bench = running(settings)): Bench => {
  pump.take({ type: 'bolus.requested', bolus: 'b1', amountUu: 10 * U });
  pump.give({ type: 'startBolus' });
  pump.run(10 * MINUTE);
  pump.give({ type: 'endBolus', reason: 'completed' });
  pump.take({ type: 'settings.changed', settings: { ...settings, maxDailyUu: 10 * U } });
  return pump;
};

describe('a day that has reached its maximum', () => {
  test('SR-016 SR-050 is no reason not to fill another set', req('SR-016', 'SR-050'), () => {
    const pump = full(flat(U));
    pump.give({ type: 'stopDelivery' });
    pump.take({ type: 'cartridge.removed' });
    const before = pump.heard.length;
    pump.settle(pump.give({ type: 'startPrime' }), 'verified');
    pump.run(30_000);
    expect(pump.ledger.doses.prime).toBeGreaterThanOrEqual(60);
    expect(types(pump.heard.slice(before))).not.toContain('limit.dailyReached');
  });

  test('SR-016 ends a rate that becomes a raise because the profile falls below it', req('SR-016'), () => {
    const falling = [
      { fromMinute: 0, rateUuPerHour: 1_200_000 },
      { fromMinute: 60, rateUuPerHour: 500_000 },
    ];
    const settings = flat(U, { basalProfile: falling });
    const pump = running(settings);
    pump.take({ type: 'tempBasal.requested', rateUuPerHour: U, durationMs: 4 * HOUR });
    pump.give({ type: 'startTempBasal' });
    full(settings, pump);
    pump.run(40 * MINUTE);
    expect(types(pump.heard)).toContain('limit.dailyReached');
    expect(types(pump.heard)).not.toContain('tempBasal.ended');
    pump.run(20 * MINUTE);
    expect(types(pump.heard)).toContain('tempBasal.ended');
    const before = pump.ledger.doses.basal;
    pump.run(HOUR);
    expect(pump.ledger.doses.basal - before).toBe(20);
  });

  test('SR-016 takes a rate below the profile, and no other', req('SR-016'), () => {
    const pump = full(flat(U));
    const ask = (rateUuPerHour: number) =>
      types(pump.take({ type: 'tempBasal.requested', rateUuPerHour, durationMs: HOUR }));
    expect(ask(400_000)).toContain('tempBasal.admitted');
    expect(ask(U)).toContain('tempBasal.admitted');
    expect(ask(U + 10_000)).toContain('tempBasal.refused');
  });
});
