import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextDeadline } from '../../src/domain/ledger/ledger.ts';
import { profileAt } from '../../src/domain/profile.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { wallMs } from '../../src/domain/units.ts';
import { bench, flat, running } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('SR-018 basal is exact', () => {
  test.each([
    [25_000, 24],
    [100_000, 96],
    [850_000, 816],
    [1_000_000, 960],
    [15_000_000, 14_400],
  ])('%d µU/h gives exactly %d pulses in 24 h', (rate, pulses) => {
    const pump = running(flat(rate));
    pump.run(24 * HOUR);
    expect(pump.counted).toHaveLength(pulses);
    expect(pump.ledger.doses.basal).toBe(pulses);
  });

  test('over 1 h within one pulse and 0.5 % of the programmed rate, whatever the profile', () => {
    let hours = 0;
    fc.assert(
      fc.property(profiles, fc.integer({ min: 0, max: 1_439 }), (settings, minute) => {
        const pump = bench(settings);
        pump.shiftWall(minute * MINUTE);
        pump.start();
        pump.run(HOUR);
        const programmed = naiveHour(settings, minute);
        expect(Math.abs(pump.counted.length * 25_000 - programmed)).toBeLessThanOrEqual(
          25_000 + programmed / 200,
        );
        hours += 1;
      }),
    );
    expect(hours).toBeGreaterThan(50);
  });

  test('SR-076 the profile follows the wall clock and its offset, over midnight too', () => {
    const settings: Settings = { ...exampleSettings, utcOffsetMinutes: -90 };
    let checked = 0;
    for (let minute = 0; minute < 2_880; minute += 7) {
      const { rate, leftMs } = profileAt(settings, wallMs(minute * MINUTE));
      expect(rate).toBe(naiveRate(settings, minute - 90));
      expect(naiveRate(settings, minute - 90 + leftMs / MINUTE - 1)).toBe(rate);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(400);
  });
});

describe('SR-012 SR-020 missed basal is never delivered later', () => {
  test('a stall of 600 s at 1 U/h gives 34 pulses in the hour instead of 40, and no burst', () => {
    const pump = running(flat(1_000_000));
    pump.run(20 * MINUTE);
    pump.pass(600_000);
    const before = pump.counted.length;
    pump.settle(pump.take({ type: 'clock.reached' }), 'verified');
    expect(pump.counted.length - before).toBeLessThanOrEqual(1);
    pump.run(30 * MINUTE);
    expect(pump.counted).toHaveLength(34);
  });

  test('however long the stall, it gives one pulse at most', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 100 * HOUR }), (rate, stall) => {
        const pump = running(flat(rate));
        pump.run(10 * MINUTE);
        const before = pump.counted.length;
        pump.pass(stall);
        pump.settle(pump.take({ type: 'clock.reached' }), 'verified');
        expect(pump.counted.length - before).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('a stall counts as one minute, however long it was', () => {
    const pump = running(flat(500_000));
    pump.pass(10 * HOUR);
    expect(pump.take({ type: 'clock.reached' })).toEqual([
      { type: 'delivery.interrupted' },
      { type: 'basal.short' },
    ]);
    pump.run(2 * MINUTE - 1);
    expect(pump.counted).toHaveLength(0);
    pump.run(1);
    expect(pump.counted).toHaveLength(1);
  });

  test('the first interval after a resume gives one pulse at most, whatever was owed before', () => {
    fc.assert(
      fc.property(
        rates,
        fc.integer({ min: 0, max: HOUR }),
        fc.integer({ min: 0, max: 10 * HOUR }),
        (rate, ran, stopped) => {
          const pump = running(flat(rate));
          pump.run(ran);
          pump.pass(Math.ceil(interval(rate)) - 1);
          pump.take({ type: 'clock.reached' });
          pump.give({ type: 'stopDelivery' });
          pump.pass(stopped);
          expect(pump.take({ type: 'clock.reached' })).toEqual([]);
          pump.give({ type: 'startDelivery' });
          const before = pump.counted.length;
          pump.run(Math.floor(interval(rate)) - 1);
          expect(pump.counted.length - before).toBe(0);
          pump.run(2);
          expect(pump.counted.length - before).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('SR-019 a new rate keeps what had ripened', () => {
    const pump = running(flat(1_000_000));
    pump.run(89_000);
    pump.take({ type: 'settings.changed', settings: flat(100_000) });
    pump.run(9_999);
    expect(pump.counted).toHaveLength(0);
    pump.run(1);
    expect(pump.counted).toHaveLength(1);
  });
});

describe('cutting time into pieces changes nothing', () => {
  test('the accumulator after any wakings equals the accumulator after one', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        profiles,
        fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 40 }),
        temps,
        fc.integer({ min: 14 * MINUTE, max: 16 * MINUTE }),
        (settings, cuts, temp, shift) => {
          const whole = running(settings);
          const pieces = running(settings);
          for (const pump of [whole, pieces]) {
            pump.shiftWall(shift);
            pump.take({ type: 'clock.reached' });
            pump.take({ type: 'tempBasal.requested', percent: temp, durationMs: 15 * MINUTE });
            if (pump.ledger.temp.wanted !== null) pump.give({ type: 'startTempBasal' });
            pump.run(15 * MINUTE - 7_000, 'skipped');
          }
          let left = MINUTE;
          for (const cut of cuts) {
            const piece = Math.min(cut, left);
            pieces.pass(piece);
            pieces.take({ type: 'clock.reached' });
            left -= piece;
          }
          pieces.pass(left);
          pieces.take({ type: 'clock.reached' });
          whole.pass(MINUTE);
          whole.take({ type: 'clock.reached' });
          // The temporary basal ends inside the minute, and often a segment of the profile too.
          expect(pieces.ledger.basal).toEqual(whole.ledger.basal);
          compared += 1;
        },
      ),
    );
    expect(compared).toBeGreaterThan(50);
  });

  test('waking more often than asked gives the same pulses at the same times', () => {
    fc.assert(
      fc.property(
        profiles,
        fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 50 }),
        (settings, extra) => {
          const asked = running(settings);
          const often = running(settings);
          const length = extra.reduce((sum, each) => sum + each, 0);
          asked.run(length);
          for (const each of extra) often.run(each);
          expect(often.counted).toEqual(asked.counted);
        },
      ),
    );
  });
});

