import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMuch, nextDeadline, readings } from '../../src/domain/ledger/ledger.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;
const PULSE = 25_000;

type Parts = { readonly amountUu: number; readonly durationMs: number; readonly extendedUu?: number };

const refusals = (pump: Bench, parts: Parts, bolus = 'e1'): readonly string[] => {
  const kind = parts.extendedUu === undefined ? 'extended' : 'combo';
  const answer = pump.take({ type: 'bolus.requested', bolus, kind, ...parts });
  return answer.flatMap(each => (each.type === 'bolus.refused' ? each.reasons : []));
};

const begin = (pump: Bench, parts: Parts, bolus = 'e1'): void => {
  expect(refusals(pump, parts, bolus)).toEqual([]);
  pump.settle(
    pump.give({ type: parts.extendedUu === undefined ? 'startExtended' : 'startCombo' }),
    'verified',
  );
};

/** Whole steps that are slow enough, over whole quarters of an hour. */
const spreads = fc
  .record({ steps: fc.integer({ min: 1, max: 200 }), quarters: fc.integer({ min: 1, max: 32 }) })
  .map(({ steps, quarters }) => ({ amountUu: steps * 50_000, durationMs: quarters * 15 * MINUTE }))
  .filter(({ amountUu, durationMs }) => amountUu * 1_000 <= PULSE * durationMs);

const pulsesOf = ({ counted }: Bench) => counted.filter(({ channel }) => channel === 'extended');

describe('over its time', () => {
  test('at every pulse the integral is exact, and all of it is given by its end', req('SR-021', 'SR-034'), () => {
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
        expect(pump.ledger.bolus.lastExtended).toMatchObject({ deliveredUu: amountUu, reason: 'completed' });
      }),
      { numRuns: 60 },
    );
  });

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

  test('a stall is never caught up: one pulse at most, and what is missing is told at the end', req('SR-033'), () => {
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
        const missed = (parts.amountUu * Math.max(0, Math.min(stall, parts.durationMs - 5 * MINUTE) - MINUTE)) / parts.durationMs;
        expect(given).toBeLessThanOrEqual(parts.amountUu - missed + 2 * PULSE);
        const isLapsed = types(pump.heard).includes('extended.lapsed');
        expect(isLapsed).toBe(given < parts.amountUu);
        expect(pump.ledger.bolus.extended).toBeNull();
        if (isLapsed) lapsed += 1;
      }),
      { numRuns: 60 },
    );
    expect(lapsed).toBeGreaterThan(10);
  });

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
  test('basal, a bolus and an extended bolus at their fastest all get their due', req('SR-020', 'SR-022', 'SR-034'), () => {
    const pump = running(flat(9 * U, { maxBolusUu: 25 * U }));
    begin(pump, { amountUu: 20 * U, durationMs: 15 * MINUTE });
    pump.take({ type: 'bolus.requested', bolus: 'n1', amountUu: 2 * U });
    pump.settle(pump.give({ type: 'startBolus' }), 'verified');
    pump.run(15 * MINUTE);
    const count = (channel: string) => pump.counted.filter(each => each.channel === channel).length;
    expect([count('basal'), count('bolus'), count('extended')]).toEqual([90, 80, 800]);
    expect(pump.ledger.doses).toMatchObject({ basal: 90, bolus: 80, extended: 800 });
  });

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
    expect(types(pump.take({ type: 'bolus.requested', bolus: 'n1', amountUu: U }))).toEqual(['bolus.admitted']);
  });

  test('an extended bolus that ends in mid-pulse counts that pulse, and is settled then', req('SR-025'), () => {
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
  });

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
    expect(() => pump.give({ type: 'startBolus' })).toThrow('the extended bolus e1 was started by startBolus');
  });
});

