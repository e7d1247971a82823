import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import { confirmQuick, requestQuick } from '../../src/domain/ledger/quick.ts';
import { recover } from '../../src/domain/ledger/recovery.ts';
import { announceAtOnce } from '../../src/domain/ledger/reservoir.ts';
import { microunits, monoMs, wallMs } from '../../src/domain/units.ts';
import { type Clock, doubtEndsAt, EARLIEST_WALL_MS, judgeClock } from '../../src/domain/wallClock.ts';
import { req } from '../support/req.ts';
import { flat, running, types } from './bench.ts';

const U = 1_000_000;

describe('SR-053 the level of the reservoir', () => {
  const said = (volume: number, announced: Ledger['reservoir']['announced']) => {
    const { ledger } = running(flat(U, { lowReservoirUu: 40 * U }));
    const { ledger: after, derived } = announceAtOnce({
      ...ledger,
      reservoir: { volumeUu: microunits(volume), announced },
    });
    return [after.reservoir.announced, ...types(derived)];
  };

  test('is half at exactly half of low, and low again there', req('SR-053'), () => {
    expect(said(20 * U, 'low')).toEqual(['half', 'reservoir.low']);
    expect(said(20 * U + 1, 'low')).toEqual(['low']);
    expect(said(20 * U, 'ok')).toEqual(['half', 'reservoir.low']);
  });

  test('that has fallen past half is not said to be low again', req('SR-053'), () => {
    expect(said(2 * U, 'low')).toEqual(['veryLow', 'reservoir.veryLow']);
    expect(said(2 * U, 'ok')).toEqual(['veryLow', 'reservoir.low', 'reservoir.veryLow']);
  });

  test('does not rise but by another cartridge', req('SR-053'), () => {
    expect(said(90 * U, 'low')).toEqual(['low']);
  });
});

describe('the quick bolus', () => {
  const counted = (change: Partial<Ledger['quick']>): Ledger => {
    const { ledger } = running(flat(U));
    return { ...ledger, quick: { ...ledger.quick, steps: 2, eachUu: 500_000, isTrusted: true, ...change } };
  };

  test('SR-035 of a button that may be stuck is refused, with what to do', req('SR-035'), () => {
    expect(requestQuick(counted({ isTrusted: false }), running().at()).derived).toMatchObject([
      { type: 'bolus.refused', reasons: ['the button may be stuck; release it for five seconds.'] },
    ]);
  });

  test('SR-035 is confirmed by its second hold while it waits for that, and not when it is given already', {
    ...req('SR-035'),
  }, () => {
    const pump = running(flat(U));
    pump.take({ type: 'bolus.requested', bolus: 'quick-1', amountUu: U });
    const holding = (ledger: Ledger): Ledger => ({
      ...ledger,
      quick: { ...ledger.quick, bolus: 'quick-1', isTrusted: true },
    });
    expect(types(confirmQuick(holding(pump.ledger)).derived)).toEqual(['bolus.confirmed']);
    pump.give({ type: 'startBolus' });
    expect(types(confirmQuick(holding(pump.ledger)).derived)).toEqual([]);
  });
});

describe('the time of day', () => {
  const at = (monoMinutes: number, wall: number) => ({
    monoMs: monoMs(monoMinutes * 60_000),
    wallMs: wallMs(wall),
  });
  const suspected: Clock = { phase: 'suspected', aheadMs: EARLIEST_WALL_MS, since: monoMs(0) };

  test('SR-078 is lost before 2020, and not at its very beginning', req('SR-078'), () => {
    const trusted: Clock = { phase: 'trusted', aheadMs: EARLIEST_WALL_MS, since: null };
    expect(judgeClock(trusted, at(0, EARLIEST_WALL_MS)).found).toBeNull();
    expect(judgeClock(trusted, at(0, EARLIEST_WALL_MS - 1)).found).toEqual({ type: 'clock.lost' });
  });

  test('SR-078 has no beginning of doubt when it is trusted again, or lost', req('SR-078'), () => {
    const again = judgeClock(suspected, at(0, EARLIEST_WALL_MS));
    expect(again).toMatchObject({ found: { type: 'clock.trusted' }, clock: { since: null } });
    expect(doubtEndsAt(suspected)).toBeGreaterThan(0);
    expect(doubtEndsAt({ ...suspected, phase: 'lost' })).toBeNull();
    expect(doubtEndsAt({ ...suspected, since: null })).toBeNull();
  });

  test('SR-078 that was lost stays so over a boot, however short the gap', req('SR-078'), () => {
    const { ledger } = running();
    const booted = (phase: Clock['phase']) =>
      recover(
        { ...ledger, clock: { ...ledger.clock, phase } },
        { type: 'power.applied', boot: 'c', gapMs: 0 },
        at(1, EARLIEST_WALL_MS),
      ).ledger.clock.phase;
    expect((['trusted', 'suspected', 'lost'] as const).map(booted)).toEqual(['trusted', 'lost', 'lost']);
  });
});
