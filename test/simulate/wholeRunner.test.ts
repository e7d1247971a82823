import { expect, test } from 'vitest';
import { wholeRunner } from '../../hardware/rig/worn/wholeRunner.ts';
import { campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellAt } from '../../src/simulate/campaign/cells.ts';
import type { ControllerName } from '../../src/simulate/campaign/controllers.ts';
import { readyFor } from '../../src/simulate/campaign/life.ts';
import { openRunner, type Runner } from '../../src/simulate/campaign/run.ts';
import { metricsOf } from '../../src/simulate/metrics.ts';
import type { Outcome } from '../../src/simulate/open/replay.ts';

const lives = (
  runner: Runner,
  controller: ControllerName,
  patient = 'adult#001',
  { basalTimes = 1, faultTimes = 1 } = {},
): Outcome => {
  const campaign = campaignSchema.parse({
    name: 'small',
    days: 1,
    patients: [patient],
    scenarios: [{ name: 'usual', treated: { basalTimes } }],
    faults: [{ name: 'basal', basalTimes: faultTimes }],
    seeds: [1],
    controllers: [controller],
    pump: 'whole',
  });
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
