import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';
import { begin, refusals } from './spread.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;
const PULSE = 25_000;

/** Whole steps that are slow enough, over whole quarters of an hour. */
const spreads = fc
  .record({ steps: fc.integer({ min: 1, max: 200 }), quarters: fc.integer({ min: 1, max: 32 }) })
  .map(({ steps, quarters }) => ({ amountUu: steps * 50_000, durationMs: quarters * 15 * MINUTE }))
  .filter(({ amountUu, durationMs }) => amountUu * 1_000 <= PULSE * durationMs);

const pulsesOf = ({ counted }: Bench) => counted.filter(({ channel }) => channel === 'extended');

describe('over its time', () => {
  test(
    'at every pulse the integral is exact, and all of it is given by its end',
    req('SR-021', 'SR-034'),
    () => {
      fc.assert(
        fc.property(spreads, ({ amountUu, durationMs }) => {
          const pump = running(flat(0));
          const from = pump.at().monoMs;
          begin(pump, { amountUu, durationMs });
          pump.run(durationMs);
          for (const [index, { at }] of pulsesOf(pump).entries()) {
            // Pulse number n is due when n pulses' worth has ripened, to the millisecond.
            expect(at - from).toBe(Math.ceil(((index + 1) * PULSE * durationMs) / amountUu));
          }
          expect(pulsesOf(pump)).toHaveLength(amountUu / PULSE);
          expect(types(pump.heard)).toContain('extended.completed');
          expect(pump.ledger.bolus.lastExtended).toMatchObject({
            deliveredUu: amountUu,
            reason: 'completed',
          });
        }),
        { numRuns: 60 },
      );
    },
  );

  test('looking more often changes nothing', req('SR-034'), () => {
    fc.assert(
      fc.property(
        spreads,
        fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 20 }),
        ({ amountUu, durationMs }, cuts) => {
          const plain = running(flat(U));
          const cut = running(flat(U));
          for (const pump of [plain, cut]) begin(pump, { amountUu, durationMs });
          plain.run(cuts.reduce((sum, ms) => sum + ms, 0));
          for (const ms of cuts) cut.run(ms);
          expect(cut.counted).toEqual(plain.counted);
          expect(cut.ledger.bolus.extended).toEqual(plain.ledger.bolus.extended);
        },
      ),
      { numRuns: 60 },
    );
  });

  test(
    'a stall is never caught up: one pulse at most, and what is missing is told at the end',
    req('SR-033'),
    () => {
      let lapsed = 0;
      fc.assert(
        fc.property(spreads, fc.integer({ min: 61_000, max: 3 * HOUR }), (parts, stall) => {
          const pump = running(flat(0));
          begin(pump, parts);
          pump.run(5 * MINUTE);
          const before = pulsesOf(pump).length;
          pump.pass(stall);
          pump.settle(pump.take({ type: 'clock.reached' }), 'verified');
          expect(pulsesOf(pump).length - before).toBeLessThanOrEqual(1);
          pump.run(parts.durationMs);
          const given = pulsesOf(pump).length * PULSE;
          const missed =
            (parts.amountUu * Math.max(0, Math.min(stall, parts.durationMs - 5 * MINUTE) - MINUTE)) /
            parts.durationMs;
          expect(given).toBeLessThanOrEqual(parts.amountUu - missed + 2 * PULSE);
          const isLapsed = types(pump.heard).includes('extended.lapsed');
          expect(isLapsed).toBe(given < parts.amountUu);
          expect(pump.ledger.bolus.extended).toBeNull();
          if (isLapsed) lapsed += 1;
        }),
        { numRuns: 60 },
      );
      expect(lapsed).toBeGreaterThan(10);
    },
  );

  test('two of its pulses are a second apart, two while an occlusion is suspected', req('SR-036'), () => {
    const pump = running(flat(0, { maxBolusUu: 25 * U }));
    begin(pump, { amountUu: 22_500_000, durationMs: 15 * MINUTE });
    pump.run(MINUTE);
    const gaps = pulsesOf(pump).map(({ at }, index, all) => at - (all[index - 1]?.at ?? at - 1_000));
    expect(new Set(gaps)).toEqual(new Set([1_000]));
    pump.take({ type: 'force.measured', forceMn: 6_500 });
    const before = pulsesOf(pump).length;
    pump.run(MINUTE, 'inDoubt');
    expect(pulsesOf(pump).length - before).toBeLessThanOrEqual(31);
  });
});

