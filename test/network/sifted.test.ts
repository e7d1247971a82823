import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Offer } from '../../hardware/cgm/network/service.ts';
import { numberOf, sift, type ToldLately } from '../../hardware/cgm/network/sifted.ts';
import { mgPerDl, wallMs } from '../../src/domain/units.ts';
import { MINUTE_MS, ZERO } from './bench.ts';

const SEED = 20_261_127;

describe('what is news (pump-domain §3.10)', () => {
  const now = wallMs(ZERO);
  const at = (minutes: number, value = 100) => ({
    atMs: wallMs(ZERO + minutes * MINUTE_MS),
    mgPerDl: mgPerDl(value),
    noise: 'clean' as const,
  });
  const offer = (...readings: Offer['readings']): Offer => ({ readings, refused: null, sentMs: null });
  const lately: ToldLately = new Map();

  test('12 min are told, and not one millisecond more', () => {
    const old = { ...at(0), atMs: wallMs(ZERO - 12 * MINUTE_MS - 1) };
    expect(
      sift(offer(old, at(-12), at(-1)), { last: null, lately, now }).told.map(({ ageMs }) => ageMs),
    ).toEqual([12 * MINUTE_MS, MINUTE_MS]);
  });
  test('5 min ahead are told as ahead; one more, and nothing beside it is believed either', () => {
    expect(sift(offer(at(5)), { last: null, lately, now }).told.map(({ ageMs }) => ageMs)).toEqual([
      -5 * MINUTE_MS,
    ]);
    expect(sift(offer(at(6), at(1), at(-4)), { last: null, lately, now })).toMatchObject({
      told: [],
      trouble: expect.stringMatching(/6 min ahead/),
    });
  });
  test('one from the future that is disputed discredits the others as well', () => {
    expect(sift(offer(at(20), at(20, 250), at(-4)), { last: null, lately, now })).toMatchObject({
      told: [],
      trouble: expect.stringMatching(/20 min ahead/),
    });
  });
  test('while the clocks are apart nothing that is told may increase insulin', () => {
    const sent = (minutes: number) => ({ ...offer(at(-5), at(0)), sentMs: ZERO + minutes * MINUTE_MS });
    const noises = (minutes: number) =>
      sift(sent(minutes), { last: null, lately, now }).told.map(({ noise }) => noise);
    expect([-2, 0, 2].map(noises)).toEqual(Array.from({ length: 3 }, () => ['clean', 'clean']));
    expect([-3, 3, 10].map(noises)).toEqual(Array.from({ length: 3 }, () => ['medium', 'medium']));
    const heavy = { ...sent(10), readings: [{ ...at(0), noise: 'heavy' as const }] };
    expect(sift(heavy, { last: null, lately, now }).told).toMatchObject([{ noise: 'heavy' }]);
  });
  test('that a reading which was told is contradicted now, is told', () => {
    const disputed = sift(offer(at(-1), at(-1, 250), at(-6)), { last: at(-1).atMs, lately, now });
    expect(disputed).toMatchObject({
      told: [],
      trouble: expect.stringMatching(/two readings of one instant/),
    });
  });
  test('a reading that was told is not told again; another value of it contradicts it, and is told as that', () => {
    const known = { last: at(-1).atMs, lately: new Map([[numberOf(at(-1)), at(-1).mgPerDl]]), now };
    expect(sift(offer(at(-1), at(-6)), known)).toEqual({ contradicting: [], told: [], trouble: null });
    expect(sift(offer(at(-1, 250), at(-6)), known)).toEqual({
      contradicting: [{ ...at(-1, 250), ageMs: MINUTE_MS }],
      told: [],
      trouble: expect.stringMatching(/another value than when it was told/),
    });
    const both = sift(offer(at(-1), at(-1, 250), at(-6)), known);
    expect(both.contradicting).toEqual([{ ...at(-1, 250), ageMs: MINUTE_MS }]);
    // An answer of which nothing is believed does not make what was told before any better.
    const early = sift(offer(at(-1, 250), at(20)), known);
    expect(early).toMatchObject({ told: [], contradicting: [{ mgPerDl: 250 }] });
  });
  test('any offer, asked for twice: rising in time, each instant once, the second time nothing', () => {
    let told = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -30, max: 5 }), fc.integer({ min: 39, max: 401 }))),
        pairs => {
          const readings = pairs.map(([minutes, value]) => at(minutes, value));
          const first = sift(offer(...readings), { last: null, lately, now });
          const times = first.told.map(({ atMs }) => atMs);
          expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
          told += times.length;
          const last = first.told.at(-1)?.atMs ?? null;
          if (last !== null) expect(sift(offer(...readings), { last, lately, now }).told).toEqual([]);
        },
      ),
      { seed: SEED },
    );
    expect(told).toBeGreaterThan(100);
  });
});
