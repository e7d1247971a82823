import { describe, expect, test } from 'vitest';
import type { Channel, Fact } from '../../src/domain/facts.ts';
import { emptyLedger, type Ledger } from '../../src/domain/ledger/ledger.ts';
import {
  confirmationObjections,
  isMuch,
  objectionsTo,
  requestedInHour,
} from '../../src/domain/ledger/request.ts';
import { NO_SETTINGS, resumeObjections } from '../../src/domain/ledger/standing.ts';
import type { BolusRecord } from '../../src/domain/ledger/state.ts';
import { TIMING } from '../../src/domain/limits.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import { microunits, monoMs } from '../../src/domain/units.ts';
import { type Bench, flat, running } from './bench.ts';

const MINUTE = 60_000;
const U = 1_000_000;
const SPREAD = { amountUu: 2 * U, durationMs: 30 * MINUTE };

const record = (change: Partial<BolusRecord> = {}): BolusRecord => ({
  bolus: 'asked',
  automatic: false,
  requestedUu: microunits(U),
  deliveredUu: microunits(0),
  phase: 'pending',
  spread: null,
  createdMonoMs: null,
  ...change,
});
const spread = record({ requestedUu: microunits(0), spread: SPREAD });

/** A pump that has been running for a while, and a ledger that differs from its own in this. */
const pumpFor = (ms = 2 * 60 * MINUTE): Bench => {
  const pump = running();
  pump.run(ms);
  return pump;
};
const told = (pump: Bench, each: BolusRecord, change: Partial<Ledger> = {}): readonly string[] =>
  objectionsTo({ ...pump.ledger, ...change }, each, pump.at());

/** Claims the next pulse of this channel that falls due. */
const claim = (pump: Bench, channel: Channel): void => {
  for (let turn = 0; turn < 10_000 && pump.ledger.offered !== channel; turn += 1) {
    const { offered } = pump.ledger;
    if (offered !== null) pump.deal(offered, 'skipped');
    pump.pass(500);
    pump.take({ type: 'clock.reached' });
  }
  pump.give({ type: 'claimPulse', channel });
};

const request = (change: Partial<Extract<Fact, { type: 'bolus.requested' }>> = {}): Fact => ({
  type: 'bolus.requested',
  bolus: 'first',
  amountUu: U,
  ...change,
});
const extended = request({ kind: 'extended', amountUu: 4 * U, durationMs: 15 * MINUTE });

test('a bolus against which nothing is, is told nothing', () => {
  expect(told(pumpFor(), record())).toEqual([]);
  expect(told(pumpFor(), spread)).toEqual([]);
});

test('while low glucose holds basal nothing is spread, unless the settings let it be; a bolus now may be', () => {
  const pump = pumpFor();
  const { monoMs: now } = pump.at();
  const lowSuspend = { ...pump.ledger.lowSuspend, hold: { since: now, until: monoMs(now + MINUTE) } };
  expect(told(pump, spread, { lowSuspend })).toEqual([
    'basal is off because of low glucose: nothing can be spread over time; ask for a bolus now, or wait.',
  ]);
  expect(told(pump, record(), { lowSuspend })).toEqual([]);
  const settings = flat(U, { lowSuspendEndsExtended: false });
  expect(told(pump, spread, { lowSuspend, settings })).toEqual([]);
  // Nothing is off.
  expect(told(pump, spread, { settings: flat(U) })).toEqual([]);
});

