import { describe, expect, test } from 'vitest';
import { sentence } from '../../src/cli/problems.ts';
import { beginning } from '../../src/cli/settings/begin.ts';
import { printSettings } from '../../src/cli/settings/print.ts';
import { readSettings } from '../../src/cli/settings/read.ts';
import { PEOPLE } from '../../src/domain/envelope/people.ts';
import { DIABETES } from '../../src/domain/therapy/perKg.ts';

describe('settings to begin with', () => {
  test('are a file that is read back, for every weight and kind of person', () => {
    let files = 0;
    for (const diabetes of DIABETES)
      for (const person of PEOPLE)
        for (const weight of ['11', '25', '70', '120', person === 'child' ? '150' : '300'])
          for (const dawn of [false, true]) {
            const settings = beginning({ diabetes, person, weight, dawn });
            expect(readSettings('new.toml', printSettings(settings))).toEqual({ ok: true, settings });
            files += 1;
          }
    expect(files).toBe(100);
  });

  test.each([
    [
      { weight: '9' },
      /--weight 9: no start for 9 kg: weightKg must be 0 \(off\) or at least 10 kg.*Give another weight/,
    ],
    [{ weight: '70kg' }, /--weight 70kg is no whole number of kg/],
    [{ weight: '70', diabetes: 'type3' }, /--diabetes type3 is none of type1, type2/],
    [{ weight: '70', person: 'dog' }, /--person dog is none of child, /],
  ])('%j is refused with option, value and remedy', (typed, words) => {
    expect(() => beginning({ diabetes: 'type1', person: 'adult', ...typed })).toThrow(words);
  });

  test('an amount that no body of this weight needs is refused in the file, with field, value, bound and remedy', () => {
    const whole = printSettings(beginning({ diabetes: 'type2', person: 'resistantAdult', weight: '100' }));
    const read = readSettings('my.toml', whole.replace('weight_kg = 100', 'weight_kg = 10'));
    expect(read.ok ? [] : read.problems.map(sentence)).toContainEqual(
      expect.stringMatching(
        /daily_insulin_u = 40.0 U: is above 3.0 U per kg, 30.0 U at 10 kg \(allowed: .*\)\. Lower it, or check the weight\./,
      ),
    );
  });
});
