import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Carbs, Delivered, History, Reading, Therapy } from '../../../src/automation/controller.ts';
import { OREF_DEFAULTS, orefController } from '../../../src/automation/oref/controller.ts';
import { DEFAULT_SMB } from '../../../src/automation/oref/profile.ts';
import { exponentialModel } from '../../../src/domain/insulinModel.ts';
import { mgPerDl, microunits, microunitsPerHour, wallMs } from '../../../src/domain/units.ts';
import { NOW_MS } from './situations.ts';

const MINUTE_MS = 60_000;

const therapy: Therapy = {
  basalProfile: [
    { fromMinute: 0, rateUuPerHour: 800_000 },
    { fromMinute: 360, rateUuPerHour: 1_000_000 },
  ],
  utcOffsetMinutes: 60,
  sensitivity: [{ fromMinute: 0, value: 50 }],
  carbRatio: [{ fromMinute: 0, value: 10 }],
  target: [{ fromMinute: 0, value: { lowMgPerDl: mgPerDl(100), highMgPerDl: mgPerDl(110) } }],
  temporaryTarget: null,
  insulin: exponentialModel(360, 75, 0),
  maxBasal: microunitsPerHour(3_210_000),
  maxBolus: microunits(1_000_000),
  maxOnBoard: microunits(6_000_000),
};

const now = wallMs(NOW_MS);

/** Readings every five minutes that end now, oldest first. */
const readings = (values: readonly number[]): readonly Reading[] =>
  values.map((value, index) => ({
    atMs: wallMs(NOW_MS - (values.length - 1 - index) * 5 * MINUTE_MS),
    mgPerDl: mgPerDl(value),
  }));

const history = (values: readonly number[], more: Partial<History> = {}): History => ({
  readings: readings(values),
  delivered: [],
  carbs: [],
  ...more,
});

const ramp = (from: number, step: number, count = 24): readonly number[] =>
  Array.from({ length: count }, (_, index) => Math.max(1, from + index * step));

const smb = orefController({
  ...OREF_DEFAULTS,
  acts: 'microboluses',
  unannouncedMeals: true,
  smb: { ...DEFAULT_SMB, always: true, increment: 0.05 },
});
const ama = orefController();

test('high and rising: more basal, at most what the settings allow, for half an hour', () => {
  const { basal, microbolus } = ama(history(ramp(160, 5)), therapy, now);
  expect(microbolus).toBeNull();
  expect(basal?.lengthMs).toBe(30 * MINUTE_MS);
  expect(basal?.rate).toBeGreaterThan(1_000_000);
  // oref0 would set the pump to the next step, 3.2 U/h of 3.21; a rounding up is capped.
  expect(basal?.rate).toBeLessThanOrEqual(3_000_000);
});

test('high and rising with leave for boluses: half of what is needed, in whole steps', () => {
  const { microbolus, reasons } = smb(history(ramp(160, 5)), therapy, now);
  expect(microbolus).toBeGreaterThan(0);
  expect((microbolus ?? 0) % 50_000).toBe(0);
  expect(reasons.map(({ name }) => name)).toContain('microbolus');
});

test('low and falling: no basal', () => {
  expect(smb(history(ramp(180, -5)), therapy, now).basal?.rate).toBe(0);
});

test('insulin that is still on board is not given again', () => {
  const bolusMs = wallMs(NOW_MS - 30 * MINUTE_MS);
  const delivered: readonly Delivered[] = [
    { kind: 'bolus', startMs: bolusMs, endMs: bolusMs, amountUu: microunits(5_000_000) },
  ];
  expect(ama(history(ramp(200, 0.5).map(Math.round)), therapy, now).basal?.rate).toBeGreaterThan(1_000_000);
  expect(ama(history(ramp(200, 0.5).map(Math.round), { delivered }), therapy, now).basal?.rate).toBe(0);
});

test('carbohydrates wear off as time passes, and raise what is expected', () => {
  const meal = (minutesAgo: number): readonly Carbs[] => [
    { atMs: wallMs(NOW_MS - minutesAgo * MINUTE_MS), grams: 60 },
  ];
  const onBoard = (minutesAgo: number): number =>
    ama(history(ramp(120, 1, 80), { carbs: meal(minutesAgo) }), therapy, now).reasons.find(
      ({ name }) => name === 'carbohydrates on board',
    )?.value ?? Number.NaN;
  const left = [5, 60, 120, 240, 400].map(onBoard);
  expect(left).toEqual(left.toSorted((a, b) => b - a));
  expect(left[0]).toBeGreaterThan(50);
  expect(left.at(-1)).toBe(0);
});

test('without glucose, or with old or flat glucose, nothing is asked for that raises insulin', () => {
  const flat = history(Array.from({ length: 24 }, () => 250));
  const old = history(ramp(160, 5));
  expect(smb(history([]), therapy, now)).toMatchObject({ basal: null, microbolus: null });
  expect(smb(flat, therapy, now)).toMatchObject({ basal: null, microbolus: null });
  expect(smb(old, therapy, wallMs(NOW_MS + 13 * MINUTE_MS))).toMatchObject({ basal: null, microbolus: null });
});

test('any history gives a request within the caps, the same each time, that ends', () => {
  const anyHistory = fc
    .record({
      values: fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 100 }),
      rates: fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 100 }),
      boluses: fc.array(
        fc.record({ ago: fc.integer({ min: 0, max: 600 }), uu: fc.integer({ min: 0, max: 20_000_000 }) }),
        {
          maxLength: 5,
        },
      ),
      meals: fc.array(
        fc.record({ ago: fc.integer({ min: 0, max: 600 }), grams: fc.integer({ min: 0, max: 200 }) }),
        {
          maxLength: 4,
        },
      ),
    })
    .map(({ values, rates, boluses, meals }) => {
      const basal = rates.map((rate, index) => ({
        kind: 'basal' as const,
        startMs: wallMs(NOW_MS - (rates.length - index) * 5 * MINUTE_MS),
        endMs: wallMs(NOW_MS - (rates.length - 1 - index) * 5 * MINUTE_MS),
        amountUu: microunits(Math.floor(rate / 12)),
      }));
      const given = boluses.map(({ ago, uu }) => {
        const at = wallMs(NOW_MS - ago * MINUTE_MS);
        return { kind: 'bolus' as const, startMs: at, endMs: at, amountUu: microunits(uu) };
      });
      const eaten = meals
        .map(({ ago, grams }) => ({ atMs: wallMs(NOW_MS - ago * MINUTE_MS), grams }))
        .toSorted((a, b) => a.atMs - b.atMs);
      const delivered = [...basal, ...given].toSorted((a, b) => a.startMs - b.startMs);
      return history(values, { delivered, carbs: eaten });
    });
  let asked = 0;
  fc.assert(
    fc.property(anyHistory, past => {
      const request = smb(past, therapy, now);
      expect(request).toEqual(smb(past, therapy, now));
      expect(request.basal?.rate ?? 0).toBeLessThanOrEqual(3_000_000);
      expect(request.microbolus ?? 0).toBeLessThanOrEqual(therapy.maxBolus);
      expect(request.validUntilMs).toBeGreaterThan(NOW_MS);
      expect(request.validUntilMs).toBeLessThanOrEqual(NOW_MS + 30 * MINUTE_MS);
      expect(request.reasons.length).toBeGreaterThan(0);
      if (request.basal !== null) asked += 1;
    }),
    { numRuns: 300, seed: 11 },
  );
  expect(asked).toBeGreaterThan(100);
});
