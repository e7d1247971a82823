import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bolusObjections,
  hardHourly,
  loadAhead,
  spreadWithin,
  tempBasalObjections,
} from '../../src/domain/admission.ts';
import { type Dose, ROLLING_HOUR_MS, rollingSum } from '../../src/domain/rolling.ts';
import {
  microunits,
  microunitsPerHour,
  milliseconds,
  monoMs,
  percent,
  wallMs,
} from '../../src/domain/units.ts';
import { flat } from './bench.ts';

const dose = (at: number): Dose => ({ atMonoMs: monoMs(at), channel: 'basal', certain: true });

const settings = flat(1_000_000, { maxBasalUuPerHour: 3_000_000 });
/** 7 U given, 1 U of basal to come, 18 U allowed in the hour. */
const standing = {
  settings,
  at: { monoMs: monoMs(1_000), wallMs: wallMs(1_000) },
  temp: null,
  history: Array.from({ length: 280 }, () => dose(500)),
  inFlight: false,
  reservoir: microunits(300_000_000),
  owed: microunits(0),
  owedInHour: microunits(0),
};

test('SR-015 a pulse in flight takes its part of the hour', () => {
  expect(hardHourly(settings)).toBe(18_000_000);
  // 10 U asked: exactly the cap.
  expect(bolusObjections(standing, { nowUu: 10_000_000, spread: null })).toEqual([]);
  expect(bolusObjections({ ...standing, inFlight: true }, { nowUu: 10_000_000, spread: null })).toEqual([
    'with a bolus of 10 U, the hour behind and the basal of the hour ahead come to 18.025 U, above the 18 U allowed in an hour.',
  ]);
});

test('SR-016 what is owed, in flight and asked for is added to the day behind and the basal ahead', () => {
  const bolus = { amountUu: 2_000_000, inHourUu: 1_000_000 };
  const still = { ...standing, settings: flat(0, { maxDailyUu: 10_000_000 }) };
  expect(loadAhead(still, null, bolus)).toEqual({ hour: 8_000_000, day: 9_000_000 });
  const more = { ...still, inFlight: true, owed: microunits(900_000), owedInHour: microunits(500_000) };
  expect(loadAhead(more, null, bolus)).toEqual({ hour: 8_525_000, day: 9_925_000 });
  expect(bolusObjections(more, { nowUu: 2_050_000, spread: null })).toEqual([]);
  expect(bolusObjections(more, { nowUu: 2_100_000, spread: null })).toEqual([
    'with a bolus of 2.1 U and the basal ahead, a day would come to 10.025 U, above the 10 U allowed in a day.',
  ]);
});

test('SR-015 the rolling sum is what looking at every dose gives, to the millisecond', () => {
  const times = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 20 });
  let atTheEdge = 0;
  fc.assert(
    fc.property(times, offsets => {
      const history = offsets.toSorted((a, b) => a - b).map(offset => dose(ROLLING_HOUR_MS + offset));
      const now = monoMs(2 * ROLLING_HOUR_MS);
      const expected = history.filter(each => each.atMonoMs > now - ROLLING_HOUR_MS).length;
      expect(rollingSum(history, now, ROLLING_HOUR_MS)).toBe(expected * 25_000);
      atTheEdge += offsets.filter(offset => offset === 0 || offset === 1).length;
    }),
  );
  expect(atTheEdge).toBeGreaterThan(20);
});

test('SR-015 both parts of a bolus take their room in the hour, the spread one as much as falls into it', () => {
  const combo = (amountUu: number, hours: number) =>
    bolusObjections(standing, {
      nowUu: 5_000_000,
      spread: { amountUu, durationMs: milliseconds(hours * ROLLING_HOUR_MS) },
    });
  const wide = { ...standing.settings, maxBolusUu: 12_000_000 };
  expect(combo(5_000_000, 1)).toEqual([]);
  expect(hardHourly(wide)).toBe(21_000_000);
  const parts = (amountUu: number, hours: number) =>
    bolusObjections(
      {
        ...standing,
        settings: wide,
        inFlight: true,
        history: standing.history.concat(Array.from({ length: 40 }, () => dose(600))),
      },
      {
        nowUu: 7_000_000,
        spread: { amountUu, durationMs: milliseconds(hours * ROLLING_HOUR_MS) },
      },
    );
  // 8 U given, 0.025 U in flight, 1 U of basal and 7 U now leave 4.975 U of the hour.
  expect(parts(4_950_000, 1)).toEqual([]);
  expect(parts(5_000_000, 1)).toHaveLength(1);
  expect(parts(5_000_000, 2)).toEqual([]);
});

