import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitsOnly } from '../../src/domain/glucoseUnits.ts';
import { MG_PER_DL_PER_MMOL_PER_L } from '../../src/domain/units.ts';
import { readEntries } from '../../src/interop/nightscout/entries.ts';
import { req } from '../support/req.ts';
import { given, notesOf, problemsOf } from './imported.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 15, 12);

const sgv = (value: unknown, minute = 0, more: object = {}) => ({
  _id: 'x',
  type: 'sgv',
  sgv: value,
  date: NOON + minute * MINUTE,
  dateString: 'as it may be',
  direction: 'Flat',
  ...more,
});

describe('entries', () => {
  test('are the readings of the sensor, oldest first, in whole mg/dL', () => {
    const exported = [
      sgv(130, 10, { noise: 3 }),
      sgv('124', 5),
      sgv(120),
      { type: 'mbg', mbg: 118, date: NOON },
    ];
    const read = readEntries(exported);
    expect(given(read)).toEqual([
      { atMs: NOON, mgPerDl: 120, noise: 'clean' },
      { atMs: NOON + 5 * MINUTE, mgPerDl: 124, noise: 'clean' },
      { atMs: NOON + 10 * MINUTE, mgPerDl: 130, noise: 'medium' },
    ]);
    expect(notesOf(read)).toEqual(['1 entries that are no sensor readings left out.']);
  });

  test('error codes and repeats are left out, and counted', () => {
    const read = readEntries([
      sgv(120),
      sgv(5, 5),
      sgv(38, 10),
      sgv(121, 15),
      sgv(121, 15),
      sgv(122, 20),
      sgv(123, 25),
    ]);
    expect(given(read)).toHaveLength(4);
    expect(notesOf(read)).toEqual([
      '2 error codes of the sensor left out.',
      '1 readings of an instant that has one left out.',
    ]);
  });

  test('SR-104 a value that fits only the other unit is refused, and says which', req('SR-104'), () => {
    expect(problemsOf(readEntries([sgv(120), sgv(7.4, 5)]))).toEqual([
      '[1].sgv = 7.4 mg/dL: fits only mmol/L (allowed: 39 to 600 mg/dL). If it is in mmol/L, say so in the units.',
    ]);
    expect(
      problemsOf(readEntries([sgv(7.4, 0, { units: 'mmol' }), sgv(120, 5, { units: 'mmol/l' })])),
    ).toEqual([
      '[1].sgv = 120 mmol/L: fits only mg/dL (allowed: 2.2 to 33.3 mmol/L). If it is in mg/dL, say so in the units.',
    ]);
    // Whole numbers of mmol/L look like error codes; a file of them is refused.
    expect(problemsOf(readEntries([sgv(7), sgv(8, 5), sgv(6, 10)]))).toEqual([
      '[0].sgv = 7 mg/dL: fits only mmol/L, as do 3 of 3 readings (allowed: 39 to 600 mg/dL). Nightscout keeps sgv in mg/dL; convert them, or add units: "mmol" to each entry.',
    ]);
    expect(problemsOf(readEntries([sgv(900)]))[0]).toMatch(/is no glucose in either unit/);
  });

  test(
    'SR-104 whatever the readings, both units give the same, and the wrong one never passes in silence',
    req('SR-104'),
    () => {
      let refused = 0;
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 40, max: 400 }), { minLength: 1, maxLength: 20 }), values => {
          const inMg = values.map((value, index) => sgv(value, 5 * index));
          const mmol = values.map(value => value / MG_PER_DL_PER_MMOL_PER_L);
          const inMmol = mmol.map((value, index) => sgv(value, 5 * index, { units: 'mmol/L' }));
          expect(given(readEntries(inMmol))).toEqual(given(readEntries(inMg)));
          const swapped = readEntries(
            mmol.map((value, index) => sgv(Math.round(value * 10) / 10, 5 * index)),
          );
          const fits = mmol.every(
            value => fitsOnly(Math.round(value * 10) / 10, 'mg/dL', { least: 39, most: 600 }) === null,
          );
          if (!fits) {
            // All that might have passed for mg/dL is an error code, or above 20 mmol/L.
            const kept = swapped.ok ? swapped.value.length : 0;
            expect(kept).toBe(0);
            refused += swapped.ok ? 0 : 1;
          }
        }),
        { numRuns: 300 },
      );
      expect(refused).toBeGreaterThan(200);
    },
  );

  test('what is no entry is refused with its place and value', () => {
    expect(problemsOf(readEntries([sgv(120), { type: 'sgv', sgv: 120, date: 1_700_000_000 }]))).toEqual([
      '[1].date = 1700000000: is before 2000: it has to be in ms since 1970. Use the export as Nightscout wrote it, or correct this field.',
    ]);
    expect(problemsOf(readEntries({ entries: [] }))).toHaveLength(1);
    expect(problemsOf(readEntries([sgv('high')]))[0]).toMatch(/^\[0\]\.sgv = "high"/);
  });
});
