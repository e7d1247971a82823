import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hardHourly } from '../../src/domain/admission.ts';
import { bolusOf, lastBolus, lastDay, nextDeadline } from '../../src/domain/ledger/ledger.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { type Bench, bench, flat, running, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

/** Why a request was refused; nothing when it was admitted. */
const reasonsFor = (pump: Bench, amountUu: number, bolus = 'b1'): readonly string[] => {
  const answer = pump.take({ type: 'bolus.requested', bolus, amountUu });
  const refused = answer.find(each => each.type === 'bolus.refused');
  expect(types(answer).filter(type => type.startsWith('bolus.'))).toHaveLength(1);
  return refused?.reasons ?? [];
};

const deliver = (pump: Bench, amountUu: number, bolus: string): void => {
  expect(reasonsFor(pump, amountUu, bolus)).toEqual([]);
  pump.settle(pump.give({ type: 'startBolus' }), 'verified');
  while (bolusOf(pump.ledger).deliveredUu < amountUu) pump.run(1_000);
  pump.give({ type: 'endBolus', reason: 'completed' });
};

describe('admission', () => {
  test('SR-028 an amount off the step or below it is refused, not rounded', () => {
    expect(reasonsFor(running(), 70_000)).toEqual([
      '0.07 U is not a multiple of 0.05 U; ask for 0.05 U or 0.1 U.',
    ]);
    expect(reasonsFor(running(), 25_000)).toEqual(['0.025 U is not a multiple of 0.05 U; ask for 0.05 U.']);
    expect(reasonsFor(running(), 50_000)).toEqual([]);
  });

  test('SR-021 an amount above the largest bolus is refused', () => {
    expect(reasonsFor(running(), 10 * U)).toEqual([]);
    expect(reasonsFor(running(), 10 * U + 50_000)).toEqual(['10.05 U is above the largest bolus, 10 U.']);
  });

  test('SR-029 the reservoir keeps one unit', () => {
    const pump = running();
    pump.load(6 * U);
    expect(reasonsFor(pump, 5 * U + 50_000)).toEqual([
      '5.05 U and 1 U in reserve are more than the 6 U in the reservoir.',
    ]);
    expect(reasonsFor(pump, 5 * U)).toEqual([]);
  });

  test('SR-032 an id admitted once is never admitted again', () => {
    const pump = running();
    expect(reasonsFor(pump, U)).toEqual([]);
    pump.give({ type: 'discardBolus' });
    expect(reasonsFor(pump, U)).toEqual(['the request b1 was used before; make a new request.']);
    expect(reasonsFor(pump, U, 'b2')).toEqual([]);
  });

  test('SR-022 one bolus at a time, pending or active', () => {
    const pump = running();
    expect(reasonsFor(pump, U)).toEqual([]);
    expect(reasonsFor(pump, U, 'b2')).toEqual(['the bolus b1 is pending; wait for its end or cancel it.']);
    pump.give({ type: 'startBolus' });
    expect(reasonsFor(pump, U, 'b2')).toEqual(['the bolus b1 is active; wait for its end or cancel it.']);
  });

  test('SR-015 the rolling hour keeps room for basal', () => {
    const pump = running(exampleSettings);
    const cap = hardHourly(exampleSettings);
    expect(cap).toBe(18 * U);
    deliver(pump, 10 * U, 'b1');
    const used = lastDay(pump.ledger, pump.at().monoMs);
    // The basal of the next hour at this time of the night is 0.8 U.
    const room = Math.floor((cap - used - 800_000) / 50_000) * 50_000;
    expect(reasonsFor(pump, room + 50_000, 'b2')[0]).toMatch(/above the 18 U allowed in an hour/);
    expect(reasonsFor(pump, room, 'b3')).toEqual([]);
  });

  test('SR-016 no day comes above its limit, with the basal ahead', () => {
    const settings = flat(U, { maxDailyUu: 40 * U, maxBasalUuPerHour: 3 * U });
    const pump = running(settings);
    deliver(pump, 8 * U, 'b1');
    pump.run(2 * HOUR);
    // 24 h of basal and 8 U are spoken for.
    expect(reasonsFor(pump, 8 * U + 50_000, 'b2')[0]).toMatch(/above the 40 U allowed in a day/);
    expect(reasonsFor(pump, 7_950_000, 'b3')).toEqual([]);
  });

  test('without settings everything is refused', () => {
    const pump = bench();
    pump.take({ type: 'power.applied', boot: 'b', gapMs: 0 });
    expect(reasonsFor(pump, U)).toEqual(['no settings are known; import settings first.']);
    expect(types(pump.take({ type: 'tempBasal.requested', percent: 50, durationMs: HOUR }))).toEqual([
      'tempBasal.refused',
    ]);
  });

  test('insulin on board that nobody knows refuses no bolus', () => {
    const pump = running();
    pump.give({ type: 'stopDelivery' });
    pump.take({ type: 'power.applied', boot: 'c', gapMs: null });
    // Nobody knows how long it was away: the clock is lost with it, and a person sets that.
    expect(reasonsFor(pump, U, 'b0')).toEqual([expect.stringContaining('Clock lost (A-29)')]);
    pump.take({ type: 'clock.set' });
    expect(reasonsFor(pump, U)).toEqual([]);
  });
});

