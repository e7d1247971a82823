import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';
import { AUTOMATED, command, rateOf, see, wanted } from './automated.ts';
import { type Bench, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

describe('SR-095 SR-097 what a controller asks for', () => {
  test('is lowered to the caps, each with its reason', req('SR-095'), () => {
    const pump = wanted();
    see(pump, [180, 182, 184]);
    expect(command(pump, 500 * U)).toMatchObject([
      {
        type: 'automation.accepted',
        rateUuPerHour: 3 * U,
        reductions: ['rate 500 U/h lowered to 3 U/h: the maximum basal rate (SR-095)'],
      },
    ]);
  });

  test('of insulin on board stays within its most, and zero lets nothing be added', req('SR-095'), () => {
    const pump = wanted({ ...AUTOMATED, maxOnBoardUu: 0 });
    pump.run(6 * HOUR);
    see(pump, [180, 182, 184]);
    command(pump, 3 * U);
    pump.give({ type: 'followController' });
    expect(rateOf(pump)).toBeLessThanOrEqual(U);
    expect(types(command(pump, 0))).toEqual(['automation.accepted']);
    expect(rateOf(pump)).toBe(0);
  });

  test('is nothing from the very reading below 60 mg/dL on', req('SR-097'), () => {
    const pump = wanted();
    see(pump, [120, 121, 123]);
    command(pump, 2 * U);
    pump.give({ type: 'followController' });
    expect(rateOf(pump)).toBe(2 * U);
    expect(see(pump, [59])).toContain('automation.lowered');
    expect(rateOf(pump)).toBe(0);
  });
});

describe('SR-096 a bolus of automation', () => {
  const micro: Settings = { ...AUTOMATED, automaticBolus: 'micro' };
  const active = (settings: Settings): Bench => {
    const pump = wanted(settings);
    see(pump, [180, 182, 184]);
    command(pump, U);
    pump.give({ type: 'followController' });
    return pump;
  };

  test('is admitted and confirmed like any other, down to its step', req('SR-096'), () => {
    const pump = active(micro);
    expect(command(pump, U, 30 * MINUTE, 325_000)).toMatchObject([
      { type: 'automation.accepted', bolusUu: 300_000 },
      { type: 'bolus.admitted', amountUu: 300_000 },
      { type: 'bolus.confirmed' },
    ]);
    expect(pump.ledger.bolus.current?.automatic).toBe(true);
  });

  test('is none where the settings allow none, where another one waits, and before automation is active', () => {
    const none = active(AUTOMATED);
    expect(types(command(none, U, 30 * MINUTE, U))).toEqual(['automation.accepted']);
    const busy = active(micro);
    busy.take({ type: 'bolus.requested', bolus: 'rice', amountUu: U });
    expect(types(command(busy, U, 30 * MINUTE, U))).toEqual(['automation.accepted']);
    expect(busy.ledger.bolus.current?.bolus).toBe('rice');
    const early = wanted(micro);
    see(early, [180, 182, 184]);
    expect(types(command(early, U, 30 * MINUTE, U))).toEqual(['automation.accepted']);
  });

  test(
    'ends when glucose is low or automation is not active any more; one of a person does not',
    req('SR-090'),
    () => {
      for (const end of [
        (pump: Bench) => see(pump, [69]),
        (pump: Bench) => types(pump.give({ type: 'endMicrobolus' })),
        (pump: Bench) => types(pump.give({ type: 'holdBasal' })),
      ]) {
        const given = active({ ...micro, lowSuspend: 'predictive' });
        command(given, U, 30 * MINUTE, 500_000);
        expect(end(given)).toContain('bolus.cancelled');
        const own = active({ ...micro, lowSuspend: 'predictive' });
        own.take({ type: 'bolus.requested', bolus: 'rice', amountUu: U });
        expect(end(own)).not.toContain('bolus.cancelled');
      }
    },
  );
});

describe('SR-099 without glucose or controller', () => {
  test('what holds is the profile, or what was given on average if that is less', req('SR-099'), () => {
    const short = wanted();
    see(short, [120, 121, 123]);
    command(short, 500_000);
    short.give({ type: 'followController' });
    short.give({ type: 'limitBasal' });
    expect(rateOf(short)).toBe(U);
    const long = wanted();
    see(long, [120, 121, 123]);
    long.give({ type: 'followController' });
    for (let index = 0; index < 8 * 12; index += 1) {
      command(long, 500_000);
      see(long, [120 + (index % 3)]);
    }
    long.give({ type: 'limitBasal' });
    expect(rateOf(long)).toBeGreaterThan(450_000);
    expect(rateOf(long)).toBeLessThanOrEqual(500_000);
  });

  test('nothing goes on for 40 min, for an hour in all', req('SR-099'), () => {
    for (const [before, more] of [
      [5, 40],
      [30, 30],
      [70, 0],
    ] as const) {
      const pump = wanted();
      see(pump, [120, 121, 123]);
      pump.give({ type: 'followController' });
      for (let minutes = 0; minutes < before; minutes += 5) {
        command(pump, 0);
        see(pump, [120 + (minutes % 3)]);
      }
      pump.give({ type: 'limitBasal' });
      if (more > 0) {
        expect(rateOf(pump)).toBe(0);
        pump.run(more * MINUTE - 1);
        expect(rateOf(pump)).toBe(0);
        pump.run(1);
      }
      expect(rateOf(pump)).toBe(U);
    }
  });

  test('a rate above the profile ends at once when readings grow old', req('SR-093'), () => {
    const pump = wanted();
    see(pump, [120, 121, 123]);
    command(pump, 2 * U);
    pump.give({ type: 'followController' });
    expect(rateOf(pump)).toBe(2 * U);
    pump.give({ type: 'onlyLower' });
    expect(rateOf(pump)).toBe(U);
    command(pump, 500_000);
    expect(rateOf(pump)).toBe(500_000);
  });
});
