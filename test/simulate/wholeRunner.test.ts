import { expect, test } from 'vitest';
import { settingsFor } from '../../hardware/rig/worn/cellTherapy.ts';
import { wholeRunner } from '../../hardware/rig/worn/wholeRunner.ts';
import { valueAt } from '../../src/automation/predictive/at.ts';
import { profileAt } from '../../src/domain/profile.ts';

import { dayPartAt, dayPartIssues } from '../../src/domain/therapy/dayParts.ts';
import { mgPerDl, wallMs } from '../../src/domain/units.ts';
import { type Campaign, campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellAt } from '../../src/simulate/campaign/cells.ts';
import type { ControllerName } from '../../src/simulate/campaign/controllers.ts';
import { readyFor } from '../../src/simulate/campaign/life.ts';
import { openRunner, type Runner } from '../../src/simulate/campaign/run.ts';
import { metricsOf } from '../../src/simulate/metrics.ts';
import { profileRateIn } from '../../src/simulate/open/controlled.ts';
import type { Outcome } from '../../src/simulate/open/replay.ts';

const smallOf = (
  controller: ControllerName,
  patient = 'adult#001',
  { basalTimes = 1, faultTimes = 1 } = {},
): Campaign =>
  campaignSchema.parse({
    name: 'small',
    days: 1,
    patients: [patient],
    scenarios: [{ name: 'usual', treated: { basalTimes } }],
    faults: [{ name: 'basal', basalTimes: faultTimes }],
    seeds: [1],
    controllers: [controller],
    pump: 'whole',
  });

const lives = (
  runner: Runner,
  controller: ControllerName,
  patient = 'adult#001',
  { basalTimes = 1, faultTimes = 1 } = {},
): Outcome => {
  const campaign = smallOf(controller, patient, { basalTimes, faultTimes });
  return runner(readyFor(campaign, cellAt(campaign, 0)));
};

const total = (uu: Int32Array): number => uu.reduce((sum, each) => sum + each, 0) / 1e6;

test('by hand the whole pump gives what the short way gives, minute for minute but for the way to it', () => {
  const [short, whole] = [lives(openRunner, 'basal-bolus'), lives(wholeRunner, 'basal-bolus')];
  expect(Math.abs(total(whole.deliveredUu) - total(short.deliveredUu))).toBeLessThan(0.1);
  expect(Math.abs(total(whole.bolusUu) - total(short.bolusUu))).toBeLessThan(0.1);
  const apart = whole.glucose.reduce(
    (most, each, minute) => Math.max(most, Math.abs(each - (short.glucose[minute] ?? Number.NaN))),
    0,
  );
  expect(apart).toBeLessThan(3);
  expect(whole.readings).toHaveLength(short.readings.length);
});

test('basal that is set wrong is set wrong in the whole pump, too, by a scenario as by a fault', () => {
  const basal = (wrong: { readonly basalTimes?: number; readonly faultTimes?: number }): number => {
    const { deliveredUu, bolusUu } = lives(wholeRunner, 'basal-bolus', 'adult#001', wrong);
    return total(deliveredUu) - total(bolusUu);
  };
  const right = basal({});
  expect(basal({ basalTimes: 1.3 })).toBeCloseTo(right * 1.3, 0);
  expect(basal({ faultTimes: 0.7 })).toBeCloseTo(right * 0.7, 0);
  expect(right * 0.3).toBeGreaterThan(2);
});

test('the pump has every entry of a cell’s schedules, and reckons with what the cell’s controller is told', () => {
  const { care } = readyFor(smallOf('islet'), cellAt(smallOf('islet'), 0));
  const value = (low: number) => ({ lowMgPerDl: mgPerDl(low), highMgPerDl: mgPerDl(low) });
  const therapy = {
    ...care.therapy,
    basalProfile: [
      { fromMinute: 0, rateUuPerHour: 800_000 },
      { fromMinute: 240, rateUuPerHour: 1_200_000 },
      { fromMinute: 1_320, rateUuPerHour: 900_000 },
    ],
    sensitivity: [
      { fromMinute: 0, value: 50 },
      { fromMinute: 360, value: 40 },
    ],
    carbRatio: [
      { fromMinute: 0, value: 10 },
      { fromMinute: 660, value: 12 },
    ],
    target: [
      { fromMinute: 0, value: value(110) },
      { fromMinute: 360, value: value(100) },
    ],
  };
  const settings = settingsFor({ ...care, therapy });
  expect(dayPartIssues(settings)).toEqual([]);
  expect(settings.basalProfile).toEqual(therapy.basalProfile);
  for (let minute = 0; minute < 1_440; minute += 30) {
    const wall = wallMs(minute * 60_000);
    expect(profileAt(settings, wall).rate).toBe(profileRateIn(therapy, minute));
    expect(dayPartAt(settings, wall)).toMatchObject({
      sensitivityMgDl: valueAt(therapy.sensitivity, therapy, wall),
      carbRatioG: valueAt(therapy.carbRatio, therapy, wall),
      targetMgDl: valueAt(therapy.target, therapy, wall).lowMgPerDl,
    });
  }
});

test('in closed loop it is the pump that asks, and what is asked for reaches the body', () => {
  const [hand, loop] = [lives(wholeRunner, 'basal-bolus'), lives(wholeRunner, 'islet')];
  const [without, withLoop] = [metricsOf(hand.glucose), metricsOf(loop.glucose)];
  expect(total(loop.deliveredUu)).not.toBeCloseTo(total(hand.deliveredUu), 1);
  expect(withLoop.inRange).toBeGreaterThanOrEqual(without.inRange - 1);
});

test('predictive suspension is that of the pump: less insulin, and the same cell twice is the same to the last bit', () => {
  const [hand, suspended] = [lives(wholeRunner, 'basal-bolus'), lives(wholeRunner, 'suspension')];
  expect(total(suspended.deliveredUu) - total(suspended.bolusUu)).toBeLessThan(
    total(hand.deliveredUu) - total(hand.bolusUu),
  );
  expect(lives(wholeRunner, 'suspension')).toEqual(suspended);
});