describe('beside the others', () => {
  test(
    'basal, a bolus and an extended bolus at their fastest all get their due',
    req('SR-020', 'SR-022', 'SR-034'),
    () => {
      const pump = running(flat(9 * U, { maxBolusUu: 25 * U }));
      begin(pump, { amountUu: 20 * U, durationMs: 15 * MINUTE });
      pump.take({ type: 'bolus.requested', bolus: 'n1', amountUu: 2 * U });
      pump.settle(pump.give({ type: 'startBolus' }), 'verified');
      pump.run(15 * MINUTE);
      const count = (channel: string) => pump.counted.filter(each => each.channel === channel).length;
      expect([count('basal'), count('bolus'), count('extended')]).toEqual([90, 80, 800]);
      expect(pump.ledger.doses).toMatchObject({ basal: 90, bolus: 80, extended: 800 });
    },
  );

  test('when all are due at once basal goes first, then the bolus, then the extended part', () => {
    const pump = running(flat(9 * U));
    begin(pump, { amountUu: 9 * U, durationMs: HOUR });
    pump.take({ type: 'bolus.requested', bolus: 'n1', amountUu: U });
    pump.pass(10_000);
    const first = pump.take({ type: 'clock.reached' });
    expect(first).toEqual([{ type: 'pulse.due', channel: 'basal' }]);
    pump.give({ type: 'startBolus' });
    pump.settle(first, 'verified');
    expect(pump.counted.map(({ channel }) => channel)).toEqual(['basal', 'bolus', 'extended']);
  });

  test('SR-022 one extended bolus at a time; a bolus beside it is welcome', () => {
    const pump = running();
    begin(pump, { amountUu: U, durationMs: HOUR });
    expect(refusals(pump, { amountUu: U, durationMs: HOUR }, 'e2')).toEqual([
      'the extended bolus e1 is active; wait for its end or cancel it.',
    ]);
    expect(types(pump.take({ type: 'bolus.requested', bolus: 'n1', amountUu: U }))).toEqual([
      'bolus.admitted',
    ]);
  });

  test(
    'an extended bolus that ends in mid-pulse counts that pulse, and is settled then',
    req('SR-025'),
    () => {
      const pump = running(flat(0));
      begin(pump, { amountUu: U, durationMs: 15 * MINUTE });
      pump.pass(22_500);
      expect(pump.take({ type: 'clock.reached' })).toEqual([{ type: 'pulse.due', channel: 'extended' }]);
      pump.give({ type: 'claimPulse', channel: 'extended' });
      expect(pump.give({ type: 'endExtended', reason: 'cancelled' })).toEqual([]);
      expect(refusals(pump, { amountUu: U, durationMs: HOUR }, 'e2')).toEqual([
        'the last pulse of the bolus e1 is under way; ask again in a second.',
      ]);
      expect(pump.give({ type: 'countInDoubt' })).toEqual([{ type: 'extended.settled', bolus: 'e1' }]);
      expect(pump.ledger.bolus.lastExtended).toEqual({
        bolus: 'e1',
        requestedUu: U,
        deliveredUu: PULSE,
        reason: 'cancelled',
      });
    },
  );

  test('SR-033 after a loss of power nothing of it is left', () => {
    const pump = running();
    begin(pump, { amountUu: 2 * U, extendedUu: U, durationMs: HOUR });
    pump.run(10 * MINUTE);
    pump.take({ type: 'power.applied', boot: 'c', gapMs: 0 });
    expect(pump.ledger.bolus).toMatchObject({ current: null, extended: null });
    expect(pump.ledger.bolus.lastExtended).toMatchObject({ reason: 'powerLost' });
    pump.give({ type: 'startDelivery' });
    const before = pulsesOf(pump).length;
    pump.run(2 * HOUR);
    expect(pulsesOf(pump)).toHaveLength(before);
  });

  test('an order that means another kind than the pending one throws', () => {
    const pump = running();
    refusals(pump, { amountUu: U, durationMs: HOUR });
    expect(() => pump.give({ type: 'startBolus' })).toThrow(
      'the extended bolus e1 was started by startBolus',
    );
  });
});
