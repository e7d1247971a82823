import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEntries } from '../../src/interop/nightscout/entries.ts';
import { readProfile } from '../../src/interop/nightscout/profile.ts';
import { readTreatments } from '../../src/interop/nightscout/treatments.ts';
import { req } from '../support/req.ts';
import { given, notesOf, problemsOf } from './imported.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;
const NOON = Date.UTC(2026, 0, 15, 12);

const profile = { basalProfile: [{ fromMinute: 0, rateUuPerHour: U }], utcOffsetMinutes: 0 };
const treated = (eventType: string, minute: number, more: object) => ({
  eventType,
  created_at: new Date(NOON + minute * MINUTE).toISOString(),
  ...more,
});

describe('treatments', () => {
  test('give boluses, carbohydrate and temporary basals as they were delivered', () => {
    const read = readTreatments(
      [
        treated('Meal Bolus', 10, { insulin: 4.55, carbs: 45 }),
        treated('Temp Basal', 20, { absolute: 2.4, rate: 2.4, duration: 30 }),
        treated('Temp Basal', 30, { percent: -50, duration: 30 }),
        treated('Temp Basal', 40, { duration: 0 }),
        treated('Combo Bolus', 60, { insulin: 1, relative: 2, duration: 60 }),
        treated('Suspend Pump', 70, {}),
        treated('Note', 80, { duration: 1e6, notes: 'away' }),
      ],
      profile,
      'mg/dL',
    );
    const { delivered, carbs } = given(read);
    const inU = (kind: string, from: number, to: number): number =>
      delivered
        .filter(
          each =>
            each.kind === kind && each.startMs >= NOON + from * MINUTE && each.startMs < NOON + to * MINUTE,
        )
        .reduce((sum, each) => sum + each.amountUu, 0) / U;
    expect(inU('bolus', 10, 11)).toBe(4.55);
    // 10 min at 2.4 U/h; half of 1 U/h for 10 min; then the profile again.
    expect(inU('basal', 20, 30)).toBe(0.4);
    expect(inU('basal', 30, 40)).toBeCloseTo(0.5 / 6, 5);
    expect(inU('basal', 40, 600)).toBe(0);
    expect(inU('bolus', 60, 61)).toBe(3);
    expect(delivered.at(-1)).toMatchObject({ endMs: NOON + 2 * HOUR });
    expect(carbs).toEqual([{ atMs: NOON + 10 * MINUTE, grams: 45 }]);
    expect(notesOf(read)).toEqual(['1 "Suspend Pump" left out: nothing is reckoned from it.']);
  });

  test('temporary targets end by themselves, or with the next one, in the unit that is told', () => {
    const target = (minute: number, low: number, high: number, more: object = {}) =>
      treated('Temporary Target', minute, { targetBottom: low, targetTop: high, duration: 60, ...more });
    const { targets } = given(
      readTreatments(
        [
          target(0, 140, 160),
          target(30, 8, 9, { units: 'mmol' }),
          treated('Temporary Target Cancel', 45, {}),
        ],
        profile,
        'mg/dL',
      ),
    );
    expect(targets).toEqual([
      { startMs: NOON, endMs: NOON + 30 * MINUTE, target: { lowMgPerDl: 140, highMgPerDl: 160 } },
      // 144.1 and 162.1, up.
      {
        startMs: NOON + 30 * MINUTE,
        endMs: NOON + 45 * MINUTE,
        target: { lowMgPerDl: 145, highMgPerDl: 163 },
      },
    ]);
    expect(problemsOf(readTreatments([target(0, 8, 9)], profile, 'mg/dL'))).toEqual([
      expect.stringMatching(
        /^\[0\]\.targetBottom = 8 mg\/dL: fits only mmol\/L \(allowed: 60 to 250 mg\/dL\)/,
      ),
      expect.stringMatching(/^\[0\]\.targetTop = 9 mg\/dL: fits only mmol\/L/),
    ]);
    expect(problemsOf(readTreatments([target(0, 140, 160)], profile, 'mmol/L'))[0]).toMatch(
      /fits only mg\/dL/,
    );
  });

  test('an amount out of range is refused with its unit, and nothing is read of the rest', () => {
    const read = readTreatments(
      [treated('Bolus', 0, { insulin: 30 }), treated('Temp Basal', 5, { absolute: 20, duration: 30 })],
      profile,
      'mg/dL',
    );
    expect(problemsOf(read)).toEqual([
      '[0].insulin = 30 U: is out of range (allowed: 0 to 25 U). Correct it or remove the record.',
      '[1].absolute = 20 U/h: is out of range (allowed: 0 to 15 U/h). Correct it or remove the record.',
    ]);
  });

  test('whatever temporary basals, no two pieces overlap, and none is longer than its rate', () => {
    let pieces = 0;
    const temp = fc.record({
      minute: fc.integer({ min: 0, max: 600 }),
      absolute: fc.option(fc.integer({ min: 0, max: 100 }).map(tenths => tenths / 20)),
      percent: fc.option(fc.integer({ min: -100, max: 150 })),
      duration: fc.integer({ min: 0, max: 120 }),
    });
    fc.assert(
      fc.property(fc.array(temp, { maxLength: 15 }), temps => {
        const { delivered } = given(
          readTreatments(
            temps.map(({ minute, ...more }) => treated('Temp Basal', minute, more)),
            profile,
            'mg/dL',
          ),
        );
        for (const [index, { startMs, endMs, amountUu }] of delivered.entries()) {
          expect(endMs).toBeGreaterThan(startMs);
          expect(endMs).toBeLessThanOrEqual(delivered[index + 1]?.startMs ?? Number.POSITIVE_INFINITY);
          expect((amountUu * HOUR) / (endMs - startMs)).toBeLessThanOrEqual(5 * U + HOUR / (endMs - startMs));
          pieces += 1;
        }
      }),
      { numRuns: 200 },
    );
    expect(pieces).toBeGreaterThan(500);
  });
});

