import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dosing } from '../../src/domain/ledger/ledger.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { mgPerDl } from '../../src/domain/units.ts';
import { calculation } from '../../src/inspector/page/calculation.ts';
import { glucoseRange } from '../../src/inspector/page/typed-glucose.ts';
import { readRequest, sentence } from '../../src/inspector/requests.ts';
import { req } from '../support/req.ts';

const settings = { ...exampleSettings, sensitivityMgDl: 50, carbRatioG: 10 };
const dosing: Dosing = {
  sensitivityMgDl: 50,
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