describe('admission', () => {
  test.each([
    [{ kind: 'normal', durationMs: HOUR }, 'a normal bolus has no extended part'],
    [{ kind: 'extended' }, 'the duration is missing'],
    [{ kind: 'extended', durationMs: HOUR, extendedUu: U }, 'extended as a whole'],
    [{ kind: 'combo', durationMs: HOUR }, 'ask for less than the whole'],
    [{ kind: 'combo', durationMs: HOUR, extendedUu: U }, 'ask for less than the whole'],
  ] as const)('%o contradicts itself and is refused', (parts, reason) => {
    const [refused] = running().take({ type: 'bolus.requested', bolus: 'b', amountUu: U, ...parts });
    expect(refused).toMatchObject({ type: 'bolus.refused', reasons: [expect.stringContaining(reason)] });
  });

  test('SR-028 each part is a multiple of the step, and no part is rounded', () => {
    expect(refusals(running(), { amountUu: U, extendedUu: 970_000, durationMs: HOUR })).toEqual([
      '0.03 U is not a multiple of 0.05 U; ask for 0.05 U.',
      '0.97 U is not a multiple of 0.05 U; ask for 0.95 U or 1 U.',
    ]);
  });

  test('SR-021 SR-036 the whole is held against the largest bolus, the extended part against its speed', () => {
    expect(refusals(running(), { amountUu: 12 * U, extendedUu: 6 * U, durationMs: HOUR })).toEqual([
      '12 U is above the largest bolus, 10 U.',
    ]);
    const fast = running(flat(U, { maxBolusUu: 25 * U }));
    expect(refusals(fast, { amountUu: 23 * U, durationMs: 15 * MINUTE })).toEqual([
      '23 U in 15 min is faster than a bolus may be; ask for a longer duration.',
    ]);
  });

  test.each([
    [10 * MINUTE, 'not between 15 min and 480 min'],
    [9 * HOUR, 'not between 15 min and 480 min'],
    [20 * MINUTE, 'not a multiple of 15 min'],
  ])('a duration of %d ms is refused', (durationMs, reason) => {
    expect(refusals(running(), { amountUu: U, durationMs })[0]).toContain(reason);
  });

  test('SR-029 what an extended bolus still owes is spoken for', () => {
    const pump = running();
    pump.take({ type: 'cartridge.replaced', volumeUu: 10 * U });
    begin(pump, { amountUu: 4 * U, durationMs: HOUR });
    expect(refusals(pump, { amountUu: 5_050_000, extendedUu: 50_000, durationMs: HOUR }, 'n1')).toContain(
      '5.05 U, 4 U of the extended bolus and 1 U in reserve are more than the 10 U in the reservoir.',
    );
  });

  test('SR-029 a bolus that the battery would not outlast is refused, basal goes on', () => {
    const pump = running();
    pump.take({ type: 'battery.measured', percent: 5, millivolts: 3_600, minutesLeft: 40 });
    expect(refusals(pump, { amountUu: U, durationMs: HOUR })).toEqual([
      'the battery lasts for about 40 min: charge it first.',
    ]);
    expect(refusals(pump, { amountUu: U, durationMs: 30 * MINUTE }, 'e2')).toEqual([]);
  });

  test('SR-015 what an extended bolus gives within the hour takes its room', () => {
    const pump = running(flat(U, { maxBasalUuPerHour: 3 * U }));
    begin(pump, { amountUu: 8 * U, durationMs: HOUR });
    // 18 U in the hour: 8 of the extended bolus and 1 of basal are to come.
    expect(types(pump.take({ type: 'bolus.requested', bolus: 'n1', amountUu: 9_050_000 }))).toEqual([
      'bolus.refused',
    ]);
    expect(types(pump.take({ type: 'bolus.requested', bolus: 'n2', amountUu: 9 * U }))).toEqual([
      'bolus.admitted',
    ]);
  });

  test('SR-015 of a bolus over eight hours only an eighth falls into the hour', () => {
    const pump = running(flat(U, { maxBasalUuPerHour: 3 * U }));
    begin(pump, { amountUu: 8 * U, durationMs: 8 * HOUR });
    expect(types(pump.take({ type: 'bolus.requested', bolus: 'n1', amountUu: 10 * U }))).toEqual([
      'bolus.admitted',
    ]);
  });

  test('SR-016 a full day ends every bolus and a raised rate; basal goes on', () => {
    const pump = running(flat(U));
    pump.take({ type: 'tempBasal.requested', percent: 200, durationMs: 4 * HOUR });
    pump.give({ type: 'startTempBasal' });
    begin(pump, { amountUu: 10 * U, durationMs: HOUR });
    pump.run(55 * MINUTE);
    pump.take({ type: 'settings.changed', settings: flat(200_000, { maxDailyUu: 10 * U }) });
    pump.run(5 * MINUTE);
    const heard = types(pump.heard);
    expect(heard.filter(type => type === 'limit.dailyReached')).toHaveLength(1);
    expect(heard.slice(heard.indexOf('limit.dailyReached'))).toContain('tempBasal.ended');
    pump.give({ type: 'endExtended', reason: 'stopped' });
    const before = pump.ledger.doses.basal;
    pump.run(HOUR);
    expect(pump.ledger.doses.basal - before).toBe(8);
  });

  test('SR-032 a late request is refused once a fifth of it was delivered since it was made', () => {
    const late = (deliveredUu: number) => {
      const pump = running(flat(0));
      const createdMonoMs = monoMs(pump.at().monoMs);
      pump.pass(10_000);
      pump.take({ type: 'bolus.requested', bolus: 'n1', amountUu: deliveredUu });
      pump.settle(pump.give({ type: 'startBolus' }), 'verified');
      pump.run(30_000);
      pump.give({ type: 'endBolus', reason: 'completed' });
      return types(
        pump.take({ type: 'bolus.requested', bolus: 'r1', amountUu: U, origin: 'user', createdMonoMs }),
      );
    };
    expect(late(150_000)).toEqual(['bolus.admitted']);
    expect(late(200_000)).toEqual(['bolus.refused']);
  });

  test('SR-032 a request from the future is refused', () => {
    const pump = running();
    const [refused] = pump.take({
      type: 'bolus.requested',
      bolus: 'r1',
      amountUu: U,
      createdMonoMs: pump.at().monoMs + 1,
    });
    expect(refused).toMatchObject({ type: 'bolus.refused' });
  });

  test('SR-027 what was confirmed within the hour is counted to the pulse and to the millisecond', () => {
    const pump = running(exampleSettings);
    const ask = (bolus: string, amountUu: number) => {
      pump.take({ type: 'bolus.requested', bolus, amountUu });
      return isMuch(pump.ledger, pump.at());
    };
    expect(ask('a', 8 * U)).toBe(false);
    pump.give({ type: 'startBolus' });
    pump.give({ type: 'endBolus', reason: 'cancelled' });
    // 15 U are one and a half times the largest bolus. What was cancelled was wanted all the same.
    expect(ask('b', 7 * U)).toBe(false);
    pump.give({ type: 'discardBolus' });
    expect(ask('c', 7_050_000)).toBe(true);
    expect(readings(pump.ledger, pump.at()).requestedHourUu).toBe(15_050_000);
    pump.give({ type: 'discardBolus' });
    pump.pass(HOUR - 1);
    expect(ask('d', 7_050_000)).toBe(true);
    pump.give({ type: 'discardBolus' });
    pump.pass(1);
    expect(ask('e', 10 * U)).toBe(false);
    expect(nextDeadline(pump.ledger)).not.toBeNull();
  });
});