const store = (more: object = {}) => ({
  dia: 5,
  carbratio: [{ time: '00:00', value: '10', timeAsSeconds: 0 }],
  sens: [{ time: '00:00', value: 50 }],
  basal: [
    { time: '00:00', value: 0.8 },
    { time: '04:00', value: '1.2' },
  ],
  target_low: [{ time: '00:00', value: 100 }],
  target_high: [
    { time: '00:00', value: 110 },
    { time: '22:00', value: 120 },
  ],
  timezone: 'Europe/Berlin',
  units: 'mg/dl',
  ...more,
});
const document = (more: object = {}, inStore: object = {}) => ({
  defaultProfile: 'Default',
  startDate: '2026-07-01T00:00:00.000Z',
  store: { Default: store(inStore) },
  ...more,
});

describe('a profile', () => {
  test('gives schedules, zone and insulin; the newest document counts', () => {
    const read = readProfile([document({ startDate: '2025-01-01T00:00:00Z' }, { dia: 6 }), document()]);
    expect(given(read)).toMatchObject({
      name: 'Default',
      unit: 'mg/dL',
      utcOffsetMinutes: 120,
      basalProfile: [
        { fromMinute: 0, rateUuPerHour: 800_000 },
        { fromMinute: 240, rateUuPerHour: 1_200_000 },
      ],
      sensitivity: [{ fromMinute: 0, value: 50 }],
      carbRatio: [{ fromMinute: 0, value: 10 }],
      target: [
        { fromMinute: 0, value: { lowMgPerDl: 100, highMgPerDl: 110 } },
        { fromMinute: 1_320, value: { lowMgPerDl: 100, highMgPerDl: 120 } },
      ],
      insulin: { durationMs: 5 * HOUR },
    });
    expect(notesOf(read)).toEqual(['1 older profiles left out.']);
    expect(given(readProfile(document()))).toEqual(given(read));
  });

  const mmol = {
    units: 'mmol',
    sens: [{ time: '00:00', value: 2.8 }],
    target_low: [{ time: '00:00', value: 5.6 }],
    target_high: [{ time: '00:00', value: 6.1 }],
  };

  test('SR-104 in mmol/L it is converted, targets up to whole mg/dL', req('SR-104'), () => {
    const { sensitivity, target, unit } = given(readProfile(document({}, mmol)));
    expect(unit).toBe('mmol/L');
    expect(sensitivity[0]?.value).toBeCloseTo(2.8 * 18.01559, 9);
    expect(target).toEqual([{ fromMinute: 0, value: { lowMgPerDl: 101, highMgPerDl: 110 } }]);
  });

  test(
    'SR-104 in the wrong unit every value is refused, and without a unit nothing is guessed',
    req('SR-104'),
    () => {
      expect(problemsOf(readProfile(document({}, { ...mmol, units: 'mg/dl' })))).toEqual([
        expect.stringMatching(/^\[0\]\.store\.Default\.sens\[0\]\.value = 2.8 mg\/dL: fits only mmol\/L/),
        expect.stringMatching(
          /^\[0\]\.store\.Default\.target_low\[0\]\.value = 5.6 mg\/dL: fits only mmol\/L/,
        ),
        expect.stringMatching(
          /^\[0\]\.store\.Default\.target_high\[0\]\.value = 6.1 mg\/dL: fits only mmol\/L/,
        ),
      ]);
      expect(problemsOf(readProfile(document({}, { units: 'mmol' })))).toHaveLength(4);
      expect(problemsOf(readProfile(document({}, { units: null })))).toEqual([
        expect.stringMatching(/^\[0\]\.units = nothing: is missing, and a unit is not guessed/),
      ]);
      expect(given(readProfile(document({ units: 'mg/dl' }, { units: null }))).unit).toBe('mg/dL');
    },
  );

  test(
    'SR-104 a sensitivity that fits both units is read in the one that is named; two that are named are a contradiction',
    req('SR-104'),
    () => {
      const sens = [{ time: '00:00', value: 12 }];
      const target = {
        target_low: [{ time: '00:00', value: 6 }],
        target_high: [{ time: '00:00', value: 6 }],
      };
      expect(given(readProfile(document({}, { sens }))).sensitivity[0]?.value).toBe(12);
      const inMmol = given(readProfile(document({}, { sens, ...target, units: 'mmol' })));
      expect(inMmol.sensitivity[0]?.value).toBeCloseTo(12 * 18.01559, 9);
      expect(problemsOf(readProfile(document({ units: 'mmol' }, { sens })))).toEqual([
        '[0].store.Default.units = mg/dL: is another unit than the document names, and a unit is not guessed (allowed: mmol/L). Correct it in the export, or export it again.',
      ]);
      expect(problemsOf(readProfile(document({}, { sens, units: null })))).toHaveLength(1);
    },
  );

  test('schedules out of order, zones that are none, and rates beyond the pump are refused with their place', () => {
    expect(problemsOf(readProfile(document({}, { basal: [{ time: '01:00', value: 20 }] })))).toEqual([
      '[0].store.Default.basal[0].time = 01:00: is out of order (allowed: 00:00). A schedule begins at 00:00 and goes on in order of time.',
      '[0].store.Default.basal[0].value = 20 U/h: is out of range (allowed: 0 to 15 U/h). Correct it or remove the record.',
    ]);
    expect(problemsOf(readProfile(document({}, { timezone: 'Mars/Olympus' })))[0]).toMatch(/is no time zone/);
    expect(problemsOf(readProfile(document({ defaultProfile: 'Summer' })))[0]).toMatch(/is not in the store/);
    expect(problemsOf(readProfile([]))[0]).toMatch(/has no profile/);
  });
});

test('whatever JSON is given, the readers answer, and never throw', () => {
  let answers = 0;
  const anyRecord = fc.record(
    {
      type: fc.constantFrom('sgv', 'mbg'),
      sgv: fc.oneof(fc.double(), fc.string(), fc.constant(null)),
      date: fc.oneof(fc.double(), fc.integer()),
      eventType: fc.constantFrom('Temp Basal', 'Temporary Target', 'Bolus'),
      created_at: fc.oneof(fc.constant('2026-01-15T12:00:00Z'), fc.string()),
      insulin: fc.oneof(fc.double(), fc.string()),
      duration: fc.double(),
      absolute: fc.double(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(anyRecord)), json => {
      for (const read of [readEntries(json), readTreatments(json, profile, 'mg/dL'), readProfile(json)]) {
        expect(read.ok || read.problems.length > 0).toBe(true);
        answers += 1;
      }
    }),
    { numRuns: 500 },
  );
  expect(answers).toBe(1_500);
});
