import { describe, expect, test } from 'vitest';
import type { Channel } from '../../src/domain/facts.ts';
import {
  admitsPulse,
  bolusOf,
  emptyLedger,
  flightOf,
  intentOf,
  type Ledger,
  lastBolus,
  lastExtended,
  pulseInFlight,
} from '../../src/domain/ledger/ledger.ts';
import { noLowSuspend } from '../../src/domain/ledger/lowSuspendState.ts';
import { microunits } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { at, full } from './fullLedger.ts';

/** A pulse of this channel on its way to the motor, with nothing against it. */
const ready = (channel: Channel): Ledger => {
  const bolus = { basal: null, bolus: 'b1', extended: 'e1', prime: null }[channel];
  const { flight, prime, supply } = full;
  if (flight === null) throw new Error('nothing is in flight');
  return {
    ...full,
    lowSuspend: noLowSuspend,
    flight: { ...flight, intent: { pulse: 13, channel, bolus } },
    prime: { ...prime, leftUu: microunits(25_000) },
    supply: { ...supply, prepared: channel !== 'prime' },
  };
};

const reasonsOf = (ledger: Ledger, channel: Channel): readonly string[] => {
  const answer = admitsPulse(ledger, channel, at);
  return answer.open ? [] : answer.reasons;
};

const CHANNELS = ['basal', 'bolus', 'extended', 'prime'] as const;

/** So much of a dose is under the skin already that the hour, or the day, is full to the last pulse. */
const filled = (ledger: Ledger, count: number): Ledger => ({
  ...ledger,
  doses: {
    ...ledger.doses,
    history: Array.from({ length: count }, () => ({
      atMonoMs: at.monoMs,
      channel: 'basal' as const,
      certain: true,
    })),
  },
});

