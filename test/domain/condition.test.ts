import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bolusOf, lastBolus, lastDay, onBoard, readings, summary } from '../../src/domain/ledger/ledger.ts';
import { type Bench, bench, flat, running, types } from './bench.ts';

const HOUR = 3_600_000;
const U = 1_000_000;

describe('SR-053 the reservoir', () => {
  test('each level is said once on the way down, low again at half of it, and none on the way back until a refill', () => {
    const pump = running(flat(15 * U));
    pump.load(21 * U);
    const before = pump.heard.length;
    let volume: number = pump.ledger.reservoir.volumeUu;
    for (let minute = 0; minute < 90; minute += 1) {
      pump.run(60_000);
      expect(pump.ledger.reservoir.volumeUu).toBeLessThanOrEqual(volume);
      volume = pump.ledger.reservoir.volumeUu;
    }
    expect(volume).toBe(0);
    const said = types(pump.heard.slice(before)).filter(type => type.startsWith('reservoir.'));
    expect(said).toEqual(['reservoir.low', 'reservoir.low', 'reservoir.veryLow', 'reservoir.emptied']);
  });

  test('each level begins at its limit, not above it', () => {
    const said = (volumeUu: number) => types(running().load(volumeUu));
    expect(said(20 * U + 1)).toEqual(['reservoir.refilled']);
    expect(said(20 * U)).toEqual(['reservoir.refilled', 'reservoir.low']);
    expect(said(5 * U)).toEqual(['reservoir.refilled', 'reservoir.low', 'reservoir.veryLow']);
    expect(said(25_000)).toEqual(['reservoir.refilled', 'reservoir.low', 'reservoir.veryLow']);
    expect(said(24_999).at(-1)).toBe('reservoir.emptied');
  });

  test('a new pump is empty, and every boot says again what holds', () => {
    const pump = bench();
    const levels = ['reservoir.low', 'reservoir.veryLow', 'reservoir.emptied', 'supply.found'];
    expect(types(pump.take({ type: 'journal.read', verdict: 'new' }))).toEqual(levels);
    expect(pump.take({ type: 'clock.reached' })).toEqual([]);
    expect(types(pump.take({ type: 'journal.read', verdict: 'clean' }))).toEqual([
      ...levels,
      'restart.doubted',
    ]);
    pump.load(100 * U);
    expect(types(pump.take({ type: 'journal.read', verdict: 'clean' }))).toEqual([
      'supply.found',
      'restart.doubted',
    ]);
  });

  test('more than a cartridge holds is not believed', () => {
    const pump = running();
    pump.load(900 * U);
    expect(pump.ledger.reservoir.volumeUu).toBe(300 * U);
  });
});