describe('until the last pulse of a bolus is settled', () => {
  const UNDER_WAY = 'the last pulse of the bolus first is under way; ask again in a second.';

  test('no other is admitted, and it is told once why', () => {
    const pump = pumpFor();
    pump.take(request());
    pump.give({ type: 'startBolus' });
    claim(pump, 'bolus');
    const ACTIVE = 'the bolus first is active; wait for its end or cancel it.';
    expect(told(pump, record())).toEqual([ACTIVE]);
    expect(told(pump, spread)).toEqual([ACTIVE]);
    pump.give({ type: 'endBolus', reason: 'cancelled' });
    expect(told(pump, record())).toEqual([UNDER_WAY]);
    expect(told(pump, spread)).toEqual([UNDER_WAY]);
  });

  test('of one that is spread only another that is spread waits', () => {
    const pump = pumpFor();
    pump.take(extended);
    pump.give({ type: 'startExtended' });
    claim(pump, 'extended');
    expect(told(pump, record())).toEqual([]);
    expect(told(pump, spread)).toEqual([
      'the extended bolus first is active; wait for its end or cancel it.',
    ]);
    pump.give({ type: 'endExtended', reason: 'cancelled' });
    expect(told(pump, record())).toEqual([]);
    expect(told(pump, spread)).toEqual([UNDER_WAY]);
  });
});

test('the battery must last for ten minutes more than the bolus takes, rounded up to minutes', () => {
  const pump = pumpFor();
  const amountUu = 6 * U;
  const minutes = Math.ceil(((amountUu / PULSE) * TIMING.bolusInterval) / MINUTE);
  const critical = (minutesLeft: number): Partial<Ledger> => ({
    conditions: { ...pump.ledger.conditions, battery: { level: 'critical', minutesLeft } as never },
  });
  const asked = record({ requestedUu: microunits(amountUu) });
  expect(minutes).toBeGreaterThan(1);
  expect(told(pump, asked, critical(minutes + 10))).toEqual([]);
  expect(told(pump, asked, critical(minutes + 9))).toEqual([
    `the battery lasts for about ${minutes + 9} min: charge it first.`,
  ]);
  expect(told(pump, spread, critical(40))).toEqual([]);
  expect(told(pump, spread, critical(39))).toHaveLength(1);
});

describe('a request from afar that was late', () => {
  const given = (pump: Bench, channel: Channel, msAgo: number): Partial<Ledger> => ({
    doses: {
      ...pump.ledger.doses,
      history: [{ atMonoMs: monoMs(pump.at().monoMs - msAgo), channel, certain: true }],
    },
  });
  const made = (pump: Bench, msAgo: number, requestedUu = 100_000): BolusRecord =>
    record({ requestedUu: microunits(requestedUu), createdMonoMs: monoMs(pump.at().monoMs - msAgo) });

  test('was made by now at the latest', () => {
    const pump = pumpFor();
    expect(told(pump, made(pump, 0))).toEqual([]);
    expect(told(pump, made(pump, -1))).toEqual([
      'the request was made in the future; set the clocks and make a new one.',
    ]);
  });

  test('may be its own repetition where a fifth of it was given by boluses since, to the millisecond', () => {
    const pump = pumpFor();
    const REPEATED =
      'boluses of 0.025 U were delivered since the request was made; make a new one if it is still wanted.';
    for (const channel of ['bolus', 'extended'] as const) {
      expect(told(pump, made(pump, 1_000), given(pump, channel, 1_000)), channel).toEqual([REPEATED]);
      expect(told(pump, made(pump, 1_000), given(pump, channel, 1_001)), channel).toEqual([]);
    }
    expect(told(pump, made(pump, 1_000), given(pump, 'basal', 500))).toEqual([]);
    // A pulse is a fifth of 0.125 U, and less than that of 0.15 U.
    expect(told(pump, made(pump, 1_000, 150_000), given(pump, 'bolus', 500))).toEqual([]);
  });

  test('counts the pulse in flight of a bolus, and none of basal', () => {
    for (const [channel, count] of [
      ['bolus', 1],
      ['basal', 0],
    ] as const) {
      const pump = pumpFor();
      if (channel === 'bolus') {
        pump.take(request());
        pump.give({ type: 'startBolus' });
      }
      claim(pump, channel);
      const repeated = told(pump, made(pump, 0)).filter(each => each.startsWith('boluses of 0.025 U were'));
      expect(repeated, channel).toHaveLength(count);
    }
  });
});

