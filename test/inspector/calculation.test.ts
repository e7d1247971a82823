import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REPORTED, toMgPerDl } from '../../src/domain/glucoseUnits.ts';
import type { Dosing } from '../../src/domain/ledger/ledger.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { mgPerDl, monoMs } from '../../src/domain/units.ts';
import { calculation, sensorGlucose } from '../../src/inspector/page/calculation.ts';
import {
  glucoseRange,
  glucoseRefusal,
  glucoseText,
  typedIn,
} from '../../src/inspector/page/typed-glucose.ts';
import { readRequest, sentence } from '../../src/inspector/requests.ts';
import { req } from '../support/req.ts';

const settings = { ...exampleSettings, sensitivityMgDl: 50, carbRatioG: 10 };
const dosing: Dosing = {
  sensitivityMgDl: 50,
  sensitivityBelowMgDl: 50,
  carbRatioG: 10,
  targetMgDl: 110,
  correctsTo: { lowMgPerDl: mgPerDl(110), highMgPerDl: mgPerDl(110) },
  netOnBoardUu: 0,
  glucose: null,
  temporary: null,
  doing: null,
};
const now = (mgPerDlNow: number, ageMs = 0) => ({ mgPerDl: mgPerDlNow, ageMs });

describe('the calculator of the page', () => {
  test(
    'SR-101 terms sum to the dose, whatever is typed, and the dose is a step of a bolus',
    req('SR-101'),
    () => {
      let doses = 0;
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 250 }),
          fc.option(fc.integer({ min: 70, max: 400 }), { nil: null }),
          fc.integer({ min: -500, max: 900 }),
          (carbsG, glucose, hundredths) => {
            const found = calculation(
              { carbsG, glucose: glucose === null ? null : now(glucose) },
              { ...dosing, netOnBoardUu: hundredths * 10_000 },
              settings,
            );
            if (found.kind === 'refused') throw new Error(found.why);
            const sum = found.terms.reduce((all, { units }) => all + Math.round(units * 1e6), 0);
            expect(sum).toBe(Math.round(found.units * 1e6));
            expect(sum % 50_000).toBe(0);
            expect(found.units).toBeLessThanOrEqual(settings.maxBolusUu / 1e6);
            doses += 1;
          },
        ),
      );
      expect(doses).toBeGreaterThan(50);
    },
  );

  test('SR-101 food, correction and what is on board are told each by itself', req('SR-101'), () => {
    const found = calculation(
      { carbsG: 45, glucose: now(210) },
      { ...dosing, netOnBoardUu: 1_500_000 },
      settings,
    );
    expect(found).toEqual({
      kind: 'dose',
      units: 5,
      terms: [
        { words: 'for the food', units: 4.5 },
        { words: 'to correct glucose', units: 2 },
        { words: 'already on board', units: -1.5 },
      ],
      remarks: [],
    });
  });

  test.each([
    [{ carbsG: 10, glucose: now(65) }, dosing, 'glucose is below 70 mg/dL: eat first'],
    [{ carbsG: 10, glucose: now(150, 11 * 60_000) }, dosing, 'glucose is 11 min old: measure again'],
    [{ carbsG: 10, glucose: now(150, -1) }, dosing, 'the reading is dated in the future: measure again'],
    [{ carbsG: 10, glucose: now(150) }, { ...dosing, netOnBoardUu: null }, 'insulin on board is unknown'],
    [{ carbsG: 10, glucose: now(150) }, { ...dosing, carbRatioG: 0 }, 'ratio are not set'],
    [{ carbsG: 10, glucose: now(8) }, dosing, 'as mmol/L it would be 144 mg/dL'],
  ])('SR-102 it says why it calculates nothing: %j', (typed, reckoned, words) => {
    const found = calculation(typed, reckoned, settings);
    expect(found.kind === 'refused' && found.why).toContain(words);
  });

  test('a range in mmol/L lies within the one in mg/dL', () => {
    expect(glucoseRange({ least: 80, most: 200 }, 'mmol/L')).toEqual({
      least: 4.5,
      most: 11.1,
      step: 0.1,
      unit: 'mmol/L',
    });
  });
});