describe('SR-057 SR-058 occlusion', () => {
  /** A pulse whose verification meets this force; what was derived of occlusion. */
  const pulse = (pump: Bench, forceMn: number): readonly string[] => {
    const before = pump.heard.length;
    pump.run(60_000, 'ignored');
    pump.run(60_000, 'ignored');
    pump.give({ type: 'claimPulse', channel: 'basal' });
    const id = pump.ledger.claims;
    pump.take({ type: 'intent.recorded', pulse: id });
    pump.take({ type: 'motor.arrived', pulse: id });
    pump.take({ type: 'force.measured', forceMn });
    pump.give({ type: 'countInDoubt' });
    pump.take({ type: 'outcome.recorded', pulse: id });
    return types(pump.heard.slice(before)).filter(type => type.startsWith('occlusion.'));
  };
  const resting = (): Bench => {
    const pump = running(flat(U));
    for (const forceMn of [1_000, 1_200, 1_100]) pump.take({ type: 'force.measured', forceMn });
    return pump;
  };

  test('one high reading after a pulse is suspicion, two in a row are a finding', () => {
    const pump = resting();
    expect(pulse(pump, 6_499)).toEqual([]);
    expect(pulse(pump, 6_500)).toEqual(['occlusion.suspected']);
    expect(pulse(pump, 6_500)).toEqual(['occlusion.detected']);
    expect(pulse(pump, 9_000)).toEqual([]);
    expect(types(pump.take({ type: 'force.measured', forceMn: 1_320 }))).toEqual([]);
    expect(types(pump.take({ type: 'force.measured', forceMn: 1_319 }))).toEqual(['occlusion.relieved']);
  });

  test('a normal reading between two high ones breaks the row, but not the suspicion', () => {
    const pump = resting();
    expect(pulse(pump, 7_000)).toEqual(['occlusion.suspected']);
    expect(pulse(pump, 4_000)).toEqual([]);
    expect(pulse(pump, 7_000)).toEqual([]);
    expect(pulse(pump, 7_000)).toEqual(['occlusion.detected']);
  });

  test('twice the rise is a finding at once, at rest too', () => {
    const pump = resting();
    expect(types(pump.take({ type: 'force.measured', forceMn: 1_100 + 10_799 }))).toEqual([
      'occlusion.suspected',
    ]);
    expect(types(pump.take({ type: 'force.measured', forceMn: 1_100 + 10_800 }))).toEqual([
      'occlusion.detected',
    ]);
  });

  test('a blockage during the first readings does not become the baseline', () => {
    const pump = running(flat(U));
    expect(pulse(pump, 1_000)).toEqual([]);
    expect(pulse(pump, 7_000)).toEqual(['occlusion.suspected']);
    expect(pulse(pump, 8_000)).toEqual(['occlusion.detected']);
    expect(pulse(pump, 8_000)).toEqual([]);
  });

  test('SR-060 a boot forgets a suspicion, and neither a finding nor the baseline; a new cartridge forgets all', () => {
    const suspecting = resting();
    pulse(suspecting, 7_000);
    suspecting.take({ type: 'power.applied', boot: 'c', gapMs: 5 });
    expect(types(suspecting.take({ type: 'force.measured', forceMn: 7_000 }))).toEqual([
      'occlusion.suspected',
    ]);

    const pump = resting();
    pulse(pump, 7_000);
    pulse(pump, 7_000);
    pump.take({ type: 'power.applied', boot: 'c', gapMs: 5 });
    expect(types(pump.take({ type: 'journal.read', verdict: 'interrupted' }))).toContain(
      'occlusion.detected',
    );
    expect(pump.take({ type: 'force.measured', forceMn: 7_000 })).toEqual([]);
    pump.load(100 * U);
    expect(pump.take({ type: 'force.measured', forceMn: 7_000 })).toEqual([]);
    expect(pump.take({ type: 'force.measured', forceMn: 9_500 })).toEqual([]);
  });

  test('with a line that is blocked from the start, the alarm comes before 2 U of a bolus is missed', () => {
    const pump = resting();
    let missed = 0;
    // A soft line: each blocked pulse adds only 100 mN.
    while (pump.ledger.occlusion.phase !== 'detected') {
      missed += 1;
      pulse(pump, 1_100 + 100 * missed);
    }
    expect(missed * 25_000).toBeLessThan(2 * U);
  });
});

