import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calculate } from '../../src/domain/calculator/calculator.ts';
import type { GlucoseInput, Milligrams } from '../../src/domain/calculator/request.ts';
import { calculatorSettings } from '../../src/domain/calculator/settings.ts';
import { configurationHash } from '../../src/domain/configuration.ts';
import { differencesOf } from '../../src/domain/differences.ts';
import { settingsObjections } from '../../src/domain/programming.ts';
import { exampleSettings, type Settings, settingsFields, settingsSchema } from '../../src/domain/settings.ts';
import {
  basisOf,
  cautiousBasis,
  type DoseBasis,
  dayPartAt,
  dayPartsOf,
} from '../../src/domain/therapy/dayParts.ts';
import { mgPerDl, microunits, milliseconds, wallMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const DAY = 1_440;

const night = { ...exampleSettings, sensitivityMgDl: 60, carbRatioG: 14, targetMgDl: 120 };
const parts = [
  { fromMinute: 360, sensitivityMgDl: 40, carbRatioG: 8, targetMgDl: 100 },
  { fromMinute: 1_320, sensitivityMgDl: 70, carbRatioG: 12, targetMgDl: 130 },
];
const parted: Settings = { ...night, dayParts: parts };

const number = { min: 2, max: 80 };
const days = fc
  .record({
    starts: fc.uniqueArray(fc.integer({ min: 1, max: 47 }), { minLength: 1, maxLength: 12 }),
    numbers: fc.array(fc.tuple(fc.integer({ min: 5, max: 400 }), fc.integer(number)), {
      minLength: 12,
      maxLength: 12,
    }),
    utcOffsetMinutes: fc.integer({ min: -1_440, max: 1_440 }),
  })
  .map(({ starts, numbers, utcOffsetMinutes }) => ({
    ...night,
    utcOffsetMinutes,
    dayParts: starts
      .toSorted((a, b) => a - b)
      .map((start, index) => ({
        fromMinute: start * 30,
        sensitivityMgDl: numbers[index]?.[0] ?? 50,
        carbRatioG: numbers[index]?.[1] ?? 10,
        targetMgDl: 80 + start,
      })),
  }));

type Eaten = {
  readonly grams: number;
  readonly glucose: number;
  readonly onBoardUu: number;
  /** The beginning and the width of a temporary target. */
  readonly temporary: readonly [number, number] | null;
};

/** The dose by one basis, in µU; a temporary target counts where it is higher. */
const doseBy = (
  settings: Settings,
  basis: DoseBasis,
  { grams, glucose, onBoardUu, temporary }: Eaten,
): number => {
  const input: GlucoseInput = {
    kind: 'measured',
    mgPerDl: mgPerDl(glucose),
    ageMs: milliseconds(0),
    trend: null,
  };
  const [from, width] = temporary ?? [0, 0];
  const low = Math.max(basis.targetMgDl, from);
  const band = { lowMgPerDl: mgPerDl(low), highMgPerDl: mgPerDl(Math.max(low, from + width)) };
  const answer = calculate(
    {
      carbs: (grams * 1_000) as Milligrams,
      glucose: input,
      onBoard: { mealUu: microunits(onBoardUu), correctionUu: microunits(0) },
    },
    calculatorSettings(settings, basis, band, input),
  );
  if (answer.kind === 'refused') throw new Error(answer.refusal.reason);
  return answer.doseUu;
};

describe('the parts of a day', () => {
  test('each minute of every local day has the part that began last, and no other', () => {
    let checked = 0;
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 3 * DAY }), (settings, minutes) => {
        const found = dayPartAt(settings, wallMs(10 * DAY * MINUTE + minutes * MINUTE));
        const local = (((minutes + settings.utcOffsetMinutes) % DAY) + DAY) % DAY;
        const last = dayPartsOf(settings)
          .filter(({ fromMinute }) => fromMinute <= local)
          .at(-1);
        expect(found).toEqual(last);
        checked += 1;
      }),
    );
    expect(checked).toBeGreaterThan(50);
  });

  test('while the time is not known, no part makes less insulin, above target or below', () => {
    let below = 0;
    let above = 0;
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 70, max: 400 }),
        fc.integer({ min: 0, max: 5_000_000 }),
        fc.option(fc.tuple(fc.integer({ min: 80, max: 160 }), fc.integer({ min: 0, max: 40 })), {
          nil: null,
        }),
        (settings, grams, glucose, onBoardUu, temporary) => {
          const basis = cautiousBasis(settings);
          const cautious = doseBy(settings, basis, { grams, glucose, onBoardUu, temporary });
          for (const part of dayPartsOf(settings)) {
            const dose = doseBy(settings, basisOf(part), { grams, glucose, onBoardUu, temporary });
            expect(cautious).toBeLessThanOrEqual(dose);
          }
          if (glucose < basis.targetMgDl) below += 1;
          else above += 1;
        },
      ),
      { numRuns: 300 },
    );
    expect(Math.min(below, above)).toBeGreaterThan(20);
  });

  test('while the time is not known, glucose below target takes off what the least sensitivity would', () => {
    const settings = {
      ...night,
      sensitivityMgDl: 30,
      carbRatioG: 10,
      targetMgDl: 110,
      dayParts: [{ fromMinute: 720, sensitivityMgDl: 100, carbRatioG: 10, targetMgDl: 110 }],
    };
    const eaten = { grams: 60, glucose: 75, onBoardUu: 0, temporary: null };
    expect(doseBy(settings, cautiousBasis(settings), eaten)).toBe(4_800_000);
  });

  test('settings from before there were parts stay what they were, to the hash', () => {
    const stored = JSON.parse(JSON.stringify(night));
    expect('dayParts' in stored).toBe(false);
    const read = settingsFields.parse(stored);
    expect(read).toEqual(night);
    expect(configurationHash(read)).toBe(configurationHash(night));
    expect(dayPartsOf(read)).toHaveLength(1);
  });

  test('SR-105 what changes in them is told with times and units', req('SR-105'), () => {
    expect(differencesOf(night, parted)).toEqual([
      {
        field: 'later in the day',
        from: 'the same',
        to: '06:00 40 mg/dL per U, 8 g per U, target 100 mg/dL; 22:00 70 mg/dL per U, 12 g per U, target 130 mg/dL',
      },
    ]);
  });

  test.each([
    [{ dayParts: [...parts].reverse() }, 'dayParts.1.fromMinute: must be later than the part before'],
    [{ dayParts: [] }, 'dayParts: must have a part, or be left out'],
    [{ sensitivityMgDl: 0 }, 'is not set, and holds from midnight to the first part of the day'],
    [{ dayParts: [{ ...parts[0], carbRatioG: 0 }] }, 'dayParts.0.carbRatioG: is below 2 g per U'],
    [{ dayParts: [{ ...parts[0], fromMinute: 375 }] }, 'dayParts.0.fromMinute: must start on a half hour'],
    [{ dayParts: [{ ...parts[0], targetMgDl: 6.1 }] }, '6.1 fits only mmol/L, where it is 110 mg/dL'],
    [
      { dayParts: [{ ...parts[0], sensitivityMgDl: 2.8 }] },
      '2.8 fits only mmol/L per U, where it is 50 mg/dL per U',
    ],
    [{ targetMgDl: 6 }, '6 fits only mmol/L, where it is 108 mg/dL'],
    [{ glucoseLowMgDl: 4 }, '4 fits only mmol/L, where it is 72 mg/dL'],
  ])('SR-105 parts that cannot be are refused in words: %j', (change, words) => {
    const read = settingsSchema.safeParse({ ...parted, ...change });
    expect(read.success).toBe(false);
    const said = settingsObjections({ ...parted, ...change } as Settings);
    expect(said.join('\n')).toContain(words);
    expect(said).toHaveLength(1);
  });
});
