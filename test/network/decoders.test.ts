import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { waitAfter } from '../../hardware/cgm/network/backoff.ts';
import { readEntryList } from '../../hardware/cgm/network/entries.ts';
import { hashed, nightscoutV3 } from '../../hardware/cgm/network/nightscout.ts';
import { Secret } from '../../hardware/cgm/network/secret.ts';
import { type Offer, ServiceTrouble } from '../../hardware/cgm/network/service.ts';
import { shareOffer } from '../../hardware/cgm/network/share.ts';
import type { HttpAnswer } from '../../hardware/link/http/exchange.ts';
import { ZERO } from './bench.ts';

const SEED = 20_261_128;
const answer = (body: unknown, status = 200): HttpAnswer => ({
  status,
  text: typeof body === 'string' ? body : JSON.stringify(body),
  sentMs: null,
  retryAfterMs: null,
});
const DECODERS: Readonly<Record<string, (given: HttpAnswer) => Offer>> = {
  entries: given => readEntryList(given, 'entries'),
  share: shareOffer,
};
const entry = (rest: object) => ({ type: 'sgv', date: ZERO, ...rest });
const wt = (value: unknown) => ({
  WT: `Date(${ZERO})`,
  ST: `Date(${ZERO})`,
  DT: `Date(${ZERO}-0400)`,
  Value: value,
});
const valuesOf = ({ readings }: Offer): readonly number[] => readings.map(each => each.mgPerDl);

describe('what a service states is taken in its own unit or not at all (SR-104)', () => {
  test.each([
    ['whole mg/dL', entry({ sgv: 123 }), [123], null],
    ['mmol/L that say so', entry({ sgv: 6.1, units: 'mmol' }), [110], null],
    ['mmol/L that do not', entry({ sgv: 6.1 }), [], /entries\[0\]\.sgv = 6\.1 mg\/dL: fits only mmol\/L/],
    [
      'mg/dL that claim to be mmol/L',
      entry({ sgv: 110, units: 'mmol' }),
      [],
      /= 110 mmol\/L: fits only mg\/dL/,
    ],
    ['whole mmol/L that look like codes', entry({ sgv: 6 }), [], /error codes, or mmol\/L/],
    ['more than any sensor measures', entry({ sgv: 5_000 }), [], /is no glucose in either unit/],
    ['above the range', entry({ sgv: 480 }), [401], null],
    ['below the range', entry({ sgv: 39 }), [39], null],
    ['a calibration', { type: 'cal', date: ZERO, slope: 800 }, [], null],
    [
      'seconds for milliseconds',
      entry({ date: ZERO / 1_000, sgv: 100 }),
      [],
      /entries\[0\]\.date = \d+: is before 2000/,
    ],
    ['a unit of nothing', entry({ sgv: 100, units: 'mg/kg' }), [], /units = a text of 5 characters/],
  ])('%s', (_what, given, values, words) => {
    const offer = DECODERS.entries?.(answer([given]));
    expect(offer && valuesOf(offer)).toEqual(values);
    if (words === null) expect(offer?.refused).toBeNull();
    else expect(offer?.refused).toMatch(words);
  });

  test('one value that fits only the other unit makes all others doubtful', () => {
    const offer = readEntryList(answer([entry({ sgv: 6.1 }), entry({ sgv: 111 })]), 'entries');
    expect(offer.readings).toEqual([]);
  });
  test('one error code among readings costs them nothing', () => {
    const offer = readEntryList(answer([entry({ sgv: 100 }), entry({ date: ZERO - 1, sgv: 9 })]), 'entries');
    expect([valuesOf(offer), offer.refused]).toEqual([[100], null]);
  });
  test('noise is kept, and a number that nobody knows is the worst', () => {
    const noises = readEntryList(
      answer([0, 1, 2, 3, 4, 9].map(noise => entry({ sgv: 100, noise }))),
      'entries',
    );
    expect(noises.readings.map(({ noise }) => noise)).toEqual([
      'clean',
      'clean',
      'light',
      'medium',
      'heavy',
      'heavy',
    ]);
  });
  test('a record of Share is read by its WT, however that is wrapped', () => {
    const offer = shareOffer(answer([wt(120), { ...wt(130), WT: `/Date(${ZERO + 1}-0400)/` }, wt('120')]));
    expect(offer.readings.map(({ atMs, mgPerDl: value }) => [atMs, value])).toEqual([
      [ZERO, 120],
      [ZERO + 1, 130],
    ]);
    expect(offer.refused).toMatch(/\[2\]\.Value = a text of 3 characters/);
  });
});