describe('SR-077 the wall clock', () => {
  test('a jump of it gives no pulse, and alters neither insulin on board nor any sum', () => {
    let pulses = 0;
    fc.assert(
      fc.property(
        profiles,
        fc.integer({ min: -30 * HOUR, max: 30 * HOUR }),
        fc.integer({ min: 0, max: 8 * HOUR }),
        (settings, jump, ran) => {
          const pump = running(settings);
          pump.run(ran);
          const { doses, basal } = pump.ledger;
          pump.shiftWall(jump);
          const leapt = Math.abs(jump) > 5 * MINUTE ? [{ type: 'clock.suspected' }] : [];
          expect(pump.take({ type: 'clock.reached' })).toEqual(leapt);
          expect(pump.ledger.doses).toBe(doses);
          expect(pump.ledger.basal).toEqual(basal);
          pulses += doses.basal;
        },
      ),
    );
    expect(pulses).toBeGreaterThan(100);
  });

  test('with one rate all day, jumps of it leave every pulse where it was', () => {
    fc.assert(
      fc.property(
        rates,
        fc.array(fc.integer({ min: -30 * HOUR, max: 30 * HOUR }), { maxLength: 12 }),
        (rate, jumps) => {
          const still = running(flat(rate));
          const jumping = running(flat(rate));
          for (const jump of jumps) {
            still.run(10 * MINUTE);
            jumping.run(10 * MINUTE);
            jumping.shiftWall(jump);
          }
          expect(jumping.counted).toEqual(still.counted);
        },
      ),
    );
  });
});

test('the deadline is never before the last fact, and null only before settings', () => {
  const pump = bench();
  expect(nextDeadline(pump.ledger)).toBeNull();
  pump.take({ type: 'power.applied', boot: 'b', gapMs: 0 });
  pump.take({ type: 'cgm.reported', session: 'warmup' });
  expect(nextDeadline(pump.ledger)).toBeNull();
  pump.take({ type: 'settings.changed', settings: flat(0) });
  expect(nextDeadline(pump.ledger)).toBe(24 * HOUR);
  pump.give({ type: 'startDelivery' });
  expect(nextDeadline(pump.ledger)).toBe(30_000);
});

const rates = fc.integer({ min: 1, max: 1_500 }).map(hundredths => hundredths * 10_000);
const temps = fc.integer({ min: 0, max: 250 });

/** A profile of up to eight segments on half hours. */
const profiles: fc.Arbitrary<Settings> = fc
  .uniqueArray(fc.record({ half: fc.integer({ min: 1, max: 47 }), rate: fc.integer({ min: 0, max: 500 }) }), {
    selector: each => each.half,
    maxLength: 8,
  })
  .map(segments => ({
    ...flat(0),
    basalProfile: [{ half: 0, rate: 40 }, ...segments]
      .sort((a, b) => a.half - b.half)
      .map(({ half, rate }) => ({ fromMinute: half * 30, rateUuPerHour: rate * 10_000 })),
  }));

/** By looking, minute by minute: the last segment that began by then. */
const naiveRate = ({ basalProfile }: Settings, minute: number): number => {
  const ofDay = ((minute % 1_440) + 1_440) % 1_440;
  return basalProfile.filter(segment => segment.fromMinute <= ofDay).at(-1)?.rateUuPerHour ?? Number.NaN;
};

const naiveHour = (settings: Settings, from: number): number => {
  let sum = 0;
  for (let minute = from; minute < from + 60; minute += 1) sum += naiveRate(settings, minute) / 60;
  return sum;
};

/** Time for one pulse to ripen, in ms. */
const interval = (rate: number): number => (25_000 / rate) * HOUR;
