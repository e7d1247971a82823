import { describe, expect, test } from 'vitest';
import { sentence } from '../../src/cli/problems.ts';
import { printSettings } from '../../src/cli/settings/print.ts';
import { readSettings } from '../../src/cli/settings/read.ts';
import { differencesOf } from '../../src/domain/differences.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { startFor } from '../../src/domain/therapy/start.ts';

describe('the table of automation', () => {
  const { therapy } = startFor({ diabetes: 'type2', person: 'resistantAdult', weightKg: 100 });
  const { maxBasalUuPerHour, maxBolusUu, ...rest } = therapy;
  const whole = printSettings({ ...exampleSettings, maxBasalUuPerHour, maxBolusUu, automation: rest });
  const said = (from: string, to: string): readonly string[] => {
    expect(whole).toContain(from);
    const read = readSettings('my.toml', whole.replace(from, to));
    return read.ok ? [] : read.problems.map(sentence);
  };

  test('is read back as it was printed', () => {
    const read = readSettings('my.toml', whole);
    expect(read).toMatchObject({ ok: true, settings: { automation: rest } });
    expect(readSettings('my.toml', printSettings(exampleSettings))).toMatchObject({
      ok: true,
      settings: { automation: null },
    });
  });

  test.each([
    [
      'weight_kg = 100',
      'weight_kg = 10',
      /automation.daily_insulin_u = 40.0 U: 40 U a day is more than 3 U per kg.*Check weight and unit\./,
    ],
    ['weight_kg = 100', 'weight_kg = 9', /automation.weight_kg = 9: is below the least allowed/],
    [
      'person = "resistantAdult"',
      'person = "child"',
      /max_bolus_u = 10.0 U: 10 U is above 5 U, the most for child/,
    ],
    ['person = "resistantAdult"', 'person = "dog"', /automation.person = "dog": is none of those allowed/],
    [
      'low_mg_dl = 110',
      'low_mg_dl = 6.1',
      /automation.targets\[0\].low_mg_dl = 6.1 mg\/dL: fits only mmol\/L.*Convert it/,
    ],
    [
      'low_mg_dl = 110',
      'low_mg_dl = 130',
      /automation.targets\[0\] = .*: begins at 130 mg\/dL and ends below, at 120.*Exchange them/,
    ],
    ['low_mg_dl = 110', 'low_mg_dl = 60', /automation.targets\[0\] = 60: is below the least allowed/],
    [
      'daily_insulin_u = 40.0',
      'daily_insulin_u = 15.0',
      /automation.daily_insulin_u = 15.0 U: is below the profile's own 23.9 U a day/,
    ],
    ['g_per_u = 12', 'g_per_u = "12"', /automation.carb_ratios\[0\].g_per_u = "12" g per U: is not a number/],
    ['g_per_u = 12', 'gram_per_u = 12', /automation.carb_ratios\[0\].gram_per_u = 12: is not a setting/],
  ])('%s as %s is refused with field, value and remedy', (from, to, words) => {
    expect(said(from, to).join('\n')).toMatch(words);
  });

  test('what changes in it is told in words and units', () => {
    const before = { ...exampleSettings, maxBasalUuPerHour, maxBolusUu };
    expect(differencesOf(before, { ...before, automation: rest })).toContainEqual({
      field: 'automation for',
      from: 'none',
      to: 'type2, resistantAdult, 100 kg',
    });
    const after = { ...before, automation: { ...rest, maxOnBoardUu: 0 } };
    expect(differencesOf({ ...before, automation: rest }, after)).toEqual([
      { field: 'most insulin on board by automation', from: '8 U', to: '0 U' },
    ]);
  });
});
