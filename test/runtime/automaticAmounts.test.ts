import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyLedger } from '../../src/domain/ledger/ledger.ts';
import { countedOnBoardOf } from '../../src/domain/ledger/onBoardCounted.ts';
import type { Dose } from '../../src/domain/rolling.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { milliseconds, monoMs, wallMs } from '../../src/domain/units.ts';
import { onBoardAtLeast } from '../../src/runtime/onBoardAtLeast.ts';
import { req } from '../support/req.ts';

import { says } from './greedyPump.ts';
import { forging } from './throughEnvelope.ts';

describe('SR-095 SR-096 behind the envelope, what automation adds is reckoned a second time', () => {
  test('without any one of its caps it is seen', { ...req('SR-118') }, async () => {
    const { through } = await forging();
    for (const [cap, why, step] of through) expect(says(step), cap).toMatch(why);
    expect(through.length).toBeGreaterThan(15);
  });

  test('to the last that a cap allows nothing is seen', { ...req('SR-118') }, async () => {
    const { allowed } = await forging();
    for (const [cap, step] of allowed) expect(says(step), cap).toBeNull();
    expect(allowed.length).toBeGreaterThan(15);
  });

  test('what the envelope has let through is never held against it', { ...req('SR-118') }, async () => {
    const { pump, bolusing, raising } = await forging();
    expect(pump.steps.map(says).filter(each => each !== null)).toEqual([]);
    expect(pump.runtime.faulted()).toBe(null);
    expect([says(bolusing), says(raising)]).toEqual([null, null]);
    expect(pump.steps.length).toBeGreaterThan(200);
  });
});

test('SR-095 the second count of insulin on board is never above the first, and near it', () => {
  const profiles = fc.array(fc.integer({ min: 25_000, max: 1_000_000 }), { minLength: 1, maxLength: 4 });
  const given = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 7 * 3_600_000 }), fc.constantFrom('basal', 'bolus', 'extended')),
    { maxLength: 300, size: 'max' },
  );
  let farthest = 0;
  let most = 0;
  fc.assert(
    fc.property(profiles, given, fc.integer({ min: 0, max: 86_400_000 }), (rates, list, sinceMs) => {
      const at = { monoMs: monoMs(90_000_000), wallMs: wallMs(190_000_017) };
      const settings: Settings = {
        ...exampleSettings,
        basalProfile: rates.map((rateUuPerHour, index) => ({ fromMinute: 90 * index, rateUuPerHour })),
      };
      const history = list
        .toSorted(([a], [b]) => b - a)
        .map(([age, channel]): Dose => ({ atMonoMs: monoMs(at.monoMs - age), channel, certain: true }));
      const known = {
        ...emptyLedger,
        settings,
        at,
        profileSince: monoMs(at.monoMs - milliseconds(sinceMs)),
        doses: { ...emptyLedger.doses, history },
      };
      const first = countedOnBoardOf(known, at);
      if (first === 'unknown') throw new Error('on board is unknown');
      const apart = first - onBoardAtLeast(known, settings, at);
      expect(apart).toBeGreaterThanOrEqual(0);
      // Half a minute of every dose, and two minutes of the profile for each of its rates.
      expect(apart).toBeLessThan(60_000 + 10 * history.length * 25 + (6 * Math.max(...rates)) / 30);
      farthest = Math.max(farthest, apart);
      most = Math.max(most, first);
    }),
  );
  expect(most).toBeGreaterThan(1_000_000);
  expect(farthest).toBeGreaterThan(0);
});