describe('glucose as it is typed', () => {
  test(
    'SR-104 25 mg/dL stays a low glucose in either unit: nothing is calculated with it',
    req('SR-104'),
    () => {
      const typed = { text: '25', unit: 'mg/dL' } as const;
      const inMmol = typedIn(typed, 'mmol/L', REPORTED);
      expect(inMmol).toBe('1.4');
      const mgPerDlNow = Math.round(toMgPerDl(Number(inMmol), 'mmol/L'));
      for (const each of [25, mgPerDlNow]) {
        const found = calculation({ carbsG: 50, glucose: now(each) }, dosing, settings);
        expect(found.kind === 'refused' && found.why).toContain('glucose is below 70 mg/dL');
      }
    },
  );

  test(
    'SR-104 a change of the unit leaves the glucose that it was, and back again the text',
    req('SR-104'),
    () => {
      let changed = 0;
      fc.assert(
        fc.property(fc.integer({ min: REPORTED.least, max: REPORTED.most }), each => {
          const typed = { text: String(each), unit: 'mg/dL' } as const;
          const inMmol = Number(typedIn(typed, 'mmol/L', REPORTED));
          // Half a step of 0.1 mmol/L; a whole one at the ends, where it is rounded inwards.
          const isAtEnd = each <= REPORTED.least + 1 || each >= REPORTED.most - 1;
          expect(Math.abs(toMgPerDl(inMmol, 'mmol/L') - each)).toBeLessThan(isAtEnd ? 1.8 : 0.91);
          expect(glucoseRefusal('Glucose', String(inMmol), 'mmol/L', REPORTED)).toBeNull();
          expect(typedIn(typed, 'mg/dL', REPORTED)).toBe(typed.text);
          changed += 1;
        }),
      );
      expect(changed).toBeGreaterThan(50);
    },
  );

  test('what is empty or no number is left as it is', () => {
    for (const text of ['', ' ', '-', 'x'])
      expect(typedIn({ text, unit: 'mg/dL' }, 'mmol/L', REPORTED)).toBe(text);
  });

  test('the end of a range can be typed in either unit', () => {
    const aimed = { least: 80, most: 200 };
    for (const unit of ['mg/dL', 'mmol/L'] as const)
      for (const end of [80, 200])
        expect(glucoseRefusal('It', glucoseText(end, unit, aimed), unit, aimed)).toBeNull();
  });

  test.each([
    ['6.1', 'mg/dL', 'Glucose: 6.1 fits only mmol/L, where it is 110 mg/dL.'],
    ['110', 'mmol/L', 'Glucose: 110 fits only mg/dL, where it is 6.1 mmol/L.'],
    ['0.5', 'mg/dL', 'Glucose: 0.5 is not 20 to 600 mg/dL.'],
    ['', 'mg/dL', 'Glucose: nothing is not 20 to 600 mg/dL.'],
    ['6.1', 'mmol/L', null],
  ] as const)('SR-105 what fits only the other unit says so, with its value: %s %s', (text, unit, words) => {
    expect(glucoseRefusal('Glucose', text, unit, REPORTED)).toBe(words);
  });
});

describe('the age of what the sensor says', () => {
  const sensor = { kind: 'measured', mgPerDl: mgPerDl(150), atMonoMs: monoMs(300_000), doubts: [] } as const;
  const frame = { monoMs: 1_000_000, dosing: { glucose: sensor } };

  test('is by the clock that runs: no instant that is looked at makes it fresh', () => {
    expect(sensorGlucose(frame, 1_200_000)).toEqual({ mgPerDl: 150, ageMs: 900_000, sensor });
    // A hand that is behind the newest frame.
    for (const clock of [0, 250_000, 999_999])
      expect(sensorGlucose(frame, clock)).toEqual({ mgPerDl: 150, ageMs: 700_000, sensor });
  });

  test('without a frame or a reading there is none', () => {
    expect(sensorGlucose(null, 1)).toBeNull();
    expect(sensorGlucose({ monoMs: 1, dosing: { glucose: null } }, 1)).toBeNull();
    expect(sensorGlucose({ monoMs: 1 }, 1)).toBeNull();
  });
});

test.each([
  [{ type: 'target.started', lowMgPerDl: 6.1, highMgPerDl: 140, minutes: 60 }, 'lowMgPerDl'],
  [{ type: 'target.started', lowMgPerDl: 100, highMgPerDl: 6.1, minutes: 60 }, 'highMgPerDl'],
])('SR-105 a target in the other unit is refused by field, value and unit: %j', (asked, field) => {
  const read = readRequest(JSON.stringify(asked));
  if (read.ok) throw new Error('taken');
  const said = read.problems.map(sentence).join(' ');
  expect(said).toContain(field);
  expect(said).toContain('6.1 fits only mmol/L, where it is 110 mg/dL');
});

test.each([
  [{ targetMgDl: 6.1 }, 'targetMgDl', '6.1 fits only mmol/L, where it is 110 mg/dL'],
  [
    { dayParts: [{ fromMinute: 360, sensitivityMgDl: 2.8, carbRatioG: 8, targetMgDl: 110 }] },
    'dayParts.0.sensitivityMgDl',
    '2.8 fits only mmol/L per U, where it is 50 mg/dL per U',
  ],
])('SR-105 settings in the other unit are refused by field, value and unit: %j', (change, field, words) => {
  const asked = { type: 'settings.proposed', replaces: 1, settings: { ...settings, ...change } };
  const read = readRequest(JSON.stringify(asked));
  if (read.ok) throw new Error('taken');
  const said = read.problems.map(sentence).join(' ');
  expect(said).toContain(field);
  expect(said).toContain(words);
});

describe('SR-105 a sensitivity that fits both units is taken only with the unit', () => {
  const part = { fromMinute: 360, carbRatioG: 8, targetMgDl: 110 };
  const asked = (sensitivities: readonly [number, number], more: object = {}) =>
    readRequest(
      JSON.stringify({
        type: 'settings.proposed',
        replaces: 1,
        settings: {
          ...settings,
          sensitivityMgDl: sensitivities[0],
          dayParts: [{ ...part, sensitivityMgDl: sensitivities[1] }],
        },
        ...more,
      }),
    );

  test.each([
    [[10, 40], 'settings.sensitivityMgDl = 10'],
    [[40, 22], 'settings.dayParts.0.sensitivityMgDl = 22'],
  ] as const)('%j', (sensitivities, field) => {
    const read = asked(sensitivities);
    if (read.ok) throw new Error('taken');
    expect(read.problems.map(sentence)).toEqual([
      expect.stringMatching(
        new RegExp(`^${field} mg/dL per U: fits mg/dL per U and mmol/L per U, .*"glucoseUnit": "mg/dL"`),
      ),
    ]);
    expect(asked(sensitivities, { glucoseUnit: 'mg/dL' }).ok).toBe(true);
    expect(asked(sensitivities, { glucoseUnit: 'mmol/L' }).ok).toBe(false);
    expect(asked([40, 23]).ok).toBe(true);
  });
});
