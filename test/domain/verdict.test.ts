import { describe, expect, test } from 'vitest';
import { countPulse } from '../../src/domain/ledger/flight.ts';
import { microunits } from '../../src/domain/units.ts';
import { flat, running, types } from './bench.ts';
import { moving, verifying } from './pulse.ts';

describe('what an answer says', () => {
  test('SR-014 a pulse that nobody commanded is named', () => {
    expect(moving().take({ type: 'motor.arrived', pulse: 2 })).toEqual([
      { type: 'pulse.stray', pulse: 2 },
      { type: 'delivery.exceeded', reason: 'the drive has made pulse 2, which nobody commanded' },
    ]);
  });

  test('SR-008 a plunger that went too far is told with its counts', () => {
    expect(verifying().take({ type: 'encoder.counted', counts: 1_100 })).toEqual([
      {
        type: 'delivery.exceeded',
        reason: 'the plunger has moved 1000 counts with pulse 1, or two pulses too far with all of them',
      },
    ]);
  });

  test('SR-015 more within the hour than was allowed when the pulse was claimed is told with both', () => {
    const pump = running(flat(1_000_000, { maxBasalUuPerHour: 3_000_000 }));
    pump.take({ type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 });
    pump.settle(pump.give({ type: 'startBolus' }), 'ignored');
    pump.give({ type: 'claimPulse', channel: 'bolus' });
    const { flight } = pump.ledger;
    if (flight === null) throw new Error('no pulse is in flight');
    const narrow = { ...pump.ledger, flight: { ...flight, hourMostUu: microunits(24_999) } };
    const exceeding = countPulse(narrow, true, pump.at().monoMs).derived;
    expect(exceeding).toContainEqual({
      type: 'delivery.exceeded',
      reason: '25000 µU within the hour, above 24999 µU',
    });
    const exact = { ...pump.ledger, flight: { ...flight, hourMostUu: microunits(25_000) } };
    expect(types(countPulse(exact, true, pump.at().monoMs).derived)).not.toContain('delivery.exceeded');
  });

  test('what is counted or void without a pulse in flight is a defect', () => {
    const pump = running();
    expect(() => pump.give({ type: 'countVerified' })).toThrow('a pulse was counted, and none is in flight');
    expect(() => pump.give({ type: 'voidPulse' })).toThrow('a pulse was void, and none is in flight');
  });

  test('SR-006 of a pulse in doubt that went half its way nobody doubts that the plunger followed', () => {
    for (const [counts, doubted] of [
      [5, 1],
      [6, 0],
    ] as const) {
      const pump = verifying();
      pump.take({ type: 'encoder.counted', counts: 100 + counts });
      const before = pump.ledger.encoder.doubted;
      pump.give({ type: 'countInDoubt' });
      expect(pump.ledger.encoder.doubted - before).toBe(doubted);
    }
  });
});
