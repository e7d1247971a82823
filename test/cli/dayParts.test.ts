import { describe, expect, test } from 'vitest';
import { sentence } from '../../src/cli/problems.ts';
import { printSettings } from '../../src/cli/settings/print.ts';
import { readSettings } from '../../src/cli/settings/read.ts';
import { differencesOf } from '../../src/domain/differences.ts';
import { exampleSettings } from '../../src/domain/settings.ts';

const example = printSettings(exampleSettings);
const refusals = (text: string): readonly string[] => {
  const read = readSettings('my.toml', text);
  return read.ok ? [] : read.problems.map(sentence);
};

const DINNER = { fromMinute: 1_110, sensitivityMgDl: 45, carbRatioG: 9, targetMgDl: 105 };

const known = example
  .replace('sensitivity_mg_dl_per_u = 0', 'sensitivity_mg_dl_per_u = 50')
  .replace('carb_ratio_g_per_u = 0', 'carb_ratio_g_per_u = 10');
const dinner = `
[[day_parts]]
from = "18:30"
sensitivity_mg_dl_per_u = 45
carb_ratio_g_per_u = 9
target_mg_dl = 105
`;

test('SR-105 parts of the day are read, and a mistake in one is told with its place, its unit and the remedy', () => {
  const read = readSettings('my.toml', known + dinner);
  if (!read.ok) throw new Error(read.problems.map(sentence).join(' '));
  expect(read.settings.dayParts).toEqual([DINNER]);
  const late = { ...read.settings, dayParts: [DINNER, { ...DINNER, fromMinute: 1_410 }] };
  expect(readSettings('my.toml', printSettings(late))).toEqual({ ok: true, settings: late });
  const line = known.split('\n').length + 1;
  for (const [good, bad, words] of [
    [
      'target_mg_dl = 105',
      'target_mg_dl = 5.8',
      `my.toml:${line + 4}: day_parts[0].target_mg_dl = 5.8 mg/dL: fits only mmol/L, where it is 104 mg/dL (allowed: 80 to 200 mg/dL). Write it in mg/dL.`,
    ],
    [
      'sensitivity_mg_dl_per_u = 45',
      'sensitivity_mg_dl_per_u = 4',
      `my.toml:${line + 2}: day_parts[0].sensitivity_mg_dl_per_u = 4 mg/dL per U: fits only mmol/L per U, where it is 72 mg/dL per U (allowed: 5 to 400 mg/dL per U). Write it in mg/dL per U.`,
    ],
    [
      'carb_ratio_g_per_u = 9',
      'carb_ratio_g_per_u = 500',
      `my.toml:${line + 3}: day_parts[0].carb_ratio_g_per_u = 500 g per U: is above the most allowed (allowed: 2 to 150 g per U). Correct it.`,
    ],
    [
      'from = "18:30"',
      'from = "00:00"',
      `my.toml:${line}: day_parts[0].from = "00:00": must be later than the part before, and the first later than midnight (allowed: half hours from "00:30" on, each later than the one before). Correct it.`,
    ],
    [
      'carb_ratio_g_per_u = 9',
      'carb_ratio_g_per_uu = 9',
      `my.toml:${line + 3}: day_parts[0].carb_ratio_g_per_uu = 9: is not a setting. Did you mean carb_ratio_g_per_u?`,
    ],
  ] as const)
    expect(refusals(known + dinner.replace(good, bad))[0]).toBe(words);
  expect(refusals(known.replace('target_mg_dl = 110', 'target_mg_dl = 6.1'))).toEqual([
    expect.stringContaining(
      'target_mg_dl = 6.1 mg/dL: fits only mmol/L, where it is 110 mg/dL (allowed: 80 to 200 mg/dL). Write it in mg/dL.',
    ),
  ]);
  expect(refusals(known.replace('glucose_low_mg_dl = 70', 'glucose_low_mg_dl = 4'))).toEqual([
    expect.stringContaining('glucose_low_mg_dl = 4 mg/dL: fits only mmol/L, where it is 72 mg/dL'),
  ]);
});

describe('a sensitivity that fits both units of glucose', () => {
  const ratio = example.replace('carb_ratio_g_per_u = 0', 'carb_ratio_g_per_u = 10');
  const written = (value: string) =>
    ratio.replace('sensitivity_mg_dl_per_u = 0', `sensitivity_mg_dl_per_u = ${value}`);
  const readAs = (value: string): unknown => {
    const read = readSettings('my.toml', written(value));
    return read.ok
      ? read.settings.sensitivityMgDl
      : read.problems.map(({ problem, remedy }) => [problem, remedy]);
  };

  test('is refused without its unit, at midnight and later in the day, and with it is read in it', () => {
    let either = 0;
    for (let value = 1; value <= 400; value += 1) {
      const isEither = value >= 5 && Math.round(value * 18.01559) <= 400;
      const wants = [
        [
          `fits mg/dL per U and mmol/L per U, which is ${Math.round(value * 18.01559)} mg/dL per U`,
          `Write it with its unit, in quotes: "${value} mg/dL per U" or "${value} mmol/L per U".`,
        ],
      ];
      if (isEither) either += 1;
      if (isEither) expect(readAs(String(value))).toEqual(wants);
      else if (value >= 5) expect(readAs(String(value))).toBe(value);
      if (value >= 5) expect(readAs(`"${value} mg/dL per U"`)).toBe(value);
      if (isEither) expect(readAs(`"${value} mmol/L per U"`)).toBe(Math.ceil(value * 18.01559));
    }
    expect(either).toBe(18);
    expect(
      refusals(known + dinner.replace('sensitivity_mg_dl_per_u = 45', 'sensitivity_mg_dl_per_u = 9')),
    ).toEqual([
      expect.stringContaining(
        'day_parts[0].sensitivity_mg_dl_per_u = 9 mg/dL per U: fits mg/dL per U and mmol/L per U',
      ),
    ]);
  });

  test('in mmol/L is rounded to less insulin, and what is no number with a unit is refused', () => {
    // 2.8 mmol/L are 50.44 mg/dL.
    expect(readAs('"2.8 mmol/L per U"')).toBe(51);
    for (const wrong of ['"2.8"', '"2.8 mmol"', '"x mg/dL per U"', '"-3 mmol/L per U"', '"1e3 mg/dL per U"'])
      expect(readAs(wrong)).toEqual([
        ['is no number with its unit', expect.stringContaining('mmol/L per U')],
      ]);
    expect(readAs('"2.5 mg/dL per U"')).toEqual([[expect.stringContaining('fits only'), expect.anything()]]);
    expect(readAs('"40 mmol/L per U"')).toEqual([['is above the most allowed', expect.anything()]]);
  });

  test('is written with its unit, so that the file is read back', () => {
    for (const sensitivityMgDl of [5, 22, 23, 400]) {
      const dayParts = [{ ...DINNER, sensitivityMgDl }];
      const settings = { ...exampleSettings, sensitivityMgDl, carbRatioG: 10, dayParts };
      expect(readSettings('my.toml', printSettings(settings))).toEqual({ ok: true, settings });
      expect(printSettings(settings).includes(`"${sensitivityMgDl} mg/dL per U"`)).toBe(
        sensitivityMgDl <= 22,
      );
    }
  });

  test('is told in both units where a change is shown before it is confirmed', () => {
    const sensitivityMgDl = 10;
    expect(differencesOf(exampleSettings, { ...exampleSettings, sensitivityMgDl })).toEqual([
      { field: 'sensitivity', from: 'off', to: '10 mg/dL per U (0.56 mmol/L per U)' },
    ]);
  });
});
