import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsFor, therapyFor } from '../../src/automation/therapy.ts';
import { KIND_LIMITS, PEOPLE } from '../../src/domain/envelope/people.ts';
import { presetModel } from '../../src/domain/insulinModel.ts';
import { HARD } from '../../src/domain/limits.ts';
import { dailyBasal } from '../../src/domain/profiles.ts';
import {
  ACTIVITIES,
  ACTIVITY_RULES,
  aimAt,
  beginActivity,
  targetObjections,
} from '../../src/domain/therapy/activity.ts';
import { USUAL_DAWN, withDawn } from '../../src/domain/therapy/dawn.ts';
import { DIABETES, PER_KG } from '../../src/domain/therapy/perKg.ts';
import { perKgIssues, type TherapySettings, therapySchema } from '../../src/domain/therapy/settings.ts';
import { startFor } from '../../src/domain/therapy/start.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { CONTENDERS } from '../automation/contenders.ts';
import { req } from '../support/req.ts';

const HOUR = 3_600_000;
const U = 1_000_000;
const NOW = monoMs(100 * HOUR);
const band = (low: number, high: number) => ({ lowMgPerDl: mgPerDl(low), highMgPerDl: mgPerDl(high) });
const later = (ms: number) => monoMs(NOW + ms);

describe('an activity', () => {
  test('changes target, threshold and boluses as published, and ends by itself', () => {
    const sleep = beginActivity('sleep', undefined, NOW);
    expect(aimAt(sleep, null, NOW)).toEqual({ target: band(113, 120), threshold: 70, mayBolus: false });
    const exercise = beginActivity('exercise', 45 * 60_000, NOW);
    expect(aimAt(exercise, null, NOW)).toEqual({ target: band(140, 160), threshold: 80, mayBolus: true });
    const usual = { target: null, threshold: 70, mayBolus: true };
    expect(aimAt(exercise, null, later(45 * 60_000 - 1)).target).toEqual(band(140, 160));
    expect(aimAt(exercise, null, later(45 * 60_000))).toEqual(usual);
    expect(aimAt(sleep, null, later(8 * HOUR))).toEqual(usual);
    expect(aimAt(null, null, NOW)).toEqual(usual);
  });

  test.each(ACTIVITIES)('%s never lasts longer than its most, whatever is asked for', activity => {
    const { usualMs, mostMs } = ACTIVITY_RULES[activity];
    expect(beginActivity(activity, undefined, NOW).endsAt).toBe(NOW + usualMs);
    expect(beginActivity(activity, 1_000 * HOUR, NOW).endsAt).toBe(NOW + mostMs);
  });

  test('a temporary target comes before sleep, never below exercise, and ends by itself', () => {
    const soon = { target: band(80, 100), endsAt: later(HOUR) };
    const ill = { target: band(150, 180), endsAt: later(HOUR) };
    expect(aimAt(null, soon, NOW).target).toEqual(band(80, 100));
    expect(aimAt(beginActivity('sleep', undefined, NOW), soon, NOW)).toMatchObject({
      target: band(80, 100),
      mayBolus: false,
    });
    const exercise = beginActivity('exercise', undefined, NOW);
    expect(aimAt(exercise, soon, NOW)).toMatchObject({ target: band(140, 160), threshold: 80 });
    expect(aimAt(exercise, ill, NOW).target).toEqual(band(150, 180));
    expect(aimAt(null, soon, later(HOUR)).target).toBeNull();
  });

  test('a target out of range, upside down or for too long is refused with values and bounds', () => {
    expect(targetObjections(band(100, 120), HOUR)).toEqual([]);
    expect(targetObjections(band(79, 120), HOUR)).toEqual([
      'a target of 79 to 120 mg/dL is not within 80 to 200 mg/dL.',
    ]);
    expect(targetObjections(band(130, 120), 25 * HOUR)).toEqual([
      'a target begins at 130 mg/dL and ends below, at 120.',
      'a target lasts up to 24 h, not 25 h.',
    ]);
  });
});

