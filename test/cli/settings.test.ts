import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentence } from '../../src/cli/problems.ts';
import { fromMillionths, toMillionths } from '../../src/cli/settings/amounts.ts';
import { printSettings } from '../../src/cli/settings/print.ts';
import { readSettings } from '../../src/cli/settings/read.ts';
import { exampleSettings, type Settings, settingsSchema } from '../../src/domain/settings.ts';

const example = printSettings(exampleSettings);

const refusals = (text: string): readonly string[] => {
  const read = readSettings('my.toml', text);
  if (read.ok) throw new Error('bad settings were accepted');
  return read.problems.map(sentence);
};

test('the committed example is what the printer writes, and is good', () => {
  const committed = readFileSync(
    fileURLToPath(new URL('../../specs/settings.example.toml', import.meta.url)),
    'utf8',
  );
  expect(committed).toBe(example);
  expect(readSettings('example', committed)).toEqual({ ok: true, settings: exampleSettings });
});

test('whatever settings are allowed, what is printed is read back exactly', () => {
  const rate = fc.integer({ min: 0, max: 1_000_000 });
  const settings: fc.Arbitrary<Settings> = fc.record({
    basalProfile: fc
      .tuple(rate, fc.uniqueArray(fc.integer({ min: 1, max: 47 }), { maxLength: 10 }), rate)
      .map(([first, halfHours, other]) => [
        { fromMinute: 0, rateUuPerHour: first },
        ...halfHours
          .toSorted((a, b) => a - b)
          .map(halfHour => ({ fromMinute: halfHour * 30, rateUuPerHour: other })),
      ]),
    maxBasalUuPerHour: fc.integer({ min: 1_000_000, max: 15_000_000 }),
    maxBolusUu: fc.integer({ min: 500_000, max: 25_000_000 }),
    maxDailyUu: fc.integer({ min: 30_000_000, max: 300_000_000 }),
    lowReservoirUu: fc.integer({ min: 10_000_000, max: 50_000_000 }),
    insulinDurationMinutes: fc.integer({ min: 300, max: 480 }),
    insulinPeakMinutes: fc.integer({ min: 35, max: 120 }),
    utcOffsetMinutes: fc.integer({ min: -1_440, max: 1_440 }),
  });
  fc.assert(
    fc.property(settings, given => {
      fc.pre(settingsSchema.safeParse(given).success);
      expect(readSettings('my.toml', printSettings(given))).toEqual({ ok: true, settings: given });
    }),
  );
});

test('units become whole micro-units by their digits, and nothing finer passes', () => {
  expect(toMillionths(0.1)).toBe(100_000);
  expect(toMillionths(0.3)).toBe(300_000);
  expect(toMillionths(1e-6)).toBe(1);
  expect(toMillionths(1e-7)).toBeNull();
  expect(toMillionths(1.2345678)).toBeNull();
  expect(toMillionths(2e21)).toBe(2e27);
  fc.assert(
    fc.property(fc.integer({ min: -300_000_000, max: 300_000_000 }), millionths => {
      expect(toMillionths(Number(fromMillionths(millionths)))).toBe(millionths);
    }),
  );
});

test.each([
  [
    'max_bolus_u = 10.0',
    'max_bolus_u = 30',
    'my.toml:7: max_bolus_u = 30.0 U: is above the most allowed (allowed: 0.5 to 25.0 U). Lower it.',
  ],
  [
    'max_bolus_u = 10.0',
    'max_bolus_u = 0.0000001',
    'my.toml:7: max_bolus_u = 1e-7 U: is finer than 0.000001 U, and nothing is rounded (allowed: 0.5 to 25.0 U). Give at most six decimals.',
  ],
  [
    'max_bolus_u = 10.0',
    'max_bolus_u = "10"',
    'my.toml:7: max_bolus_u = "10" U: is not a number (allowed: 0.5 to 25.0 U). Write a plain number, without quotes or unit.',
  ],
  [
    'max_bolus_u = 10.0',
    'max_bolus_u = nan',
    'my.toml:7: max_bolus_u = NaN U: is not a number (allowed: 0.5 to 25.0 U). Write a plain number, without quotes or unit.',
  ],
  [
    'insulin_peak_min = 75',
    'insulin_peak_min = 75.5',
    'my.toml:17: insulin_peak_min = 75.5 min: is not a whole number of min (allowed: 35 to 120 min). Leave out the decimals.',
  ],
  [
    'from = "04:00"',
    'from = "04:15"',
    'my.toml:29: basal[1].from = "04:15": must start on a half hour (allowed: half hours, "00:00" first, each later than the one before). Correct it; specs/settings.example.toml shows a complete file.',
  ],
  [
    'from = "04:00"',
    'from = "4 am"',
    'my.toml:29: basal[1].from = "4 am": is not a time of day (allowed: "00:00" to "23:30"). Write it as "HH:MM", in quotes.',
  ],
  [
    'rate_u_per_h = 1.2',
    'rate_u_per_h = 3.5',
    'my.toml:30: basal[1].rate_u_per_h = 3.5 U/h: is above max_basal_u_per_h (3.0 U/h) (allowed: 0.0 to 15.0 U/h). Lower the rate or raise the maximum.',
  ],
  [
    'max_daily_u = 100.0',
    'max_daily_u = 20.0',
    "my.toml:10: max_daily_u = 20.0 U: is below the profile's own 23.9 U a day (allowed: 10.0 to 300.0 U). Raise it or lower the profile.",
  ],
])('settings with %s made %s are refused in these words', (good, bad, words) => {
  expect(example).toContain(good);
  expect(refusals(example.replace(good, bad))).toEqual([words]);
});

test('an unknown key is refused, with the one that was meant', () => {
  expect(refusals(example.replace('max_bolus_u', 'max_bollus_u'))).toEqual([
    'my.toml:7: max_bollus_u = 10: is not a setting. Did you mean max_bolus_u?',
    'my.toml: max_bolus_u = nothing: is missing (allowed: 0.5 to 25.0 U). Add it; islet settings print shows a complete file.',
  ]);
});

test('what is not TOML is refused with its line', () => {
  const [words = ''] = refusals(example.replace('max_bolus_u = 10.0', 'max_bolus_u = = 10'));
  expect(words).toMatch(/^my\.toml:7: column \d+ = .*is not TOML/);
});

test('no text whatever makes the reader throw', () => {
  const line = fc.oneof(fc.string(), fc.constantFrom(...example.split('\n')));
  fc.assert(
    fc.property(fc.array(line), lines => void readSettings('any', lines.join('\n'))),
    { numRuns: 500 },
  );
});
