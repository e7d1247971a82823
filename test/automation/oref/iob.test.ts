import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Delivered } from '../../../src/automation/controller.ts';
import { minuteTable, orefModel } from '../../../src/automation/oref/curve.ts';
import type { PumpEvent } from '../../../src/automation/oref/history.ts';
import { dosesOf, type IobRules, iobAhead } from '../../../src/automation/oref/iob.ts';
import { insulinAhead, netDoses } from '../../../src/automation/oref/netDoses.ts';
import type { Splitting } from '../../../src/automation/oref/pieces.ts';
import { exponentialModel } from '../../../src/domain/insulinModel.ts';
import { netOnBoard, netPieces } from '../../../src/domain/netInsulin.ts';
import { microunits, wallMs } from '../../../src/domain/units.ts';
import { NOW_MS } from './situations.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_START_MS = NOW_MS - 12 * HOUR_MS;

const rules = (boundaries: readonly number[], splitting: Splitting): IobRules => ({
  basal: {
    schedule: [0, ...boundaries].map(fromMinute => ({ fromMinute, rate: 1 })),
    utcOffsetMinutes: 0,
    ratio: 1,
  },
  table: minuteTable(orefModel('rapid-acting', 6, null)),
  suspensionsCount: true,
  splitting,
});

const sum = (events: readonly PumpEvent[], rule: IobRules): number =>
  dosesOf(events, NOW_MS, rule, 0).reduce((all, { units }) => all + units, 0);

const tempAt = (minute: number, rate: number, minutes: number): PumpEvent => ({
  kind: 'temp',
  atMs: DAY_START_MS + minute * MINUTE_MS,
  rate,
  minutes,
});

test('an hour without basal across a boundary between equal rates is a unit less, of which oref0 counts half', () => {
  const events = [tempAt(599, 0, 60)];
  expect(sum(events, rules([600], 'corrected'))).toBeCloseTo(-1, 9);
  expect(sum(events, rules([600], 'asPublished'))).toBeCloseTo(-0.5, 9);
});

test('boundaries between equal rates change the insulin of a temporary basal by no more than a pulse each', () => {
  let checked = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 480, max: 640 }),
      fc.constantFrom(0, 0.4, 1.7, 2.5),
      fc.constantFrom(10, 30, 60, 75),
      fc.uniqueArray(fc.integer({ min: 481, max: 715 }), { maxLength: 3 }),
      (start, rate, minutes, boundaries) => {
        const events = [tempAt(start, rate, minutes)];
        const whole = sum(events, rules([], 'corrected'));
        const cut = sum(
          events,
          rules(
            boundaries.toSorted((a, b) => a - b),
            'corrected',
          ),
        );
        expect(Math.abs(cut - whole)).toBeLessThanOrEqual(0.05 * (boundaries.length + 1) + 1e-9);
        checked += boundaries.length;
      },
    ),
    { numRuns: 300, seed: 7 },
  );
  expect(checked).toBeGreaterThan(100);
});

test('a suspension counts as no basal, ended or not, and what ran beside it does not count', () => {
  const rule = rules([], 'corrected');
  const at = (minute: number): number => DAY_START_MS + minute * MINUTE_MS;
  const temp = tempAt(600, 3, 60);
  const suspended: readonly PumpEvent[] = [{ kind: 'suspend', atMs: at(600) }];
  expect(sum([...suspended, temp], rule)).toBeCloseTo(-2, 9);
  expect(sum([...suspended, temp, { kind: 'resume', atMs: at(660) }], rule)).toBeCloseTo(-1, 9);
  expect(sum([temp], rule)).toBeCloseTo(2, 9);
});

test('basal that stops now is seen ahead, and not yet now', () => {
  const steps = iobAhead(
    [{ kind: 'bolus', atMs: NOW_MS - HOUR_MS, units: 1 }],
    NOW_MS,
    rules([], 'corrected'),
  );
  expect(steps).toHaveLength(48);
  expect(steps[0]?.zeroTemp.iob).toBe(steps[0]?.total.iob);
  expect(steps[47]?.zeroTemp.iob).toBeLessThan(-1.9);
});

test('insulin on board of the controller is the exact integral, to two hundredths of a unit', () => {
  const model = exponentialModel(360, 75, 0);
  const table = minuteTable(model);
  const rates = [1_000_000, 1_400_000, 800_000] as const;
  const basalProfile = [0, 420, 600].map((fromMinute, index) => ({
    fromMinute,
    rateUuPerHour: rates[index] ?? 0,
  }));
  const spans = basalProfile.map(({ fromMinute, rateUuPerHour }, index) => ({
    startMs: DAY_START_MS + fromMinute * MINUTE_MS,
    endMs: DAY_START_MS + (basalProfile[index + 1]?.fromMinute ?? 1440) * MINUTE_MS,
    rateUuPerHour,
  }));
  let checked = 0;
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ rate: fc.integer({ min: 0, max: 4_000_000 }), minutes: fc.integer({ min: 3, max: 90 }) }),
        {
          minLength: 1,
          maxLength: 12,
        },
      ),
      fc.integer({ min: 0, max: 8_000_000 }),
      (temps, bolusUu) => {
        let at = NOW_MS;
        const delivered: Delivered[] = temps.flatMap(({ rate, minutes }) => {
          const endMs = at;
          at = Math.max(DAY_START_MS, at - minutes * MINUTE_MS);
          if (at === endMs) return [];
          const amountUu = microunits(Math.floor((rate * (endMs - at)) / HOUR_MS));
          return [{ kind: 'basal' as const, startMs: wallMs(at), endMs: wallMs(endMs), amountUu }];
        });
        const bolusMs = wallMs(NOW_MS - 50 * MINUTE_MS);
        delivered.push({ kind: 'bolus', startMs: bolusMs, endMs: bolusMs, amountUu: microunits(bolusUu) });
        const therapy = { basalProfile, utcOffsetMinutes: 0 };
        const ours = insulinAhead(netDoses(delivered, therapy, DAY_START_MS), therapy, NOW_MS, table);
        const exact = netOnBoard(
          delivered.flatMap(each => netPieces(each, spans)),
          model,
          NOW_MS,
        );
        expect(Math.abs(ours.iob - exact / 1e6)).toBeLessThan(0.02);
        checked += 1;
      },
    ),
    { numRuns: 200, seed: 3 },
  );
  expect(checked).toBe(200);
});