describe('a confirmation', () => {
  const confirmed = (pump: Bench, bolus: string, change: Partial<Ledger['bolus']> = {}) =>
    confirmationObjections({ ...pump.ledger, bolus: { ...pump.ledger.bolus, ...change } }, bolus, pump.at());

  test('is of the bolus that waits, and of no other', () => {
    const pump = pumpFor();
    const NONE = 'The bolus asked does not wait for confirmation: request it again.';
    expect(confirmed(pump, 'asked')).toEqual([NONE]);
    expect(confirmed(pump, 'asked', { current: record({ bolus: 'other' }) })).toEqual([NONE]);
    expect(confirmed(pump, 'asked', { current: record() })).toEqual([]);
  });

  test('of one that is too much is refused while it waits, and changes nothing once it runs', () => {
    const pump = pumpFor();
    const requestedUu = microunits(26 * U);
    expect(confirmed(pump, 'asked', { current: record({ requestedUu }) })).not.toEqual([]);
    expect(confirmed(pump, 'asked', { current: record({ requestedUu, phase: 'active' }) })).toEqual([]);
  });

  test('of a spread bolus beside another says which is in the way', () => {
    const pump = pumpFor();
    pump.take(extended);
    pump.give({ type: 'startExtended' });
    expect(confirmed(pump, 'asked', { current: spread })).toEqual([
      'The extended bolus first is active: wait for its end or cancel it.',
    ]);
    expect(confirmed(pump, 'asked', { current: record() })).toEqual([]);
  });
});

test('a request whose parts contradict each other says which', () => {
  const refused = (change: Parameters<typeof request>[0]) => {
    const [answer] = pumpFor(0)
      .take(request(change))
      .filter(({ type }) => type.startsWith('bolus.'));
    return answer?.type === 'bolus.refused' ? answer.reasons : answer?.type;
  };
  const NORMAL = ['a normal bolus has no extended part and no duration; leave them out.'];
  expect(refused({ extendedUu: U / 2 })).toEqual(NORMAL);
  expect(refused({ durationMs: 15 * MINUTE })).toEqual(NORMAL);
  expect(refused({ kind: 'extended' })).toEqual([
    'the duration is missing; say over how long the extended part is given.',
  ]);
  const durationMs = 15 * MINUTE;
  expect(refused({ kind: 'extended', durationMs, extendedUu: U / 2 })).toEqual([
    'an extended bolus is extended as a whole; leave the extended part out.',
  ]);
  const COMBO = [
    'the extended part of a combo bolus is missing or the whole of it; ask for less than the whole.',
  ];
  expect(refused({ kind: 'combo', durationMs })).toEqual(COMBO);
  expect(refused({ kind: 'combo', durationMs, extendedUu: U })).toEqual(COMBO);
  expect(refused({ kind: 'combo', durationMs, extendedUu: U / 2 })).toBe('bolus.admitted');
  expect(refused({})).toBe('bolus.admitted');
});

test('what was confirmed within the hour counts with what waits, to the millisecond', () => {
  const pump = pumpFor();
  const { monoMs: now } = pump.at();
  const hour = (msAgo: number, phase: BolusRecord['phase'] = 'pending'): Ledger => ({
    ...pump.ledger,
    bolus: {
      ...pump.ledger.bolus,
      current: record({ phase, spread: SPREAD }),
      confirmed: [{ atMonoMs: monoMs(now - msAgo), amountUu: microunits(12 * U) }],
    },
  });
  expect(requestedInHour(hour(3_599_999), pump.at())).toBe(15 * U);
  expect(requestedInHour(hour(3_600_000), pump.at())).toBe(3 * U);
  expect(requestedInHour(hour(0, 'active'), pump.at())).toBe(12 * U);
  // One and a half of the largest bolus, 10 U, is not more than that.
  expect(isMuch(hour(0), pump.at())).toBe(false);
  const settings = flat(U, { maxBolusUu: 10 * U - 50_000 });
  expect(isMuch({ ...hour(0), settings }, pump.at())).toBe(true);
});

test('without settings nothing is resumed', () => {
  expect(resumeObjections(emptyLedger)).toEqual([NO_SETTINGS]);
  expect(resumeObjections(pumpFor(0).ledger)).toEqual([]);
});
