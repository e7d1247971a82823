import { describe, expect, test } from 'vitest';
import { isMuch, nextDeadline, readings } from '../../src/domain/ledger/ledger.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { flat, running, types } from './bench.ts';
import { begin, refusals } from './spread.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

describe('admission of what is spread over time', () => {
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
    pump.load(10 * U);
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
      const createdMonoMs = pump.at().monoMs;
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