describe('delivery', () => {
  test('SR-036 pulses of a bolus start a second apart, two while an occlusion is suspected', () => {
    const pump = running(flat(0));
    deliver(pump, U, 'b1');
    const gaps = pump.counted.slice(1).map((each, index) => each.at - (pump.counted[index]?.at ?? 0));
    expect(gaps).toHaveLength(39);
    expect(new Set(gaps)).toEqual(new Set([1_000]));
    pump.take({ type: 'force.measured', forceMn: 6_500 });
    expect(pump.ledger.occlusion.phase).toBe('suspected');
    reasonsFor(pump, U, 'b2');
    pump.settle(pump.give({ type: 'startBolus' }), 'inDoubt');
    expect(nextDeadline(pump.ledger)).toBe(pump.at().monoMs + 2_000);
  });

  test('the bolus completes with its last pulse, whatever became of its pulses', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('verified', 'inDoubt', 'void', 'skipped'), { maxLength: 60 }),
        fates => {
          const pump = running(flat(0));
          reasonsFor(pump, 500_000);
          let due = pump.give({ type: 'startBolus' });
          let counted = 0;
          for (const fate of fates) {
            if (counted < 20) expect(types(due)).toContain('pulse.due');
            else expect(due).toEqual([]);
            pump.settle(due, fate);
            counted += counted < 20 && (fate === 'verified' || fate === 'inDoubt') ? 1 : 0;
            expect(bolusOf(pump.ledger).deliveredUu).toBe(counted * 25_000);
            pump.pass(1_000);
            due = pump.take({ type: 'clock.reached' });
          }
          expect(types(pump.heard).filter(type => type === 'bolus.completed')).toHaveLength(
            counted === 20 ? 1 : 0,
          );
        },
      ),
    );
  });

  test('basal goes first, the bolus right after it', () => {
    const pump = running(flat(9_000_000));
    pump.pass(10_000);
    expect(pump.take({ type: 'clock.reached' })).toEqual([{ type: 'pulse.due', channel: 'basal' }]);
    pump.give({ type: 'claimPulse', channel: 'basal' });
    reasonsFor(pump, U);
    expect(pump.give({ type: 'startBolus' })).toEqual([]);
    pump.give({ type: 'voidPulse' });
    expect(pump.take({ type: 'outcome.recorded', pulse: 1 })).toEqual([
      { type: 'pulse.due', channel: 'bolus' },
    ]);
  });

  test('SR-023 SR-025 a bolus that was ended is final, and its pulse in flight still counts for it', () => {
    const pump = running(flat(0));
    reasonsFor(pump, U);
    pump.give({ type: 'startBolus' });
    pump.give({ type: 'claimPulse', channel: 'bolus' });
    expect(pump.give({ type: 'endBolus', reason: 'cancelled' })).toEqual([]);
    expect(lastBolus(pump.ledger).deliveredUu).toBe(0);
    expect(pump.give({ type: 'countInDoubt' })).toEqual([{ type: 'bolus.settled', bolus: 'b1' }]);
    expect(lastBolus(pump.ledger)).toEqual({
      bolus: 'b1',
      requestedUu: U,
      deliveredUu: 25_000,
      reason: 'cancelled',
    });
    pump.take({ type: 'outcome.recorded', pulse: 1 });
    pump.run(HOUR);
    expect(pump.ledger.doses.bolus).toBe(1);
  });

  test('an ended bolus without a pulse in flight is settled at once', () => {
    const pump = running(flat(0));
    reasonsFor(pump, U);
    pump.settle(pump.give({ type: 'startBolus' }), 'verified');
    expect(pump.give({ type: 'endBolus', reason: 'suspended' })).toEqual([
      { type: 'bolus.settled', bolus: 'b1' },
    ]);
  });

  test('orders that make no sense throw', () => {
    const pump = running(flat(0));
    expect(() => pump.give({ type: 'startBolus' })).toThrow(/not pending/);
    expect(() => pump.give({ type: 'startTempBasal' })).toThrow(/nobody admitted/);
    expect(() => pump.give({ type: 'claimPulse', channel: 'bolus' })).toThrow(/not due/);
    for (const type of ['voidPulse', 'countVerified', 'countInDoubt'] as const) {
      expect(() => pump.give({ type })).toThrow(/none is in flight/);
    }
    reasonsFor(pump, U);
    pump.give({ type: 'startBolus' });
    expect(() => pump.give({ type: 'discardBolus' })).toThrow(/cannot be discarded/);
    pump.give({ type: 'claimPulse', channel: 'bolus' });
    expect(() => pump.give({ type: 'claimPulse', channel: 'bolus' })).toThrow(/in flight/);
  });
});

