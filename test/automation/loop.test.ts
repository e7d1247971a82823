import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Delivered, History, Therapy } from '../../src/automation/controller.ts';
import { timelineOf } from '../../src/automation/effects/schedules.ts';
import { LOOP_STRATEGY, loopController } from '../../src/automation/loop/controller.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import { mgPerDl, microunits, microunitsPerHour, wallMs } from '../../src/domain/units.ts';
import { exampleTherapy } from './exampleTherapy.ts';

const MINUTE = 60_000;
const NOW = wallMs(Date.parse('2026-01-15T12:00:00Z'));

const therapy = exampleTherapy;

/** Readings every five minutes that end now, the last first. */
const readings = (...latestFirst: number[]): History['readings'] =>
  latestFirst
    .map((value, index) => ({ atMs: wallMs(NOW - index * 5 * MINUTE), mgPerDl: mgPerDl(value) }))
    .toReversed();

const history = (values: readonly number[], delivered: readonly Delivered[] = []): History => ({
  readings: readings(...values),
  delivered,
  carbs: [],
});

const automatic = loopController({ ...LOOP_STRATEGY, dosing: 'automaticBolus' });
const temporary = loopController();

describe('the Loop-compatible controller', () => {
  test('gives the profile when glucose stays in range', () => {
    const { basal, microbolus } = temporary(history([105, 105, 105, 105]), therapy, NOW);
    expect(basal?.rate).toBe(1_100_000);
    expect(microbolus).toBeNull();
  });

  test('gives the worked example: flat 180 mg/dL asks for 1.5 U, as a rate of 3 U/h more or a bolus of 0.6 U', () => {
    const flat = history([180, 180, 180, 180]);
    const suspendAt70 = { ...LOOP_STRATEGY, suspendBelow: mgPerDl(70) };
    const { basal } = loopController(suspendAt70)(
      flat,
      { ...therapy, maxBasal: microunitsPerHour(9_000_000) },
      NOW,
    );
    expect(basal?.rate).toBe(4_100_000);
    const bolus = loopController({ ...suspendAt70, dosing: 'automaticBolus' })(flat, therapy, NOW);
    expect(bolus.microbolus).toBe(600_000);
    expect(bolus.basal?.rate).toBe(1_100_000);
  });

  test('stops basal when low glucose is predicted, and says why', () => {
    const { basal, reasons } = temporary(history([75, 85, 95, 105]), therapy, NOW);
    expect(basal?.rate).toBe(0);
    expect(reasons.map(({ name }) => name)).toContain('correction: suspend');
  });

  test('asks for nothing on glucose that is old or missing', () => {
    const old: History = {
      readings: [{ atMs: wallMs(NOW - 15 * MINUTE), mgPerDl: mgPerDl(300) }],
      delivered: [],
      carbs: [],
    };
    for (const [past, reason] of [
      [old, 'glucoseTooOld'],
      [history([]), 'missingGlucose'],
    ] as const) {
      const { basal, microbolus, reasons } = automatic(past, therapy, NOW);
      expect([basal, microbolus]).toEqual([null, null]);
      expect(reasons.map(({ name }) => name)).toEqual([reason]);
    }
  });

  test('a temporary target holds in place of the scheduled one', () => {
    const high = { lowMgPerDl: mgPerDl(150), highMgPerDl: mgPerDl(160) };
    const rate = (temporaryTarget: Therapy['temporaryTarget']) =>
      temporary(history([155, 155, 155, 155]), { ...therapy, temporaryTarget }, NOW).basal?.rate ?? 0;
    expect(rate(high)).toBe(1_100_000);
    expect(rate(null)).toBeGreaterThan(1_100_000);
  });

  test('more insulin on board than allowed ends at a rate of zero, not below', () => {
    const bolus: Delivered = {
      kind: 'bolus',
      startMs: wallMs(NOW - 5 * MINUTE),
      endMs: wallMs(NOW - 5 * MINUTE),
      amountUu: microunits(20_000_000),
    };
    expect(temporary(history([390, 390, 390, 390], [bolus]), therapy, NOW).basal?.rate).toBe(0);
  });
});

const anyReadings = fc.array(fc.integer({ min: 40, max: 400 }), { minLength: 1, maxLength: 30 });
const anyDeliveries = fc
  .array(
    fc.record({
      ago: fc.integer({ min: 0, max: 900 }),
      length: fc.integer({ min: 0, max: 60 }),
      amount: fc.integer({ min: 0, max: 3_000_000 }),
      isBasal: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map(all =>
    all
      .map(({ ago, length, amount, isBasal }): Delivered => {
        const startMs = wallMs(NOW - ago * MINUTE);
        const endMs = isBasal ? wallMs(Math.min(NOW, startMs + length * MINUTE)) : startMs;
        return { kind: isBasal ? 'basal' : 'bolus', startMs, endMs, amountUu: microunits(amount) };
      })
      .toSorted((a, b) => a.startMs - b.startMs),
  );

test('whatever the past, requests stay within the settings, on the pulse, and are the same when asked again', () => {
  let doses = 0;
  fc.assert(
    fc.property(anyReadings, anyDeliveries, (values, delivered) => {
      const past = history(values, delivered);
      for (const controller of [temporary, automatic]) {
        const request = controller(past, therapy, NOW);
        expect(request.basal?.rate ?? 0).toBeLessThanOrEqual(therapy.maxBasal);
        expect((request.microbolus ?? 0) % PULSE).toBe(0);
        expect(request.microbolus ?? 0).toBeLessThanOrEqual(0.4 * therapy.maxBolus);
        expect(request.validUntilMs - NOW).toBeLessThanOrEqual(30 * MINUTE);
        expect(controller(past, therapy, NOW)).toEqual(request);
        doses += request.microbolus === null ? 0 : 1;
      }
    }),
    { numRuns: 150, seed: 30 },
  );
  expect(doses).toBeGreaterThan(10);
});

test('a bolus that is known of never makes Loop ask for more', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 120, max: 390 }),
      fc.integer({ min: 100_000, max: 5_000_000 }),
      (value, amount) => {
        const flat = [value, value, value, value];
        const bolus: Delivered = { kind: 'bolus', startMs: NOW, endMs: NOW, amountUu: microunits(amount) };
        const without = temporary(history(flat), therapy, NOW).basal?.rate ?? 0;
        const with_ = temporary(history(flat, [bolus]), therapy, NOW).basal?.rate ?? 0;
        expect(with_).toBeLessThanOrEqual(without);
        compared += 1;
      },
    ),
    { numRuns: 60 },
  );
  expect(compared).toBeGreaterThan(0);
});

test('a schedule laid out over days covers every instant once, in local time', () => {
  const schedule = [
    { fromMinute: 0, value: 'night' },
    { fromMinute: 420, value: 'day' },
  ];
  const spans = timelineOf(schedule, 90, NOW - 2 * 1_440 * MINUTE, NOW + 600 * MINUTE);
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1];
    if (next !== undefined) expect(next.startMs).toBe(span.endMs);
    const localMinute = ((span.startMs + 90 * MINUTE) / MINUTE) % 1_440;
    expect(localMinute).toBe(span.value === 'night' ? 0 : 420);
  }
  expect(spans[0]?.startMs).toBeLessThanOrEqual(NOW - 2 * 1_440 * MINUTE);
  expect(spans.at(-1)?.endMs).toBeGreaterThanOrEqual(NOW + 600 * MINUTE);
});