describe('dawn', () => {
  const flat = [{ fromMinute: 0, rateUuPerHour: U }];

  test('raises the hours it is for, by schedule, and nothing else', () => {
    expect(withDawn(flat, USUAL_DAWN, 3 * U)).toEqual([
      { fromMinute: 0, rateUuPerHour: U },
      { fromMinute: 240, rateUuPerHour: 1.2 * U },
      { fromMinute: 480, rateUuPerHour: U },
    ]);
    expect(withDawn(flat, USUAL_DAWN, 1.1 * U)[1]?.rateUuPerHour).toBe(1.1 * U);
  });

  test('whatever the profile, no rate falls, none passes the maximum, and outside all is as it was', () => {
    let raised = 0;
    const profile = fc.uniqueArray(fc.integer({ min: 1, max: 47 }), { maxLength: 6 }).chain(halves =>
      fc
        .array(fc.integer({ min: 25_000, max: 4 * U }), {
          minLength: halves.length + 1,
          maxLength: halves.length + 1,
        })
        .map(rates =>
          [0, ...halves.sort((a, b) => a - b)].map((half, index) => ({
            fromMinute: half * 30,
            rateUuPerHour: rates[index] ?? U,
          })),
        ),
    );
    const at = (segments: readonly { fromMinute: number; rateUuPerHour: number }[], minute: number) =>
      segments.findLast(each => each.fromMinute <= minute)?.rateUuPerHour ?? 0;
    fc.assert(
      fc.property(
        profile,
        fc.integer({ min: 0, max: 46 }),
        fc.integer({ min: 1, max: 48 }),
        fc.integer({ min: 100, max: 200 }),
        (segments, from, long, percent) => {
          const dawn = { fromMinute: from * 30, untilMinute: Math.min(1_440, (from + long) * 30), percent };
          const made = withDawn(segments, dawn, 4 * U);
          expect(made[0]?.fromMinute).toBe(0);
          for (let minute = 0; minute < 1_440; minute += 30) {
            const [before, now] = [at(segments, minute), at(made, minute)];
            const isDawn = minute >= dawn.fromMinute && minute < dawn.untilMinute;
            if (!isDawn) expect(now).toBe(before);
            expect(now).toBeGreaterThanOrEqual(before);
            expect(now).toBeLessThanOrEqual(Math.max(before, Math.min(4 * U, (before * percent) / 100)));
            if (now > before) raised += 1;
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(raised).toBeGreaterThan(500);
  });
});

describe('settings of a therapy', () => {
  const { therapy } = startFor({ diabetes: 'type2', person: 'resistantAdult', weightKg: 100 });
  const issues = (change: Partial<TherapySettings>): readonly string[] => {
    const read = therapySchema.safeParse({ ...therapy, ...change });
    return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  };

  test('by weight: type 2 at 100 kg begins with 40 U a day, half of it basal, and no automatic bolus', () => {
    const start = startFor({ diabetes: 'type2', person: 'resistantAdult', weightKg: 100 });
    expect(start).toMatchObject({
      therapy: { dailyInsulinUu: 40 * U, automaticBolus: 'none', maxBolusUu: 10 * U },
      basalProfile: [{ fromMinute: 0, rateUuPerHour: 830_000 }],
    });
    // 1 700/40 = 42.5 and 450/40 = 11.25, both up: less insulin.
    expect(start.therapy.sensitivity).toEqual([{ fromMinute: 0, value: 43 }]);
    expect(start.therapy.carbRatio).toEqual([{ fromMinute: 0, value: 12 }]);
  });

  test(
    'SR-105 every weight gives a start that may be used, and more weight never less insulin',
    req('SR-105'),
    () => {
      let starts = 0;
      for (const diabetes of DIABETES)
        for (const person of PEOPLE) {
          let before = 0;
          for (let weightKg = 10; weightKg <= 300; weightKg += 1) {
            const start = startFor({ diabetes, person, weightKg });
            expect(therapySchema.safeParse(start.therapy).success).toBe(true);
            expect(start.therapy.dailyInsulinUu).toBeGreaterThan(before);
            before = start.therapy.dailyInsulinUu;
            expect(2 * dailyBasal(start.basalProfile)).toBeLessThanOrEqual(start.therapy.dailyInsulinUu);
            starts += 1;
          }
        }
      expect(starts).toBe(2 * 5 * 291);
      expect(() => startFor({ diabetes: 'type1', person: 'child', weightKg: 9 })).toThrow(
        /9 kg: weightKg is below/,
      );
    },
  );

  test(
    'SR-105 an amount that no body of this weight needs is refused, with value, bound and remedy',
    req('SR-105'),
    () => {
      expect(issues({})).toEqual([]);
      expect(issues({ weightKg: 10 })).toContain(
        'dailyInsulinUu 40 U a day is more than 3 U per kg: at 10 kg at most 30 U; check weight and unit',
      );
      expect(issues({ dailyInsulinUu: 9 * U })).toEqual([
        'dailyInsulinUu 9 U a day is less than 0.1 U per kg: at 100 kg at least 10 U; check weight and unit',
      ]);
      // What type 2 may need, type 1 may not.
      expect(issues({ dailyInsulinUu: 200 * U })).toEqual([]);
      expect(issues({ dailyInsulinUu: 200 * U, diabetes: 'type1' })).toEqual([
        expect.stringMatching(/^dailyInsulinUu 200 U a day is more than 1.5 U per kg/),
      ]);
    },
  );

  test('SR-105 the hard limits of a kind of person hold beside those by weight', req('SR-105'), () => {
    for (const person of PEOPLE) {
      const most = KIND_LIMITS[person];
      const above = Math.min(most.maxBolusUu + 50_000, HARD.maxBolusUu);
      const said = issues({ person, maxBolusUu: above });
      expect(said.some(each => each.startsWith('maxBolusUu'))).toBe(above > most.maxBolusUu);
    }
    expect(issues({ person: 'child' })).toContain(
      'maxBolusUu 10 U is above 5 U, the most for child; lower it, or correct the kind of person',
    );
    expect(issues({ target: [{ fromMinute: 0, value: { lowMgPerDl: 120, highMgPerDl: 110 } }] })).toEqual([
      'target.0.value begins at 120 mg/dL and ends below, at 110; exchange them',
    ]);
    expect(issues({ target: [{ fromMinute: 0, value: { lowMgPerDl: 6, highMgPerDl: 7 } }] })).toHaveLength(2);
    expect(issues({ carbRatio: [{ fromMinute: 30, value: 10 }] })).toEqual([
      'carbRatio must begin at minute 0',
    ]);
  });

  test('what the weight says is the same however large the numbers: no rounding lets a breach through', () => {
    for (const diabetes of DIABETES)
      for (const weightKg of [10, 33, 70, 299]) {
        const most = PER_KG[diabetes].dailyMostUu * weightKg;
        const at = (dailyInsulinUu: number) =>
          perKgIssues({ ...therapy, diabetes, weightKg, dailyInsulinUu }).filter(
            ({ field }) => field === 'dailyInsulinUu',
          ).length;
        expect([at(most), at(most + 1)]).toEqual([0, 1]);
      }
  });

  test('controllers and envelope are told the same aim, and no controller knows of activities', () => {
    const pump = {
      basalProfile: [{ fromMinute: 0, rateUuPerHour: U }],
      utcOffsetMinutes: 0,
      insulin: presetModel('rapidActingAdult'),
    };
    const micro: TherapySettings = { ...therapy, automaticBolus: 'micro' };
    const asleep = aimAt(beginActivity('sleep', undefined, NOW), null, NOW);
    const running = aimAt(beginActivity('exercise', undefined, NOW), null, NOW);
    expect(therapyFor(micro, pump, asleep).temporaryTarget).toEqual(band(113, 120));
    expect(boundsFor(micro, asleep)).toMatchObject({ bolusPolicy: 'none', threshold: 70 });
    expect(boundsFor(micro, running)).toMatchObject({ bolusPolicy: 'micro', threshold: 80 });
    expect(therapyFor(micro, pump, aimAt(null, null, NOW)).temporaryTarget).toBeNull();
    expect(Object.keys(CONTENDERS).length).toBeGreaterThan(5);
  });
});
