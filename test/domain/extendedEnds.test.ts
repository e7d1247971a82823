import { describe, expect, test } from 'vitest';
import {
  countForExtended,
  endExtended,
  extendedDueAt,
  extendedWaitMs,
  lapse,
  owedWithin,
  startSpread,
  voidForExtended,
} from '../../src/domain/ledger/extended.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import { microunits, milliseconds, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';
import { begin } from './spread.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;
const PULSE = 25_000;

/** A pump without basal that spreads 1 U over a quarter of an hour: a pulse each 22.5 s. */
const spreading = (): Bench => {
  const pump = running(flat(0));
  begin(pump, { amountUu: U, durationMs: 15 * MINUTE });
  return pump;
};

const extendedOf = ({ ledger }: Bench) => {
  const { extended } = ledger.bolus;
  if (extended === null) throw new Error('no extended bolus runs');
  return extended;
};

/** The ledger with its extended bolus changed. */
const withExtended = (pump: Bench, change: Partial<ReturnType<typeof extendedOf>>): Ledger => ({
  ...pump.ledger,
  bolus: { ...pump.ledger.bolus, extended: { ...extendedOf(pump), ...change } },
});

/** Basal is off because of low glucose. */
const low = (ledger: Ledger): Ledger => ({
  ...ledger,
  lowSuspend: { ...ledger.lowSuspend, hold: { since: monoMs(0), until: monoMs(HOUR) } },
});

describe('an extended bolus', () => {
  test('SR-034 nothing of it ripens after its time is over', req('SR-034'), () => {
    const pump = spreading();
    pump.run(15 * MINUTE - 10_000);
    const before = extendedOf(pump).accumulated;
    pump.pass(30_000);
    pump.take({ type: 'clock.reached' });
    // Ten seconds of 1 U.
    const accumulated = before + U * 10_000;
    const pulse = PULSE * 15 * MINUTE;
    expect(accumulated).toBe(pulse);
    expect(extendedOf(pump)).toMatchObject({ owed: true, accumulated: 0 });
  });

  test('SR-033 that is not given whole by its very end says so then, and not before', req('SR-033'), () => {
    const pump = spreading();
    pump.pass(5 * MINUTE);
    pump.settle(pump.take({ type: 'clock.reached' }), 'verified');
    pump.run(10 * MINUTE - 1);
    expect(types(pump.heard)).not.toContain('extended.lapsed');
    pump.run(1);
    expect(types(pump.heard)).toContain('extended.lapsed');
    expect(pump.ledger.bolus.lastExtended).toMatchObject({ reason: 'lapsed' });
  });

  test('SR-090 lapses while basal is off for low glucose, and not without a reason', req('SR-090'), () => {
    const pump = spreading();
    expect(types(lapse(pump.ledger, pump.at()).derived)).toEqual([]);
    expect(types(lapse(low(pump.ledger), pump.at()).derived)).toEqual(['extended.lapsed']);
    const over = { ...pump.at(), monoMs: extendedOf(pump).endsAt };
    expect(types(lapse(pump.ledger, over).derived)).toEqual(['extended.lapsed']);
    expect(types(lapse(withExtended(pump, { owed: true }), over).derived)).toEqual([]);
  });

  test('SR-090 what ended it is told: low glucose, its time, a person', req('SR-090'), () => {
    const { ledger } = spreading();
    const reasonOf = (before: Ledger, reason: 'lapsed' | 'cancelled') =>
      endExtended(before, reason).ledger.bolus.lastExtended?.reason;
    expect(reasonOf(ledger, 'lapsed')).toBe('lapsed');
    expect(reasonOf(low(ledger), 'lapsed')).toBe('lowGlucose');
    expect(reasonOf(low(ledger), 'cancelled')).toBe('cancelled');
  });

  test('takes back its own pulse that was offered when it ends, and no other', () => {
    const { ledger } = spreading();
    const offeredAfter = (offered: Ledger['offered']) =>
      endExtended({ ...ledger, offered }, 'cancelled').ledger.offered;
    expect(offeredAfter('extended')).toBeNull();
    expect(offeredAfter('basal')).toBe('basal');
  });

  test('counts each pulse, and is complete at exactly what was asked for', () => {
    const pump = spreading();
    const counted = (deliveredUu: number) => {
      const { ledger, derived } = countForExtended(
        withExtended(pump, { deliveredUu: microunits(deliveredUu) }),
        'e1',
      );
      return [ledger.bolus.extended?.deliveredUu, ...types(derived)];
    };
    expect(counted(0)).toEqual([PULSE]);
    expect(counted(U - 2 * PULSE)).toEqual([U - PULSE]);
    expect(counted(U - PULSE)).toEqual([U, 'extended.completed']);
  });

  test('offers no pulse beyond what was asked for, nor while glucose is low', () => {
    const pump = spreading();
    const dueWith = (deliveredUu: number) =>
      withExtended(pump, { deliveredUu: microunits(deliveredUu), owed: true });
    expect(extendedDueAt(dueWith(U - PULSE))).toBe(0);
    expect(extendedDueAt(dueWith(U))).toBeNull();
    expect(extendedDueAt(low(dueWith(0)))).toBeNull();
    expect(extendedDueAt(withExtended(pump, { owed: false }))).toBeNull();
  });

  test('is waited for until its next pulse is ripe or its time is over, whichever is sooner', () => {
    const pump = spreading();
    expect(extendedWaitMs(pump.ledger)).toBe(22_500);
    expect(extendedWaitMs(withExtended(pump, { endsAt: monoMs(7_000) }))).toBe(7_000);
    const later = {
      ...withExtended(pump, { endsAt: monoMs(7_000) }),
      at: { ...pump.at(), monoMs: monoMs(5_000) },
    };
    expect(extendedWaitMs(later)).toBe(2_000);
  });

  test('owes within a while its share of it and two pulses, and never more than is left', () => {
    const pump = spreading();
    expect(owedWithin(pump.ledger, 7.5 * MINUTE)).toBe(U / 2 + 2 * PULSE);
    expect(owedWithin(pump.ledger, HOUR)).toBe(U);
    expect(owedWithin(withExtended(pump, { deliveredUu: microunits(U - PULSE) }), HOUR)).toBe(PULSE);
    expect(owedWithin(running(flat(0)).ledger, HOUR)).toBe(0);
  });

  test('a pulse of it that never moved is settled when it has ended, and goes on when it runs', () => {
    const pump = spreading();
    expect(voidForExtended(pump.ledger, 'e1')).toEqual({ ledger: pump.ledger, derived: [] });
    const ended = endExtended(pump.ledger, 'cancelled').ledger;
    expect(voidForExtended(ended, 'e1')).toEqual({
      ledger: ended,
      derived: [{ type: 'extended.settled', bolus: 'e1' }],
    });
  });

  test('is one at a time, and a pulse of one that nobody knows is our defect', () => {
    const pump = spreading();
    const spread = { amountUu: microunits(U), durationMs: milliseconds(HOUR) };
    expect(() => startSpread(pump.ledger, 'e2', spread, pump.at())).toThrow(
      'an extended bolus was started beside another',
    );
    expect(() => countForExtended(pump.ledger, 'e9')).toThrow(
      'a pulse of the extended bolus e9 was counted, and nobody knows that bolus',
    );
  });
});