describe('SR-006 SR-070 recovery assumes the worst', () => {
  const midBolus = (): Bench => {
    const pump = running(flat(U));
    pump.take({ type: 'tempBasal.requested', percent: 50, durationMs: HOUR });
    pump.give({ type: 'startTempBasal' });
    pump.take({ type: 'bolus.requested', bolus: 'b', amountUu: U });
    pump.settle(pump.give({ type: 'startBolus' }), 'verified');
    pump.pass(1_000);
    pump.take({ type: 'clock.reached' });
    pump.give({ type: 'claimPulse', channel: 'bolus' });
    return pump;
  };

  test('the pulse in flight was delivered, the bolus is over, nothing goes on by itself', () => {
    const pump = midBolus();
    // Longer than the temporary basal: it did not run out, the boot ended it.
    pump.pass(2 * HOUR);
    expect(types(pump.take({ type: 'power.applied', boot: 'c', gapMs: 2 * HOUR }))).toEqual([
      'bolus.settled',
      'tempBasal.ended',
    ]);
    expect(lastBolus(pump.ledger)).toEqual({
      bolus: 'b',
      requestedUu: U,
      deliveredUu: 50_000,
      reason: 'powerLost',
    });
    expect(pump.ledger.doses).toMatchObject({ basal: 0, bolus: 2, inDoubt: 1 });
    expect(() => bolusOf(pump.ledger)).toThrow(/no bolus/);
    pump.run(2 * HOUR);
    expect(pump.ledger.doses.bolus + pump.ledger.doses.basal).toBe(2);
    expect(pump.ledger.flight).toBeNull();
  });

  test('SR-026 a bolus that nobody had confirmed is forgotten', () => {
    const pump = running();
    pump.take({ type: 'bolus.requested', bolus: 'b', amountUu: U });
    expect(pump.take({ type: 'power.applied', boot: 'c', gapMs: 1 })).toEqual([]);
    expect(() => bolusOf(pump.ledger)).toThrow(/no bolus/);
  });

  test('SR-072 after a gap of unknown length, insulin on board is unknown for its whole duration', () => {
    const pump = midBolus();
    pump.take({ type: 'power.applied', boot: 'c', gapMs: null });
    const { monoMs } = pump.at();
    expect(onBoard(pump.ledger, monoMs)).toBe('unknown');
    pump.run(5 * HOUR - 1);
    expect(onBoard(pump.ledger, pump.at().monoMs)).toBe('unknown');
    pump.run(1);
    expect(onBoard(pump.ledger, pump.at().monoMs)).toBe(0);
    expect(lastDay(pump.ledger, pump.at().monoMs)).toBe(50_000);
  });

  test('SR-072 insulin on board survives a boot', () => {
    const pump = running(flat(U));
    pump.run(3 * HOUR);
    const before = onBoard(pump.ledger, pump.at().monoMs);
    expect(before).toBeGreaterThan(U);
    pump.take({ type: 'power.applied', boot: 'c', gapMs: 0 });
    expect(onBoard(pump.ledger, pump.at().monoMs)).toBe(before);
  });

  test('a lost power and a latched fault stop delivery, and what was owed is forgotten', () => {
    for (const fact of [
      { type: 'power.lost', cause: 'supply' },
      { type: 'fault.latched', reason: 'a test' },
    ] as const) {
      const pump = running(flat(U));
      pump.run(80_000);
      pump.take(fact);
      pump.run(HOUR);
      expect(pump.counted).toEqual([]);
      expect(pump.ledger.basal).toEqual({ accumulated: 0, owed: false });
    }
  });
});

describe('views', () => {
  test('readings and summary are plain JSON', () => {
    const pump = running();
    pump.run(HOUR);
    for (const view of [summary(pump.ledger), readings(pump.ledger, pump.at())]) {
      expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    }
    for (const value of Object.values(summary(pump.ledger)))
      expect(typeof value === 'object' && value !== null).toBe(false);
  });

  test('every fact and order leaves a trace in the summary or changes nothing that matters', () => {
    const pump = running();
    const seen = new Set<string>();
    for (let minute = 0; minute < 30; minute += 1) {
      pump.run(60_000);
      seen.add(JSON.stringify(summary(pump.ledger)));
    }
    expect(seen.size).toBe(30);
  });

  test('the encoder and the count of pulses tell one story', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_500 }), hundredths => {
        const pump = running(flat(hundredths * 10_000));
        pump.take({ type: 'encoder.counted', counts: 0 });
        pump.run(HOUR);
        const { encoderCounts, pulsesCounted } = readings(pump.ledger, pump.at());
        expect(encoderCounts).toBe(pump.counts);
        expect(pulsesCounted).toBe(pump.counted.length);
      }),
      { numRuns: 20 },
    );
  });

  test('time that runs backwards is our defect', () => {
    const pump = running();
    pump.pass(1_000);
    pump.take({ type: 'clock.reached' });
    pump.pass(-1);
    expect(() => pump.take({ type: 'clock.reached' })).toThrow(/went back/);
  });
});
