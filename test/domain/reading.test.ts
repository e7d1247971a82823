import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Arrival,
  type Doubt,
  extend,
  isStuck,
  judge,
  nearest,
  type Trail,
  type Verdict,
} from '../../src/domain/detect/reading.ts';
import { monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { recordedTraces } from '../support/traces.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Given = Partial<Arrival> & { readonly mgPerDl: number; readonly atMs: number };
type Judged = { readonly verdict: Verdict; readonly stuck: boolean };

/** Each arrival judged after the ones before it, as the ledger does. */
const judged = (arrivals: readonly Given[]): readonly Judged[] => {
  let trail: Trail = [];
  let last: number | null = null;
  return arrivals.map(({ atMs, ...given }, index) => {
    const arrival: Arrival = { sequence: index, ageMs: 0, noise: 'clean', ...given };
    const verdict = judge(trail, last, arrival, monoMs(atMs));
    if (verdict.accepted) {
      trail = extend(trail, verdict.reading);
      last = arrival.sequence;
    }
    return { verdict, stuck: verdict.accepted && isStuck(trail) };
  });
};

const series = (values: readonly number[]): readonly Given[] =>
  values.map((mgPerDl, index) => ({ mgPerDl, atMs: HOUR + index * 5 * MINUTE }));

const doubtsIn = ({ verdict }: Judged): readonly Doubt[] | 'rejected' =>
  verdict.accepted ? verdict.doubts : 'rejected';

const lastOf = (arrivals: readonly Given[]): readonly Doubt[] | 'rejected' => {
  const last = judged(arrivals).at(-1);
  if (last === undefined) throw new Error('nothing was judged');
  return doubtsIn(last);
};

const gentle = [100, 104, 109, 113, 118, 121, 125, 128, 130, 133, 135, 136];

describe('a reading is believed', () => {
  test('between 39 and 401, where the two ends are words and no numbers', () => {
    const said = (mgPerDl: number) => judged(series([mgPerDl]))[0]?.verdict;
    expect(said(38)).toMatchObject({
      accepted: false,
      reasons: [expect.stringContaining('code for an error')],
    });
    expect(said(0)).toMatchObject({ accepted: false });
    expect(said(402)).toMatchObject({ accepted: false });
    expect(said(39)).toMatchObject({ accepted: true, reading: { glucose: 'low' } });
    expect(said(40)).toMatchObject({ accepted: true, reading: { glucose: 40 } });
    expect(said(400)).toMatchObject({ accepted: true, reading: { glucose: 400 } });
    expect(said(401)).toMatchObject({ accepted: true, reading: { glucose: 'high' } });
  });

  test('when it is at most 12 min old and at most 5 min ahead', () => {
    const at = (ageMs: number) => lastOf([{ mgPerDl: 100, atMs: HOUR, ageMs }]);
    expect(at(12 * MINUTE)).toEqual(['alone']);
    expect(at(12 * MINUTE + 1)).toBe('rejected');
    expect(at(-5 * MINUTE)).toEqual(['alone']);
    expect(at(-5 * MINUTE - 1)).toBe('rejected');
    expect(lastOf([{ mgPerDl: 100, atMs: MINUTE, ageMs: 2 * MINUTE }])).toBe('rejected');
  });

  test('when it follows the one before, by its number and by its time', () => {
    const [first] = series([100]);
    if (first === undefined) throw new Error('there is one');
    const then = (next: Partial<Given>) =>
      lastOf([first, { mgPerDl: 101, atMs: HOUR + 5 * MINUTE, ...next }]);
    expect(then({ sequence: 1 })).toEqual([]);
    expect(then({ sequence: 0 })).toBe('rejected');
    expect(then({ sequence: 9, ageMs: 5 * MINUTE })).toBe('rejected');
    // A sensor that was away for more than 20 min may count anew.
    expect(then({ sequence: 0, atMs: HOUR + 20 * MINUTE })).toBe('rejected');
    expect(then({ sequence: 0, atMs: HOUR + 20 * MINUTE + 1 })).toEqual(['alone']);
  });
});

describe('a believed reading is doubted', () => {
  test('when it is a word, alone, or a jump of more than 40 mg/dL', () => {
    expect(lastOf(series([40, 39]))).toEqual(['beyondRange']);
    expect(lastOf(series([100]))).toEqual(['alone']);
    expect(lastOf(series([100, 140]))).toEqual([]);
    expect(lastOf(series([100, 141]))).toEqual(['jump']);
    expect(lastOf(series([141, 100]))).toEqual(['jump']);
    // From LOW to 80 is a jump as well: the word stands for 39 at most.
    expect(lastOf(series([39, 80]))).toEqual(['jump']);
    const [first] = series([100]);
    if (first === undefined) throw new Error('there is one');
    expect(lastOf([first, { mgPerDl: 100, atMs: HOUR + 12 * MINUTE }])).toEqual([]);
    expect(lastOf([first, { mgPerDl: 100, atMs: HOUR + 12 * MINUTE + 1 }])).toEqual(['alone']);
  });

  test('when it is flat: unchanged for 15 min and hardly changed for 45 min, above 60 mg/dL', () => {
    const flat = [121, 121, 120, 120, 120, 121, 120, 120, 120, 120];
    expect(lastOf(series(flat))).toEqual(['flat']);
    expect(lastOf(series(flat.slice(1)))).toEqual([]);
    expect(lastOf(series([...flat.slice(0, -1), 121]))).toEqual([]);
    expect(lastOf(series(flat.map(value => value - 61)))).toEqual([]);
    expect(lastOf(series([...gentle, 136, 136, 136]))).toEqual([]);
  });

  test('when the sensor is noisy, by its own word or by its zigzag', () => {
    const noisy = (noise: Arrival['noise']) => lastOf(series([100, 101]).map(given => ({ ...given, noise })));
    expect(noisy('light')).toEqual([]);
    expect(noisy('medium')).toEqual(['noisy']);
    expect(noisy('heavy')).toEqual(['noisy']);
    expect(lastOf(series([100, 110, 100, 110, 100, 110]))).toEqual(['noisy']);
    expect(lastOf(series([100, 109, 100, 109, 100, 109]))).toEqual([]);
  });

  test('a sensor that says the same for 45 min is suspected to be stuck, and not before', () => {
    const same = Array.from({ length: 10 }, () => 150);
    expect(judged(series(same)).map(({ stuck }) => stuck)).toEqual([...Array(9).fill(false), true]);
    expect(judged(series([150, ...same.slice(1), 151])).at(-1)?.stuck).toBe(false);
    // HIGH again and again is beyond the range, not stuck.
    expect(judged(series(same.map(() => 401))).some(({ stuck }) => stuck)).toBe(false);
  });
});

const arrival = fc.record({
  mgPerDl: fc.integer({ min: 0, max: 450 }),
  minutes: fc.integer({ min: 0, max: 15 }),
  sequence: fc.integer({ min: 0, max: 40 }),
  ageMs: fc.integer({ min: -8 * MINUTE, max: 15 * MINUTE }),
  noise: fc.constantFrom('clean', 'light', 'medium', 'heavy'),
});

test(
  'SR-093 whatever arrives, a reading without a doubt is of now, near the one before, and a number',
  req('SR-093'),
  () => {
    let plausible = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1, maxLength: 40 }), arrivals => {
        let at = HOUR;
        const given = arrivals.map(({ minutes, ...each }): Given => {
          at += minutes * MINUTE;
          return { ...each, atMs: at };
        });
        let before: { readonly mgPerDl: number; readonly measuredAt: number } | null = null;
        for (const [index, { verdict }] of judged(given).entries()) {
          const each = given[index];
          if (each === undefined) throw new Error('each arrival is judged');
          if (!verdict.accepted) {
            expect(verdict.reasons.length).toBeGreaterThan(0);
            refused += 1;
            continue;
          }
          const { measuredAt, glucose } = verdict.reading;
          expect(each.mgPerDl).toBeGreaterThanOrEqual(39);
          expect(each.mgPerDl).toBeLessThanOrEqual(401);
          expect(measuredAt).toBeLessThanOrEqual(each.atMs);
          expect(each.atMs - measuredAt).toBeLessThanOrEqual(12 * MINUTE);
          if (before !== null) expect(measuredAt).toBeGreaterThan(before.measuredAt);
          if (verdict.doubts.length === 0) {
            plausible += 1;
            if (before === null) throw new Error('a reading without one before it is alone');
            expect(typeof glucose).toBe('number');
            expect(Math.abs(nearest(glucose) - before.mgPerDl)).toBeLessThanOrEqual(40);
            expect(each.noise === 'clean' || each.noise === 'light').toBe(true);
          }
          before = { mgPerDl: nearest(glucose), measuredAt };
        }
      }),
      { numRuns: 2_000 },
    );
    expect(plausible).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(1_000);
  },
);

