import { describe, expect, test } from 'vitest';
import type { Automation, Steering } from '../../src/domain/ledger/automationState.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import { endAutomaticRaise, steer } from '../../src/domain/ledger/steering.ts';
import type { Dose } from '../../src/domain/rolling.ts';
import { microunitsPerHour, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';
import { AUTOMATED } from './automated.ts';
import { running } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

const base = shared(() => running(AUTOMATED).ledger);
const NOW = monoMs(100 * HOUR);
const command = { rate: microunitsPerHour(2 * U), endsAt: monoMs(NOW + HOUR) };

const steered = (automation: Partial<Automation>, history: readonly Dose[] = []): Ledger => ({
  ...base(),
  doses: { ...base().doses, history },
  automation: { ...base().automation, ...automation },
});

const dose = (hour: number, channel: Dose['channel'] = 'basal'): Dose => ({
  atMonoMs: monoMs(hour * HOUR),
  channel,
  certain: true,
});

describe('SR-098 who steers', () => {
  const steerings: readonly Steering[] = ['profile', 'controller', 'onlyLower', 'limited'];

  test.each(steerings)('%s: what is known of before', req('SR-098'), steering => {
    for (const since of [null, monoMs(7)]) {
      const extreme = { which: 'most', since: monoMs(5) } as const;
      const heardUntil = monoMs(NOW + 1);
      const before = steered({ since, command, heardUntil, extreme, steering: 'limited' });
      const { automation } = steer(before, steering, NOW);
      expect(automation).toMatchObject({
        steering,
        since: steering === 'profile' ? null : steering === 'controller' && since === null ? NOW : since,
        command: steering === 'profile' ? null : command,
        heardUntil: steering === 'profile' ? null : heardUntil,
        extreme: steering === 'profile' || steering === 'limited' ? null : extreme,
      });
    }
  });

  test(
    'a command is followed by a controller, and under its limit by one that only lowers',
    req('SR-098'),
    () => {
      const rateOf = (steering: Steering) => steer(steered({ command }), steering, NOW).automation.rate;
      const level = { rate: command.rate };
      expect(rateOf('controller')).toEqual({ level, endsAt: command.endsAt, by: 'controller' });
      expect(rateOf('onlyLower')).toEqual({ level, endsAt: command.endsAt, by: 'limited' });
      expect(rateOf('profile')).toBeNull();
      expect(rateOf('limited')).toBeNull();
    },
  );
});

describe('SR-099 without glucose what was given on average holds', () => {
  const limited = (automation: Partial<Automation>, history: readonly Dose[] = []) =>
    steer(steered(automation, history), 'limited', NOW).automation.rate;
  const hours = (from: number, to: number, each: number): readonly number[] =>
    Array.from({ length: (to - from) * each }, (_, index) => from + (index + 1) / each);

  test('over the time that a controller has steered, basal alone', req('SR-099'), () => {
    const history = [
      ...hours(91, 99, 4).map(hour => dose(hour)),
      dose(99.5, 'bolus'),
      dose(99.6, 'extended'),
    ];
    expect(limited({ since: monoMs(92 * HOUR) }, history)).toEqual({
      level: { rate: (28 * 25_000) / 8 },
      endsAt: Number.MAX_SAFE_INTEGER,
      by: 'limited',
    });
  });

  test('rounded down', req('SR-099'), () => {
    const history = [dose(95), dose(96)];
    expect(limited({ since: monoMs(93 * HOUR) }, history)?.level).toEqual({ rate: Math.floor(50_000 / 7) });
  });

  test('of a day at most', req('SR-099'), () => {
    const history = [...hours(50, 76, 8), ...hours(76, 100, 2)].map(hour => dose(hour));
    expect(limited({ since: monoMs(50 * HOUR) }, history)?.level).toEqual({ rate: 50_000 });
  });

  test('once it has steered for six hours, and the profile before', req('SR-099'), () => {
    const history = hours(90, 100, 4).map(hour => dose(hour));
    expect(limited({ since: monoMs(NOW - 6 * HOUR) }, history)?.level).toEqual({ rate: 100_000 });
    expect(limited({ since: monoMs(NOW - 6 * HOUR + 1) }, history)).toBeNull();
    expect(limited({ since: null }, history)).toBeNull();
  });

  test.each([
    [5, 40],
    [20, 40],
    [30, 30],
    [59, 1],
    [60, 0],
    [70, 0],
  ])('nothing that was given for %d min goes on for %d min', req('SR-099'), (before, more) => {
    const extreme = { which: 'least', since: monoMs(NOW - before * MINUTE) } as const;
    const none = { level: { rate: 0 }, endsAt: NOW + more * MINUTE, by: 'limited' };
    expect(limited({ extreme })).toEqual(more === 0 ? null : none);
    const average = limited({ since: monoMs(NOW - 8 * HOUR) }, [dose(95)]);
    expect(average?.level).toEqual({ rate: 3_125 });
    expect(limited({ extreme, since: monoMs(NOW - 8 * HOUR) }, [dose(95)])).toEqual(
      more === 0 ? average : { ...none, next: average },
    );
  });

  test('after the most that was allowed, too', req('SR-099'), () => {
    expect(limited({ extreme: { which: 'most', since: monoMs(NOW - MINUTE) } })).toBeNull();
  });
});

describe('SR-015 SR-016 at a limit what automation gives beyond the profile ends', () => {
  const ended = (rate: number) =>
    endAutomaticRaise(
      steered({ steering: 'controller', command: { ...command, rate: microunitsPerHour(rate) } }),
    );

  test('a raise falls to the profile, for the time that was left to it', req('SR-015', 'SR-016'), () => {
    const { automation } = ended(U + 1);
    expect(automation.command).toEqual({ rate: U, endsAt: command.endsAt });
    expect(automation.rate).toEqual({ level: { rate: U }, endsAt: command.endsAt, by: 'controller' });
  });

  test('a rate that is no raise stays, and where nothing is known nothing is changed', req('SR-015'), () => {
    expect(ended(U).automation.command?.rate).toBe(U);
    expect(ended(U / 2).automation.command?.rate).toBe(U / 2);
    const raised = steered({ steering: 'controller', command });
    for (const ledger of [steered({}), { ...raised, settings: null }, { ...raised, at: null }])
      expect(endAutomaticRaise(ledger)).toBe(ledger);
  });
});