describe.each(Object.entries(DECODERS))('%s, fuzzed', (name, decode) => {
  /** Readings or a ServiceTrouble, and nothing else; every reading within what the pump knows. */
  const isSound = (given: HttpAnswer): 'readings' | 'none' | 'trouble' => {
    try {
      const { readings } = decode(given);
      for (const reading of readings) {
        expect(reading.mgPerDl).toBeGreaterThanOrEqual(39);
        expect(reading.mgPerDl).toBeLessThanOrEqual(401);
        expect(reading.atMs).toBeGreaterThanOrEqual(Date.UTC(2000, 0, 1));
      }
      return readings.length > 0 ? 'readings' : 'none';
    } catch (failure) {
      expect(failure).toBeInstanceOf(ServiceTrouble);
      return 'trouble';
    }
  };
  const good =
    name === 'share'
      ? [wt(100), wt(222)]
      : [entry({ sgv: 100, noise: 2 }), entry({ sgv: 6.2, units: 'mmol/L' })];

  test('whatever JSON, whatever status', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(200, 200, 200, 204, 301, 401, 404, 429, 500),
        (body, status) => {
          isSound(answer(body, status));
        },
      ),
      { seed: SEED, numRuns: 2_000 },
    );
  });
  test('a good answer with characters changed, lost or doubled', () => {
    const text = JSON.stringify(good);
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom('change', 'lose', 'double', 'cut'),
        fc.string({ minLength: 1, maxLength: 1 }),
        (at, how, character) => {
          const { [how]: damaged = '' } = {
            change: text.slice(0, at) + character + text.slice(at + 1),
            lose: text.slice(0, at) + text.slice(at + 1),
            double: text.slice(0, at + 1) + text.slice(at),
            cut: text.slice(0, at),
          };
          const outcome = isSound(answer(damaged));
          seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        },
      ),
      { seed: SEED, numRuns: 2_000 },
    );
    expect(seen.get('readings')).toBeGreaterThan(100);
    expect(seen.get('trouble')).toBeGreaterThan(100);
  });
  test('records with any values in any field', () => {
    const field = fc.oneof(
      fc.double(),
      fc.integer({ min: 30, max: 450 }),
      fc.string(),
      fc.constant(null),
      fc.constant(ZERO),
      fc.constant(`Date(${ZERO})`),
    );
    const record = fc.record(
      {
        type: fc.constantFrom('sgv', 'mbg'),
        date: field,
        sgv: field,
        noise: field,
        units: fc.constantFrom('mmol', 'mg/dl', ''),
        WT: field,
        Value: field,
      },
      { requiredKeys: [] },
    );
    let readings = 0;
    fc.assert(
      fc.property(fc.array(record, { maxLength: 4 }), records => {
        if (isSound(answer(records)) === 'readings') readings += 1;
      }),
      { seed: SEED, numRuns: 4_000 },
    );
    expect(readings).toBeGreaterThan(10);
  });
});

describe('how long is waited', () => {
  const kinds = ['refused', 'busy', 'unreachable', 'damaged'] as const;
  test('never less than half, never more than the longest, never sooner than was asked for, and longer after each failure', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.nat(10_000_000)),
        (kind, failures, chance, retryAfterMs) => {
          const wait = waitAfter({ kind, retryAfterMs }, failures, chance);
          expect(wait).toBeGreaterThanOrEqual(1_000);
          expect(wait).toBeLessThanOrEqual(3_600_000);
          if (retryAfterMs !== null) expect(wait).toBeGreaterThanOrEqual(Math.min(retryAfterMs, 900_000));
          expect(waitAfter({ kind, retryAfterMs }, failures + 1, chance)).toBeGreaterThanOrEqual(wait);
        },
      ),
      { seed: SEED },
    );
  });
  test('first and longest wait of each kind', () => {
    const waits = kinds.map(kind =>
      [1, 2, 50].map(failures => waitAfter({ kind, retryAfterMs: null }, failures, 1) / 1_000),
    );
    expect(waits).toEqual([
      [300, 600, 3_600],
      [10, 20, 300],
      [2, 4, 60],
      [10, 20, 300],
    ]);
  });
});

test('a secret is in nothing that is made of it but the one question', async () => {
  const secret = new Secret('open-sesame');
  const { inspect } = await import('node:util');
  expect(
    [`${secret}`, JSON.stringify({ secret }), inspect({ secret }), String([secret])].join(),
  ).not.toContain('sesame');
  expect(hashed(secret)).toBe('a621ae711753c066fbfa2dd2d6cbcd8a4eb4f9fc');
  const echo = nightscoutV3(new URL('http://127.0.0.1/'), secret, async ({ url }) =>
    answer({ token: 'x', result: decodeURIComponent(url.pathname) }),
  );
  await expect(echo.latest()).rejects.toThrow(/result = a text of \d+ characters/);
});