/** 137 readings of 302 mg/dL: the detector found it. */
const STOOD_STILL = 'icgm/icgm_user_403.csv';

describe('the recorded traces', () => {
  const traces = recordedTraces();

  /** A trace as it would have arrived, reading by reading. */
  const arrivals = (trace: (typeof traces)[number]): readonly Given[] =>
    trace.readings.map(({ afterMs, mgPerDl }) => ({ mgPerDl, atMs: HOUR + afterMs }));

  test('are believed whole, and the one that stands still from end to end is suspected, no other', () => {
    const judgedTraces = traces.map(trace => ({ file: trace.file, all: judged(arrivals(trace)) }));
    const all = judgedTraces.flatMap(each => each.all);
    const count = (of: (each: Judged) => boolean): number => all.filter(of).length;
    const having = (doubt: Doubt) => count(each => doubtsIn(each).includes(doubt));
    console.log(
      `recorded readings: ${all.length} in ${traces.length} traces; doubts: jump ${having('jump')}, ` +
        `flat ${having('flat')}, noisy ${having('noisy')}, alone ${having('alone')}, beyond range ` +
        `${having('beyondRange')}; stuck ${count(({ stuck }) => stuck)}`,
    );
    expect(all.length).toBeGreaterThan(6_000);
    expect(count(({ verdict }) => !verdict.accepted)).toBe(0);
    expect([having('jump'), having('noisy'), having('alone')]).toEqual([0, 0, traces.length]);
    const suspected = judgedTraces.filter(each => each.all.some(({ stuck }) => stuck));
    expect(suspected.map(({ file }) => file)).toEqual([STOOD_STILL]);
    const others = judgedTraces.filter(({ file }) => file !== STOOD_STILL).flatMap(each => each.all);
    const flat = others.filter(each => doubtsIn(each).includes('flat')).length;
    expect(flat / others.length).toBeLessThan(0.02);
  });

  test('SR-093 every fault planted in them is found', req('SR-093'), () => {
    let planted = 0;
    for (const trace of traces) {
      const clean = arrivals(trace);
      // Every seventh place of each trace, so that the plants meet lows, highs and slopes.
      for (let place = 12; place < clean.length; place += 7) {
        const here = clean[place];
        const before = clean[place - 1];
        if (here === undefined || before === undefined) throw new Error('the place is in the trace');
        const upTo = clean.slice(0, place);
        const found = (last: Partial<Given>) => lastOf([...upTo, { ...here, ...last }]);
        const jump = before.mgPerDl > 200 ? before.mgPerDl - 41 : before.mgPerDl + 41;
        expect(found({ mgPerDl: jump })).toContain('jump');
        expect(found({ mgPerDl: 38 })).toBe('rejected');
        expect(found({ sequence: place - 1 })).toBe('rejected');
        expect(found({ ageMs: here.atMs - before.atMs })).toBe('rejected');
        expect(found({ ageMs: -6 * MINUTE })).toBe('rejected');
        const level = Math.max(61, before.mgPerDl);
        const flat = [
          ...upTo,
          ...series(Array(11).fill(level)).map(given => ({ ...given, atMs: given.atMs + here.atMs })),
        ];
        expect(judged(flat).at(-1)).toMatchObject({ stuck: true, verdict: { doubts: ['flat'] } });
        planted += 6;
      }
    }
    console.log(`planted faults found: ${planted}`);
    expect(planted).toBeGreaterThan(4_000);
  });
});
