import fc from 'fast-check';
import { expect, test } from 'vitest';
import { determine } from '../../../src/automation/oref/determine.ts';
import { spellReasons } from '../../../src/automation/oref/reasons.ts';
import { settableRate } from '../../../src/automation/oref/rounding.ts';
import type { Decided, Situation } from '../../../src/automation/oref/situation.ts';
import { maxSafeBasal, setTemp } from '../../../src/automation/oref/temp.ts';
import { decided, profile, situations } from './situations.ts';

const RUNS = { numRuns: 2_000, seed: 20_260_115 };

/** Runs the check on every generated decision, and returns for how many it held something. */
const counted = (check: (decision: Decided, situation: Situation) => boolean): number => {
  let count = 0;
  fc.assert(
    fc.property(situations, situation => {
      if (check(decided(situation), situation)) count += 1;
    }),
    RUNS,
  );
  return count;
};

const limitsOf = ({ profile }: Situation) => ({ ...profile, currentBasal: profile.currentBasal ?? 0 });

test('no temporary basal is above the highest safe rate as the pump can be set to it, but a low one beside a microbolus', () => {
  const raised = counted(({ temp, findings, needed }, situation) => {
    if (temp === null) return false;
    const limits = limitsOf(situation);
    const most = settableRate(maxSafeBasal(limits), null);
    // Where the highest safe rate is below the profile, and without glucose, oref0 does not look at it.
    const profileRate = findings === null || needed > 0 ? (findings?.aim.basal ?? limits.currentBasal) : 0;
    expect(temp.rate, `at most ${most} U/h`).toBeLessThanOrEqual(
      Math.max(most, settableRate(profileRate, null)),
    );
    expect([0, 30, 60, 90, 120]).toContain(temp.minutes);
    return temp.rate > limits.currentBasal;
  });
  expect(raised).toBeGreaterThan(50);
});

test('a microbolus needs leave, a trusted sensor, a way above the threshold and room for insulin', () => {
  const given = counted(({ microbolus, findings }, { microbolusAllowed, profile, glucose, insulin }) => {
    if (microbolus === null) return false;
    expect(microbolusAllowed).toBe(true);
    expect(glucose.noise).toBeLessThan(3);
    expect(findings?.forecast.minGuard).toBeGreaterThanOrEqual(findings?.aim.threshold ?? Number.NaN);
    expect(glucose.glucose).toBeGreaterThan(findings?.aim.threshold ?? Number.NaN);
    expect(profile.temporaryTarget && (findings?.aim.target ?? 0) > 100).toBe(false);
    expect(Math.max(glucose.delta, glucose.shortDelta, glucose.longDelta)).toBeLessThanOrEqual(
      0.2 * glucose.glucose,
    );
    expect(microbolus * 2).toBeLessThanOrEqual(profile.maxIob - (insulin?.iob ?? 0) + 0.001);
    expect(microbolus).toBeLessThanOrEqual(Math.round((profile.currentBasal ?? 0) * 5) / 10);
    return true;
  });
  expect(given).toBeGreaterThan(30);
});

test('basal stops for 30 to 120 minutes when glucose is below the threshold or predicted to be, unless it rises already', () => {
  const stopped = counted(({ temp, findings, reasons }, { glucose, running }) => {
    if (findings === null) return false;
    const { aim, forecast, minDelta, expected } = findings;
    const isLow = glucose.glucose < aim.threshold || forecast.minGuard < aim.threshold;
    if (!isLow || (minDelta > 0 && minDelta > expected)) return false;
    if (temp === null) {
      // The running one is within a fifth of no basal only when it is none.
      expect(running.rate).toBe(0);
      return false;
    }
    expect(temp.rate, spellReasons(reasons)).toBe(0);
    expect(temp.minutes).toBeGreaterThanOrEqual(30);
    return true;
  });
  expect(stopped).toBeGreaterThan(200);
});

test('no insulin is added on glucose that is old, noisy, flat or an error of the sensor', () => {
  const distrusted = counted(({ temp, microbolus, findings }, { profile, running, glucose, nowMs }) => {
    const isOld = nowMs - glucose.atMs > 12 * 60_000;
    if (!isOld && glucose.noise < 3 && glucose.glucose > 10) return false;
    expect(findings).toBeNull();
    expect(microbolus).toBeNull();
    if (temp !== null && temp.rate > 0) {
      expect(temp.rate).toBe(settableRate(profile.currentBasal ?? 0, null));
      expect(running.rate).toBeGreaterThan(temp.rate);
    }
    return true;
  });
  expect(distrusted).toBeGreaterThan(200);
});

test('with more insulin on board than allowed nothing is raised', () => {
  const held = counted(({ temp, microbolus, findings }, { profile, insulin }) => {
    if (findings === null || (insulin?.iob ?? 0) <= profile.maxIob) return false;
    expect(microbolus).toBeNull();
    if (temp !== null) expect(temp.rate).toBeLessThanOrEqual(findings.aim.basal);
    return true;
  });
  expect(held).toBeGreaterThan(200);
});

test('without a basal rate, a target or insulin on board there is a refusal and no dose', () => {
  const [situation] = fc.sample(situations, { numRuns: 1, seed: 1 });
  if (situation === undefined) throw new Error('no sample');
  const fresh = {
    ...situation,
    glucose: { ...situation.glucose, glucose: 120, atMs: situation.nowMs, delta: 5, noise: 0 },
  };
  const without = (change: Partial<Situation>) => determine({ ...fresh, ...change });
  expect(without({ profile: { ...profile, currentBasal: null } })).toEqual({
    kind: 'refused',
    why: 'no basal rate',
  });
  expect(without({ profile: { ...profile, minBg: null } })).toEqual({ kind: 'refused', why: 'no target' });
  expect(without({ insulin: null })).toEqual({ kind: 'refused', why: 'no insulin on board' });
});

test('a rate is set as the pump can be set to it: in steps of 0.025, 0.05 and 0.1 U/h', () => {
  const limits = {
    ...profile,
    currentBasal: 0.8,
    maxBasal: 50,
    maxDailyBasal: 50,
    currentBasalSafetyMultiplier: 99,
  };
  const set = (rate: number, pumpModel: string | null) =>
    setTemp({ rate, minutes: 30 }, { ...limits, pumpModel }, null).temp?.rate;
  expect([set(0.33, '554'), set(0.33, '522'), set(3.33, '554'), set(13.33, null)]).toEqual([
    0.325, 0.35, 3.35, 13.3,
  ]);
});

test('every decision gives its reasons in words', () => {
  const told = counted(({ reasons }) => {
    expect(reasons.length).toBeGreaterThan(0);
    expect(spellReasons(reasons)).not.toMatch(/undefined|null|NaN/);
    return true;
  });
  expect(told).toBe(RUNS.numRuns);
});
