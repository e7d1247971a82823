import { describe, expect, test } from 'vitest';
import { enterGlucose, forgetGlucose, restartGlucose, takeReport } from '../../src/domain/ledger/glucose.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { running, types } from './bench.ts';

const { ledger } = running();
const NOW = monoMs(1_000_000);
type Glucose = Ledger['glucose'];

const having = (change: Partial<Glucose>): Ledger => ({
  ...ledger,
  glucose: { ...ledger.glucose, ...change },
});

describe('SR-092 a meter', () => {
  const contradicts = (freshness: Glucose['freshness'], sensor: number, meter: number): boolean => {
    const seen = having({ freshness, latest: { mgPerDl: mgPerDl(sensor), atMonoMs: NOW } });
    const { derived } = enterGlucose(seen, { type: 'glucose.entered', mgPerDl: meter }, NOW);
    return types(derived).includes('glucose.contradicted');
  };

  test('contradicts a sensor that is 35 % of it or more away', req('SR-092'), () => {
    expect(contradicts('fresh', 135, 100)).toBe(true);
    expect(contradicts('fresh', 134, 100)).toBe(false);
    expect(contradicts('fresh', 65, 100)).toBe(true);
  });

  test('contradicts what is fresh or late, and nothing that is older', req('SR-092'), () => {
    const words = ['none', 'fresh', 'late', 'stale', 'lost'] as const;
    expect(words.map(word => contradicts(word, 200, 100))).toEqual([false, true, true, false, false]);
    const { derived } = enterGlucose(
      having({ latest: null, freshness: 'fresh' }),
      { type: 'glucose.entered', mgPerDl: 100 },
      NOW,
    );
    expect(types(derived)).not.toContain('glucose.contradicted');
  });
});

describe('a sensor', () => {
  const active = { kind: 'active', endsAt: null, warned: 0 } as const;
  const reading = { glucose: mgPerDl(120), measuredAt: NOW };

  test('that says the same again is no news; one that has expired is awaited no more', () => {
    const session = { kind: 'active', endsAt: monoMs(2_000_000), warned: 3 } as const;
    const known = having({ session, trail: [reading], awaitedSince: NOW });
    const same = takeReport(known, { type: 'cgm.reported', session: 'active' }, NOW);
    expect(same.derived).toEqual([]);
    expect(same.ledger.glucose.trail).toEqual([reading]);
    const later = takeReport(known, { type: 'cgm.reported', session: 'active', endsInMs: 500_000 }, NOW);
    expect(later.ledger.glucose.session.endsAt).toBe(1_500_000);
    const over = takeReport(known, { type: 'cgm.reported', session: 'active', endsInMs: 0 }, NOW);
    expect(types(over.derived)).toEqual(['sensor.expired']);
    expect(over.ledger.glucose).toMatchObject({ trail: [], awaitedSince: null });
  });

  test('that was there before a start is awaited after it, by whatever it was known', () => {
    const awaited = (change: Partial<Glucose>) =>
      restartGlucose(having({ trail: [], awaitedSince: null, ...change }), NOW).glucose.awaitedSince;
    expect(awaited({ session: active })).toBe(NOW);
    expect(awaited({ trail: [reading] })).toBe(NOW);
    expect(awaited({ awaitedSince: monoMs(5) })).toBe(NOW);
    expect(awaited({ session: { kind: 'none', endsAt: null, warned: 0 } })).toBeNull();
  });

  test('that is forgotten is awaited no more, and says nothing of itself', () => {
    const { glucose } = forgetGlucose(having({ session: active, trail: [reading], awaitedSince: NOW }));
    expect(glucose).toMatchObject({ session: { kind: 'none' }, trail: [], awaitedSince: null });
  });
});