describe('SR-001 what the ledger says of a pulse before the motor moves', () => {
  test.each(CHANNELS)('a pulse of %s that is due has nothing against it', channel => {
    expect(admitsPulse(ready(channel), channel, at)).toEqual({ open: true });
  });

  test.each(CHANNELS)('one of %s that is not in flight is none, whatever else is', channel => {
    const missing = `no ${channel} pulse is in flight.`;
    for (const other of CHANNELS.filter(each => each !== channel))
      expect(reasonsOf({ ...ready(channel), flight: ready(other).flight }, channel)).toContain(missing);
    expect(reasonsOf({ ...ready(channel), flight: null }, channel)).toContain(missing);
  });

  test.each(CHANNELS)(
    '%s takes the last pulse of a reservoir, and not a part of one',
    req('SR-001'),
    channel => {
      const holding = (uu: number): Ledger => ({
        ...ready(channel),
        reservoir: { volumeUu: microunits(uu), announced: 'veryLow' },
      });
      expect(reasonsOf(holding(25_000), channel)).toEqual([]);
      expect(reasonsOf(holding(24_999), channel)).toEqual(['the reservoir holds less than one pulse.']);
    },
  );

  test.each(['basal', 'bolus', 'extended'] as const)(
    '%s is given with delivery and cartridge alone',
    channel => {
      const { supply } = full;
      expect(reasonsOf({ ...ready(channel), delivering: false }, channel)).toEqual(['delivery is stopped.']);
      expect(reasonsOf({ ...ready(channel), supply: { ...supply, prepared: false } }, channel)).toEqual([
        'the cartridge is not ready.',
      ]);
    },
  );

  test('what fills the set goes into one that is filled, not connected, and has room', () => {
    const due = ready('prime');
    const { prime, supply } = due;
    expect(reasonsOf({ ...due, prime: { ...prime, running: 'nothing' } }, 'prime')).toEqual([
      'nothing is being primed.',
    ]);
    expect(reasonsOf({ ...due, supply: { ...supply, prepared: true } }, 'prime')).toEqual([
      'the set is primed and connected.',
    ]);
    expect(reasonsOf({ ...due, prime: { ...prime, leftUu: microunits(24_999) } }, 'prime')).toEqual([
      'the cannula has taken what was asked.',
    ]);
    const tubing = { ...prime, running: 'tubing', into: 'tubing', leftUu: microunits(0) } as const;
    expect(reasonsOf({ ...due, prime: tubing }, 'prime')).toEqual([]);
    // It is no dose: neither delivery nor the caps are asked.
    expect(reasonsOf({ ...filled(due, 20_000), delivering: false }, 'prime')).toEqual([]);
  });

  test(
    'SR-015, SR-016 the hour holds everything back, and the day all but basal',
    req('SR-015', 'SR-016'),
    () => {
      const hour = 'one pulse more would break the limit of the rolling hour.';
      const day = 'one pulse more would break the limit of the rolling day.';
      const [settings] = [full.settings];
      if (settings === null) throw new Error('there are no settings');
      // The day is full by 10 U, of which the hour could take more.
      const tight = { ...settings, maxDailyUu: 10_000_000 };
      for (const channel of CHANNELS.filter(each => each !== 'prime')) {
        const at400 = { ...filled(ready(channel), 399), settings: tight };
        expect(reasonsOf(at400, channel)).toEqual([]);
        const over = { ...filled(ready(channel), 400), settings: tight };
        expect(reasonsOf(over, channel)).toEqual(channel === 'basal' ? [] : [day]);
        expect(reasonsOf(filled(ready(channel), 20_000), channel)).toContain(hour);
      }
    },
  );

  test('a bolus wants a pulse while it is the one, active, and a whole pulse short', () => {
    const none = ['no active bolus wants another pulse.'];
    const due = ready('bolus');
    const { current } = due.bolus;
    if (current === null) throw new Error('there is no bolus');
    const having = (change: Partial<typeof current> | null): Ledger => ({
      ...due,
      bolus: { ...due.bolus, current: change === null ? null : { ...current, ...change } },
    });
    expect(reasonsOf(having({ deliveredUu: microunits(175_000) }), 'bolus')).toEqual([]);
    expect(reasonsOf(having({ deliveredUu: microunits(175_001) }), 'bolus')).toEqual(none);
    expect(reasonsOf(having({ phase: 'pending' }), 'bolus')).toEqual(none);
    expect(reasonsOf(having({ bolus: 'b2' }), 'bolus')).toEqual(none);
    expect(reasonsOf(having(null), 'bolus')).toEqual(none);
  });

  test('so does an extended one', () => {
    const none = ['no active extended bolus wants another pulse.'];
    const due = ready('extended');
    const { extended } = due.bolus;
    if (extended === null) throw new Error('there is no extended bolus');
    const having = (change: Partial<typeof extended> | null): Ledger => ({
      ...due,
      bolus: { ...due.bolus, extended: change === null ? null : { ...extended, ...change } },
    });
    expect(reasonsOf(having({ deliveredUu: microunits(375_000) }), 'extended')).toEqual([]);
    expect(reasonsOf(having({ deliveredUu: microunits(375_001) }), 'extended')).toEqual(none);
    expect(reasonsOf(having({ bolus: 'e2' }), 'extended')).toEqual(none);
    expect(reasonsOf(having(null), 'extended')).toEqual(none);
  });
});

describe('what a caller asks of a ledger', () => {
  test('is there, or is a defect that says what was not', () => {
    expect(intentOf(full)).toBe(full.flight?.intent);
    expect(flightOf(full)).toBe(full.flight);
    expect(pulseInFlight(full)).toBe(full.flight?.intent);
    expect(bolusOf(full)).toBe(full.bolus.current);
    expect(lastBolus(full)).toBe(full.bolus.last);
    expect(lastExtended(full)).toBe(full.bolus.lastExtended);
    expect(() => intentOf(emptyLedger)).toThrow('no pulse is in flight');
    expect(() => bolusOf(emptyLedger)).toThrow('no bolus is pending or active');
    expect(() => lastBolus(emptyLedger)).toThrow('no bolus has ended');
    expect(() => lastExtended(emptyLedger)).toThrow('no extended bolus has ended');
    expect(flightOf(emptyLedger)).toBeNull();
    expect(pulseInFlight(emptyLedger)).toBeNull();
  });

  test('a pulse that is concluding is in flight no more', () => {
    const { flight } = full;
    if (flight === null) throw new Error('nothing is in flight');
    const concluding: Ledger = { ...full, flight: { ...flight, phase: 'concluding' } };
    expect(pulseInFlight(concluding)).toBeNull();
    expect(intentOf(concluding)).toBe(flight.intent);
  });
});
