import { describe, expect, test } from 'vitest';
import { LEAST, missingIn } from '../../src/domain/detect/shortfall.ts';
import { accumulateBasal, PULSE_ACCUMULATED, watchBasal } from '../../src/domain/ledger/basal.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import type { Dose } from '../../src/domain/rolling.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { flat, running } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;
const NOW = monoMs(10 * HOUR);

describe('SR-020 what is dropped of basal is missing', () => {
  /** In µU·ms/h, after so many ms at this rate. */
  const missing = (rate: number, ms: number, basal: Ledger['basal']): number => {
    const pump = running(flat(rate));
    const { monoMs: from, wallMs: wall } = pump.at();
    const now = { monoMs: monoMs(from + ms), wallMs: wallMs(wall + ms) };
    return missingIn(accumulateBasal({ ...pump.ledger, basal }, now).shortfall, now.monoMs);
  };
  const almost = PULSE_ACCUMULATED - 1;

  test.each<[string, number, number, Ledger['basal'], number]>([
    ['nothing of a minute', U, MINUTE, { accumulated: 0, owed: false }, 0],
    ['of ten minutes all but one', U, 10 * MINUTE, { accumulated: 0, owed: false }, U * 9 * MINUTE],
    ['what ripens behind a pulse that waits', U, MINUTE, { accumulated: almost, owed: true }, U * MINUTE],
    [
      'what ripens behind a pulse that has just ripened',
      15 * U,
      MINUTE,
      { accumulated: almost, owed: false },
      15 * U * MINUTE - PULSE_ACCUMULATED,
    ],
  ])('%s', req('SR-020'), (_what, rate, ms, basal, expected) => {
    expect(missing(rate, ms, basal)).toBe(expected);
  });
});

describe('SR-020 how much is missing of the last hour', () => {
  const watched = (level: 'none' | 'short' | 'farShort', amount: number, history: readonly Dose[] = []) => {
    const { ledger } = running(flat(U));
    const missed = [{ atMonoMs: monoMs(NOW - MINUTE), amount }];
    return watchBasal({ ...ledger, shortfall: { missed, level }, doses: { ...ledger.doses, history } }, NOW);
  };
  const pulses = (channel: Dose['channel'], agoMs: number): readonly Dose[] =>
    Array.from({ length: 120 }, () => ({ atMonoMs: monoMs(NOW - agoMs), channel, certain: true }));

  test.each<[string, readonly Dose[], readonly string[]]>([
    ['enough was given', pulses('basal', MINUTE), []],
    ['nothing was given', [], ['basal.short']],
    ['another channel gave', pulses('bolus', MINUTE), ['basal.short']],
    ['it was given an hour ago', pulses('basal', HOUR), ['basal.short']],
  ])('is a share of what was given: %s', req('SR-020'), (_what, history, derived) => {
    expect(watched('none', LEAST + 1, history).derived.map(({ type }) => type)).toEqual(derived);
  });

  test('that is told is over when hardly anything is missing', req('SR-020'), () => {
    const over = watched('short', 0);
    expect(over.derived).toEqual([{ type: 'basal.sufficient' }]);
    expect(over.ledger.shortfall.level).toBe('none');
    expect(watched('none', 0).derived).toEqual([]);
    expect(watched('short', LEAST).derived).toEqual([]);
  });
});
