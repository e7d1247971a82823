import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KIND_LIMITS, PEOPLE } from '../../src/domain/envelope/people.ts';
import { HARD } from '../../src/domain/limits.ts';
import { dailyBasal } from '../../src/domain/profiles.ts';
import { type Settings, settingsSchema } from '../../src/domain/settings.ts';
import { ACTIVITIES, ACTIVITY_RULES, aimAt, beginActivity } from '../../src/domain/therapy/activity.ts';
import { USUAL_DAWN, withDawn } from '../../src/domain/therapy/dawn.ts';
import { bodyIssues, DIABETES, PER_KG, perKgIssues } from '../../src/domain/therapy/perKg.ts';
import { startFor } from '../../src/domain/therapy/start.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const HOUR = 3_600_000;
const U = 1_000_000;
const NOW = monoMs(100 * HOUR);
const band = (low: number, high: number) => ({ lowMgPerDl: mgPerDl(low), highMgPerDl: mgPerDl(high) });
/** What the schedule aims at. */
const DAY = band(110, 110);
const later = (ms: number) => monoMs(NOW + ms);

describe('an activity', () => {
  test('changes target, threshold and boluses as published, and ends by itself', () => {
    const sleep = beginActivity('sleep', undefined, NOW);
    expect(aimAt(sleep, null, DAY, NOW)).toEqual({ target: band(113, 120), threshold: 70, mayBolus: false });
    const exercise = beginActivity('exercise', 45 * 60_000, NOW);
    expect(aimAt(exercise, null, DAY, NOW)).toEqual({
      target: band(140, 160),
      threshold: 80,
      mayBolus: true,
    });
    const usual = { target: null, threshold: 70, mayBolus: true };
    expect(aimAt(exercise, null, DAY, later(45 * 60_000 - 1)).target).toEqual(band(140, 160));
    expect(aimAt(exercise, null, DAY, later(45 * 60_000))).toEqual(usual);
    expect(aimAt(sleep, null, DAY, later(8 * HOUR))).toEqual(usual);
    expect(aimAt(null, null, DAY, NOW)).toEqual(usual);
  });

  test.each(ACTIVITIES)('%s never lasts longer than its most, whatever is asked for', activity => {
    const { usualMs, mostMs } = ACTIVITY_RULES[activity];
    expect(beginActivity(activity, undefined, NOW).endsAt).toBe(NOW + usualMs);
    expect(beginActivity(activity, 1_000 * HOUR, NOW).endsAt).toBe(NOW + mostMs);
  });

  test('never lowers what the schedule aims at: the target in use is no lower than either asks for', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ACTIVITIES),
        fc.integer({ min: 80, max: 200 }),
        (activity, scheduled) => {
          const { target } = aimAt(beginActivity(activity, HOUR, NOW), null, band(scheduled, scheduled), NOW);
          const own = ACTIVITY_RULES[activity].target;
          expect(target).toEqual(
            band(Math.max(scheduled, own.lowMgPerDl), Math.max(scheduled, own.highMgPerDl)),
          );
        },
      ),
    );
  });

  test('a temporary target comes before sleep, never below exercise, and ends by itself', () => {
    const soon = { target: band(80, 100), endsAt: later(HOUR) };
    const ill = { target: band(150, 180), endsAt: later(HOUR) };
    expect(aimAt(null, soon, DAY, NOW).target).toEqual(band(80, 100));
    expect(aimAt(beginActivity('sleep', undefined, NOW), soon, DAY, NOW)).toMatchObject({
      target: band(80, 100),
      mayBolus: false,
    });
    const exercise = beginActivity('exercise', undefined, NOW);
    expect(aimAt(exercise, soon, DAY, NOW)).toMatchObject({ target: band(140, 160), threshold: 80 });
    expect(aimAt(exercise, ill, DAY, NOW).target).toEqual(band(150, 180));
    expect(aimAt(null, soon, DAY, later(HOUR)).target).toBeNull();
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

describe('settings by weight', () => {
  const start = startFor({ diabetes: 'type2', person: 'resistantAdult', weightKg: 100 });
  const issues = (change: Partial<Settings>): readonly string[] => {
    const read = settingsSchema.safeParse({ ...start, ...change });
    return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  };

  test('type 2 at 100 kg begins with 40 U a day, half of it basal, and no automation', () => {
    expect(start).toMatchObject({
      dailyInsulinUu: 40 * U,
      automation: 'off',
      automaticBolus: 'none',
      maxBolusUu: 10 * U,
      basalProfile: [{ fromMinute: 0, rateUuPerHour: 830_000 }],
      // 1 700/40 = 42.5 and 450/40 = 11.25, both up: less insulin.
      sensitivityMgDl: 43,
      carbRatioG: 12,
    });
  });

  test(
    'SR-105 every weight gives a start that may be used, and more weight never less insulin',
    req('SR-105'),
    () => {
      let starts = 0;
      for (const diabetes of DIABETES)
        for (const person of PEOPLE) {
          let before = 0;
          for (let weightKg = 11; weightKg <= (person === 'child' ? 150 : 300); weightKg += 1) {
            const { dailyInsulinUu, basalProfile, ...rest } = startFor(
              { diabetes, person, weightKg },
              weightKg % 2 === 0,
            );
            expect(dailyInsulinUu).toBeGreaterThan(before);
            before = dailyInsulinUu;
            // A dawn of a fifth for four hours is a thirtieth of a day's basal.
            expect(dailyBasal(basalProfile)).toBeLessThanOrEqual((dailyInsulinUu / 2) * (31 / 30));
            expect(bodyIssues({ ...rest, dailyInsulinUu, automation: 'islet' })).toEqual([]);
            starts += 1;
          }
        }
      expect(starts).toBe(2 * (4 * 290 + 140));
      expect(() => startFor({ diabetes: 'type1', person: 'child', weightKg: 200 })).toThrow(
        /200 kg: basalProfile.* is above maxBasalUuPerHour/,
      );
      expect(() => startFor({ diabetes: 'type1', person: 'child', weightKg: 9 })).toThrow(
        /9 kg: weightKg must be 0/,
      );
    },
  );

  test(
    'SR-105 an amount that no body of this weight needs is refused, with bound and remedy',
    req('SR-105'),
    () => {
      expect(issues({})).toEqual([]);
      expect(issues({ weightKg: 10 })).toContain(
        'dailyInsulinUu is above 3000000 µU per kg, 30000000 µU at 10 kg; lower it, or check the weight',
      );
      expect(issues({ dailyInsulinUu: 9 * U })).toEqual([
        'dailyInsulinUu is below 100000 µU per kg, 10000000 µU at 100 kg; raise it, or check the weight',
      ]);
      // What type 2 may need, type 1 may not; and without a weight nobody can say.
      expect(issues({ dailyInsulinUu: 200 * U })).toEqual([]);
      expect(issues({ dailyInsulinUu: 200 * U, diabetes: 'type1' })).toHaveLength(1);
      expect(issues({ dailyInsulinUu: 200 * U, diabetes: 'type1', weightKg: 0 })).toEqual([]);
    },
  );

  test('SR-105 the hard limits of a kind of person bind where there is automation', req('SR-105'), () => {
    for (const person of PEOPLE) {
      const most = KIND_LIMITS[person];
      const above = Math.min(most.maxBolusUu + 50_000, HARD.maxBolusUu);
      const said = issues({ person, maxBolusUu: above, automation: 'islet', weightKg: 0 });
      expect(said.some(each => each.startsWith('maxBolusUu'))).toBe(above > most.maxBolusUu);
      expect(issues({ person, maxBolusUu: above, weightKg: 0 })).toEqual([]);
    }
    expect(issues({ person: 'child', automation: 'islet' })).toContain(
      'maxBolusUu is above 5000000 µU, the most of automation for this kind of person; lower it, or correct the kind of person',
    );
    const fast = { person: 'child', automation: 'islet', maxBasalUuPerHour: 15 * U, weightKg: 0 } as const;
    expect(issues(fast)).toContain(
      `maxBasalUuPerHour is above ${KIND_LIMITS.child.maxBasalUuPerHour} µU/h, the most of automation for this kind of person; lower it, or correct the kind of person`,
    );
  });

  test('what the weight says is exact to the microunit', () => {
    for (const diabetes of DIABETES)
      for (const weightKg of [10, 33, 70, 299]) {
        const least = PER_KG[diabetes].dailyLeastUu * weightKg;
        const most = PER_KG[diabetes].dailyMostUu * weightKg;
        const at = (dailyInsulinUu: number) =>
          perKgIssues({ ...start, diabetes, weightKg, dailyInsulinUu }).filter(
            ({ field }) => field === 'dailyInsulinUu',
          ).length;
        expect([at(least - 1), at(least), at(most), at(most + 1)]).toEqual([1, 0, 0, 1]);
      }
  });
});

test('a dawn lies in its place of the day, and what it does not change is no segment of its own', () => {
  const two = [
    { fromMinute: 0, rateUuPerHour: 1_000_000 },
    { fromMinute: 300, rateUuPerHour: 2_000_000 },
  ];
  expect(withDawn(two, USUAL_DAWN, 3_000_000)).toEqual([
    { fromMinute: 0, rateUuPerHour: 1_000_000 },
    { fromMinute: 240, rateUuPerHour: 1_200_000 },
    { fromMinute: 300, rateUuPerHour: 2_400_000 },
    { fromMinute: 480, rateUuPerHour: 2_000_000 },
  ]);
  expect(withDawn(two.slice(0, 1), USUAL_DAWN, 1_000_000)).toEqual(two.slice(0, 1));
});

test('a start by weight has its limits from what a day needs and from the kind of person', () => {
  const limits = (person: 'adult' | 'child', weightKg: number) => {
    const { maxDailyUu, maxOnBoardUu } = startFor({ diabetes: 'type1', person, weightKg });
    return { maxDailyUu, maxOnBoardUu };
  };
  // 35 U a day: twice that in a day, a fifth of it on board.
  expect(limits('adult', 70)).toEqual({ maxDailyUu: 70_000_000, maxOnBoardUu: 7_000_000 });
  // 50 U a day; no child has more than 7 U on board by automation.
  expect(limits('child', 100)).toEqual({ maxDailyUu: 100_000_000, maxOnBoardUu: 7_000_000 });
});

test('where a weight makes no start, everything that is wrong is told, each by its place', () => {
  const start = (weightKg: number) => () => startFor({ diabetes: 'type1', person: 'child', weightKg });
  expect(start(200)).toThrow(
    new RangeError(
      'no start for 200 kg: basalProfile.0.rateUuPerHour is above maxBasalUuPerHour (2000000 µU/h); lower the rate or raise the maximum',
    ),
  );
  expect(start(0.5)).toThrow(
    /^no start for 0\.5 kg: .*; weightKg must be a whole number of kg; dailyInsulinUu must be 0/,
  );
});
