import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeShortfall, missingIn, noShortfall, noteMissed } from '../../src/domain/detect/shortfall.ts';
import { HOUR_MS } from '../../src/domain/profile.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { monoMs } from '../../src/domain/units.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const U = 1_000_000 * HOUR_MS;

describe('SR-018 basal that is missing of the last hour', () => {
  test('is told exactly beyond 0.2 U and a tenth, and HIGH beyond 1 U', req('SR-018'), () => {
    const at = monoMs(10 * HOUR_MS);
    const level = (missing: number, given: number) =>
      judgeShortfall(noteMissed(noShortfall, at, missing), at, given).level;
    expect(level(0.2 * U, 0)).toBe('none');
    expect(level(0.2 * U + 1, 0)).toBe('short');
    expect(level(0.3 * U, 2.7 * U)).toBe('none');
    expect(level(0.3 * U + 1, 2.7 * U)).toBe('short');
    expect(level(U, U)).toBe('short');
    expect(level(U + 1, U)).toBe('farShort');
    expect(level(1.2 * U, 11 * U)).toBe('none');
    expect(level(1.3 * U, 11 * U)).toBe('farShort');
  });

  test('is told once for each crossing, and over when half as little is missing', req('SR-018'), () => {
    let now = monoMs(0);
    let shortfall = noteMissed(noShortfall, now, 0.3 * U);
    const judge = () => {
      shortfall = judgeShortfall(shortfall, now, U);
      return shortfall.level;
    };
    expect(judge()).toBe('short');
    now = monoMs(30 * MINUTE);
    shortfall = noteMissed(shortfall, now, 0.15 * U);
    expect(judge()).toBe('short');
    now = monoMs(61 * MINUTE);
    expect(judge()).toBe('short');
    now = monoMs(91 * MINUTE);
    expect(judge()).toBe('none');
  });

  test(
    'adds up to what was missed in the hour, minute by minute, in a list that stays short',
    req('SR-018'),
    () => {
      const steps = fc.array(
        fc.tuple(fc.integer({ min: 0, max: 20 * MINUTE }), fc.integer({ min: 0, max: 1e12 })),
        {
          minLength: 1,
          maxLength: 200,
        },
      );
      fc.assert(
        fc.property(steps, missed => {
          let now = 0;
          let shortfall = noShortfall;
          const all: { at: number; amount: number }[] = [];
          for (const [passed, amount] of missed) {
            now += passed;
            all.push({ at: now, amount });
            shortfall = noteMissed(shortfall, monoMs(now), amount);
            const within = (ms: number) =>
              all.reduce((sum, each) => (now - each.at < ms ? sum + each.amount : sum), 0);
            // An amount is as old as its minute.
            expect(missingIn(shortfall, monoMs(now))).toBeLessThanOrEqual(within(HOUR_MS));
            expect(missingIn(shortfall, monoMs(now))).toBeGreaterThanOrEqual(within(HOUR_MS - MINUTE));
            expect(shortfall.missed.length).toBeLessThanOrEqual(61);
          }
        }),
      );
    },
  );
});

/** A pump at 15 U/h whose host looks only every so often. */
const lookedAtEvery = async (ms: number, times: number) => {
  const rateUuPerHour = 15_000_000;
  const pump = await corePump({
    settings: {
      ...exampleSettings,
      maxBasalUuPerHour: rateUuPerHour,
      maxDailyUu: 300_000_000,
      basalProfile: [{ fromMinute: 0, rateUuPerHour }],
    },
  });
  await pump.give({ type: 'resume.requested' });
  for (let time = 0; time < times; time += 1) {
    pump.clock.standStill(ms);
    await pump.wait(3_000);
  }
  return pump.shown().find(({ alarm }) => alarm === 'underDelivery');
};

describe('SR-018 SR-020 a host that stands still again and again', () => {
  test(
    'for less than a minute each time loses basal, and that is told',
    req('SR-018', 'SR-020'),
    async () => {
      expect(await lookedAtEvery(50_000, 2)).toMatchObject({ priority: 'medium' });
      expect(await lookedAtEvery(50_000, 20)).toMatchObject({ priority: 'high' });
    },
  );

  test('for as long as a pulse needs loses nothing', req('SR-018'), async () => {
    expect(await lookedAtEvery(4_000, 200)).toBeUndefined();
  });
});
