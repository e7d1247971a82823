import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NETWORK_FAULTS, type NetworkFault } from '../../hardware/cgm/network/simulated/faults.ts';
import { INTERVAL_MS } from '../../hardware/cgm/network/simulated/service.ts';
import { KINDS, MINUTE_MS, networkBench, SECRET, skin, ZERO } from './bench.ts';

const NAMES = Object.keys(KINDS);
type Bench = ReturnType<typeof networkBench>;

/**
 * Every number that was told was in the skin at its own time, later than the one before, with the age it then had; what was told of an
 * instant once more contradicts it, and only a service that contradicts has that.
 */
const allAreTrue = ({ facts }: Bench): number => {
  let last = -1;
  let told = 0;
  const known = new Set<number>();
  for (const fact of facts) {
    if (fact.type !== 'cgm.measured') continue;
    const { mgPerDl, sequence, ageMs = 0 } = fact;
    if (known.has(sequence)) {
      expect(mgPerDl).not.toBe(skin((sequence * 1_000 - ZERO) / INTERVAL_MS));
      continue;
    }
    known.add(sequence);
    expect(mgPerDl).toBe(skin((sequence * 1_000 - ZERO) / INTERVAL_MS));
    expect(sequence).toBeGreaterThan(last);
    expect(ageMs).toBeLessThanOrEqual(12 * MINUTE_MS);
    expect(ageMs).toBeGreaterThanOrEqual(0);
    last = sequence;
    told += 1;
  }
  return told;
};

const begun = async (name: string, options: Partial<Parameters<typeof networkBench>[0]> = {}) => {
  const bench = networkBench({ name, ...options });
  bench.client.start();
  await bench.minutes(21);
  return bench;
};

describe.each(NAMES)('%s', name => {
  test('tells each reading once, with its own time, and that a sensor is there', async () => {
    const bench = await begun(name);
    expect(bench.facts[0]).toEqual({ type: 'cgm.reported', session: 'active' });
    expect(bench.readings().map(({ mgPerDl }) => mgPerDl)).toEqual([0, 1, 2, 3, 4].map(skin));
    expect(allAreTrue(bench)).toBe(5);
    expect(bench.troubles).toEqual([]);
    bench.end();
  });

  test('a service that is met late gives what the pump would not refuse for its age', async () => {
    const bench = networkBench({ name });
    await bench.minutes(61);
    bench.client.start();
    await bench.minutes(1);
    expect(bench.readings().map(({ ageMs }) => Math.round((ageMs ?? 0) / MINUTE_MS))).toEqual([11, 6, 1]);
    bench.end();
  });

  test('what was uploaded late is told in order, and nothing twice', async () => {
    const bench = await begun(name);
    bench.service.upload(false);
    await bench.minutes(11);
    expect(bench.readings()).toHaveLength(5);
    bench.service.upload(true);
    await bench.minutes(1.1);
    expect(bench.readings().map(({ mgPerDl }) => mgPerDl)).toEqual([0, 1, 2, 3, 4, 5, 6].map(skin));
    allAreTrue(bench);
    bench.end();
  });

  test('a wrong secret is told at once, asked with again only after minutes, and is in no word that is said', async () => {
    const bench = networkBench({ name, secret: 'not-the-word-9876' });
    bench.client.start();
    await bench.minutes(60);
    expect(bench.readings()).toEqual([]);
    expect(bench.troubles).toHaveLength(1);
    expect(bench.troubles[0]).toMatch(/refused.*Correct/);
    // 5 min, 10 min, 20 min and then an hour, spread over three quarters of each.
    expect(bench.asked.length).toBeLessThan(10);
    bench.end();
  });
});

/** What a fault leaves of readings while it lasts, and what a person is told. */
const EXPECTED: Readonly<Record<NetworkFault, readonly ['all' | 'none', RegExp | null]>> = {
  wrongSecret: ['none', /refused/],
  expires: ['all', null],
  tooMany: ['none', /cannot answer now \(429\)/],
  down: ['none', /cannot answer now \(503\)/],
  hangs: ['none', /no answer came in time \(20 s\)/],
  cutOff: ['none', /broke off/],
  endless: ['none', /does not end/],
  notJson: ['none', /is not JSON/],
  otherShape: ['none', /= an object|= nothing|cannot/],
  redirects: ['none', /points to another address \(302\)/],
  empty: ['none', /has no readings/],
  oneDamaged: ['all', /\[0\]\.(date|WT) = a text of 5 characters/],
  clockAhead: ['all', /its clock is \d+ min ahead/],
  datedAhead: ['none', /min ahead, and all were refused/],
  stale: ['none', /newest reading is \d+ min old/],
  twice: ['all', null],
  contradicts: ['none', /differ, and both were refused/],
  otherUnit: ['none', /fits only mmol\/L/],
  errorCodes: ['none', /error code/],
};

describe.each(NAMES)('%s', name => {
  test.each(NETWORK_FAULTS)(
    '%s: no false reading, the right words, and all is well when it ends',
    async fault => {
      const bench = await begun(name);
      // A session that runs is not asked for its secret: it has to end first.
      if (name === 'Share' && fault === 'wrongSecret') {
        bench.service.setFault('expires');
        await bench.minutes(2);
      }
      const before = bench.readings().length;
      bench.service.setFault(fault);
      await bench.minutes(12);
      const [left, words] = EXPECTED[fault];
      expect(bench.readings().length - before).toBe(left === 'all' ? 2 : 0);
      if (words === null) expect(bench.troubles).toEqual([]);
      else expect(bench.troubles.at(-1)).toMatch(words);
      bench.service.setFault(null);
      await bench.minutes(70);
      expect(bench.troubles.at(-1) ?? null).toBeNull();
      expect(bench.readings().length - before).toBeGreaterThan(2);
      allAreTrue(bench);
      expect(JSON.stringify([bench.facts, bench.troubles])).not.toContain(SECRET);
      bench.end();
    },
  );
});

test.each(NAMES)(
  'SR-093 %s gives another value of what was told: told once, at the next answer',
  async name => {
    let change = 0;
    const bench = await begun(name, { read: index => skin(index) + (index === 4 ? change : 0) });
    expect(bench.readings()).toHaveLength(5);
    change = 40;
    await bench.minutes(3);
    const told = [{ mgPerDl: skin(4) + 40, sequence: bench.readings()[4]?.sequence }];
    expect(bench.contradictions()).toMatchObject(told);
    expect(bench.troubles).toEqual([expect.stringMatching(/another value than when it was told/)]);
    await bench.minutes(12);
    expect(bench.troubles.at(-1)).toBeNull();
    expect(bench.contradictions()).toMatchObject(told);
    bench.end();
  },
);

test('faults in any order, at any minute: never a false reading, and readings again when they end', async () => {
  const seed = 20_261_127;
  let readings = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...NAMES),
      fc.array(fc.tuple(fc.constantFrom(...NETWORK_FAULTS, null), fc.integer({ min: 1, max: 300 })), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (name, story, chance) => {
        const bench = networkBench({ name, chance: () => chance });
        bench.client.start();
        for (const [fault, tenths] of story) {
          bench.service.setFault(fault);
          await bench.minutes(tenths / 10);
        }
        bench.service.setFault(null);
        const before = bench.readings().length;
        await bench.minutes(75);
        expect(bench.readings().length).toBeGreaterThan(before);
        readings += allAreTrue(bench);
        bench.end();
      },
    ),
    { seed, numRuns: 60 },
  );
  expect(readings).toBeGreaterThan(500);
});