describe('temporary basal', () => {
  const ask = (pump: Bench, percent: number, durationMs: number) =>
    types(pump.take({ type: 'tempBasal.requested', percent, durationMs }));

  test('it is a share of the profile, rounded down, never above the maximum, and ends by itself', () => {
    const pump = running(flat(U, { maxBasalUuPerHour: 2 * U }));
    expect(ask(pump, 250, HOUR)).toEqual(['tempBasal.admitted']);
    pump.give({ type: 'startTempBasal' });
    pump.run(HOUR);
    // SR-017: 250 % of 1 U/h would be 2.5 U/h.
    expect(pump.counted).toHaveLength(80);
    expect(types(pump.heard)).toContain('tempBasal.ended');
    pump.run(HOUR);
    expect(pump.counted).toHaveLength(120);
  });

  test.each([
    [251, HOUR],
    [50, 14 * MINUTE],
    [50, 25 * HOUR],
    [50, 20 * MINUTE],
  ])('%d %% for %d ms is refused', (percent, durationMs) => {
    expect(ask(running(), percent, durationMs)).toEqual(['tempBasal.refused']);
  });

  test('SR-016 a raise that would break the day is refused, a reduction never', () => {
    const pump = running(flat(U, { maxDailyUu: 25 * U }));
    expect(ask(pump, 200, 2 * HOUR)).toEqual(['tempBasal.refused']);
    expect(ask(pump, 200, HOUR)).toEqual(['tempBasal.admitted']);
    expect(ask(pump, 0, 24 * HOUR)).toEqual(['tempBasal.admitted']);
  });

  test('a running one is not replaced unasked', () => {
    const pump = running();
    ask(pump, 50, HOUR);
    pump.give({ type: 'startTempBasal' });
    expect(ask(pump, 60, HOUR)).toEqual(['tempBasal.refused']);
    pump.give({ type: 'endTempBasal' });
    expect(ask(pump, 60, HOUR)).toEqual(['tempBasal.admitted']);
  });
});