test('of a spread dose so much falls due as its share of the time, rounded up', () => {
  const spread = { amountUu: 3_000_000, durationMs: milliseconds(2 * ROLLING_HOUR_MS) };
  expect(spreadWithin(spread, ROLLING_HOUR_MS)).toBe(1_500_000);
  expect(spreadWithin(spread, 2 * ROLLING_HOUR_MS)).toBe(3_000_000);
  expect(spreadWithin(spread, 9 * ROLLING_HOUR_MS)).toBe(3_000_000);
  expect(spreadWithin({ amountUu: 50_000, durationMs: milliseconds(465 * 60_000) }, ROLLING_HOUR_MS)).toBe(
    6_452,
  );
});

test('SR-036 a spread bolus may be as fast as a bolus, and no faster', () => {
  const open = { ...standing, history: [], settings: flat(0, { maxBolusUu: 25_000_000 }) };
  const fast = (amountUu: number) =>
    bolusObjections(open, { nowUu: 0, spread: { amountUu, durationMs: milliseconds(15 * 60_000) } });
  // A pulse each second of fifteen minutes.
  expect(fast(22_500_000)).toEqual([]);
  expect(fast(22_550_000)).toEqual([
    '22.55 U in 15 min is faster than a bolus may be; ask for a longer duration.',
  ]);
});

test('SR-016 a pulse in flight takes its part of the day, too', () => {
  const none = { amountUu: 0, inHourUu: 0 };
  const still = loadAhead(standing, null, none);
  const flying = loadAhead({ ...standing, inFlight: true }, null, none);
  expect(flying.day - still.day).toBe(25_000);
  expect(flying.hour - still.hour).toBe(25_000);
});

test('SR-017 SR-018 a temporary basal is refused with the value and the remedy, at the limit it is admitted', () => {
  const MINUTE = 60_000;
  const objections = (level: Parameters<typeof tempBasalObjections>[1]['level'], minutes = 15) =>
    tempBasalObjections(
      { ...standing, settings: flat(6_000_000), history: [] },
      { level, durationMs: minutes * MINUTE },
    );
  const rate = (uu: number) => ({ rate: microunitsPerHour(uu) });
  expect(objections({ percent: percent(250) }, 30)).toEqual([]);
  expect(objections({ percent: percent(251) })).toEqual([
    '251 % is above the most a temporary basal may be, 250 %.',
  ]);
  expect(objections(rate(0), 1_440)).toEqual([]);
  expect(objections(rate(25_000))).toEqual([]);
  expect(objections(rate(24_999))).toEqual([
    '0.024999 U/h is below the least that basal may be, 0.025 U/h; ask for that or for none.',
  ]);
  expect(objections(rate(15_000_000))).toEqual([]);
  expect(objections(rate(15_000_001))).toEqual([
    '15.000001 U/h is above the most that basal may be, 15 U/h.',
  ]);
  expect(objections(rate(0), 0)).toEqual(['0 min is not between 15 min and 1440 min.']);
  expect(objections(rate(0), 1_455)).toEqual(['1455 min is not between 15 min and 1440 min.']);
  expect(objections(rate(0), 20)).toEqual(['20 min is not a multiple of 15 min.']);
});

test('SR-016 a raise that a cap has no room for is told by what was asked', () => {
  const full = {
    ...standing,
    settings: flat(1_000_000, { maxBasalUuPerHour: 3_000_000, maxBolusUu: 500_000 }),
  };
  // 3.75 U may be given in the hour, and 7 U are.
  const asked = (level: Parameters<typeof tempBasalObjections>[1]['level']) =>
    tempBasalObjections(full, { level, durationMs: ROLLING_HOUR_MS });
  expect(asked({ percent: percent(200) })).toEqual([
    'with a basal of 200 %, the hour behind and the basal of the hour ahead come to 9 U, above the 3.75 U allowed in an hour.',
  ]);
  expect(asked({ rate: microunitsPerHour(1_500_000) })).toEqual([
    'with a basal of 1.5 U/h, the hour behind and the basal of the hour ahead come to 8.5 U, above the 3.75 U allowed in an hour.',
  ]);
  expect(asked({ percent: percent(100) })).toEqual([]);
});
