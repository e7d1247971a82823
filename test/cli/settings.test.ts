import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentence } from '../../src/cli/problems.ts';
import { fromMillionths, toMillionths } from '../../src/cli/settings/amounts.ts';
import { settingsJsonSchema } from '../../src/cli/settings/jsonSchema.ts';
import { printSettings } from '../../src/cli/settings/print.ts';
import { readSettings } from '../../src/cli/settings/read.ts';
import { automations } from '../../src/domain/controllers.ts';
import { BOLUS_POLICIES } from '../../src/domain/envelope/evidence.ts';
import { PEOPLE } from '../../src/domain/envelope/people.ts';
import { profilesOf, withProfile } from '../../src/domain/profiles.ts';
import { numberKeys, QUANTITIES } from '../../src/domain/quantities.ts';
import { exampleSettings, type Settings, settingsFields, settingsSchema } from '../../src/domain/settings.ts';
import { DIABETES } from '../../src/domain/therapy/perKg.ts';
import { req } from '../support/req.ts';
import { inFolder, isletHere } from './islet.ts';

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
    profileName: fc.string({ minLength: 1, maxLength: 24 }),
    otherProfiles: fc.array(
      fc.record({
        name: fc.string({ minLength: 1, maxLength: 24 }),
        segments: fc.tuple(rate, rate).map(([night, day]) => [
          { fromMinute: 0, rateUuPerHour: night },
          { fromMinute: 480, rateUuPerHour: day },
        ]),
      }),
      { maxLength: 7 },
    ),
    autoOffHours: fc.constantFrom(0, 5, 12, 24),
    resumesAfterRestart: fc.boolean(),
    lowSuspend: fc.constantFrom('off', 'atThreshold', 'predictive', 'beforeLow'),
    lowSuspendLimitMgDl: fc.integer({ min: 60, max: 90 }),
    lowSuspendEndsExtended: fc.boolean(),
    automation: fc.constantFrom(...automations),
    person: fc.constantFrom(...PEOPLE),
    diabetes: fc.constantFrom(...DIABETES),
    weightKg: fc.constantFrom(0, 80, 200),
    dailyInsulinUu: fc.constantFrom(0, 60_000_000),
    automaticBolus: fc.constantFrom(...BOLUS_POLICIES),
    maxOnBoardUu: fc.integer({ min: 0, max: 30_000_000 }),
    sensitivityMgDl: fc.integer({ min: 5, max: 400 }),
    carbRatioG: fc.integer({ min: 2, max: 150 }),
    targetMgDl: fc.integer({ min: 80, max: 200 }),
    glucoseLowMgDl: fc.integer({ min: 60, max: 100 }),
    glucoseHighMgDl: fc.integer({ min: 120, max: 400 }),
    glucoseFastMgDlMin: fc.constantFrom(2, 3),
    siteChangeHours: fc.constantFrom(0, 48, 72),
    glucoseCheckMinutes: fc.constantFrom(0, 60, 180),
    quickBolusStepUu: fc.constantFrom(0, 50_000, 1_500_000),
    missedBolusWindows: fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 701, max: 1_439 }))
        .map(([fromMinute, untilMinute]) => ({ fromMinute, untilMinute })),
      { maxLength: 4 },
    ),
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
    'my.toml:83: basal[1].from = "04:15": must start on a half hour (allowed: half hours, "00:00" first, each later than the one before). Correct it; specs/settings.example.toml shows a complete file.',
  ],
  [
    'from = "04:00"',
    'from = "4 am"',
    'my.toml:83: basal[1].from = "4 am": is not a time of day (allowed: "00:00" to "23:30"). Write it as "HH:MM", in quotes.',
  ],
  [
    'rate_u_per_h = 1.2',
    'rate_u_per_h = 3.5',
    'my.toml:84: basal[1].rate_u_per_h = 3.5 U/h: is above max_basal_u_per_h (3.0 U/h) (allowed: 0.0 to 15.0 U/h). Lower the rate or raise the maximum.',
  ],
  [
    'max_daily_u = 100.0',
    'max_daily_u = 20.0',
    "my.toml:10: max_daily_u = 20.0 U: is below the profile's own 23.9 U a day (allowed: 10.0 to 300.0 U). Raise it or lower the profile.",
  ],
  [
    'auto_off_h = 0',
    'auto_off_h = 3',
    'my.toml:23: auto_off_h = 3 h: must be 0 (off) or at least 5 h (allowed: 0 to 24 h). Correct it; specs/settings.example.toml shows a complete file.',
  ],
  [
    'low_suspend = "off"',
    'low_suspend = "beforeLow"',
    'my.toml:58: low_suspend = "beforeLow": is no choice of low-glucose suspend (allowed: off, at_threshold, predictive, before_low). Write one of those allowed, in quotes.',
  ],
  [
    'resume_after_restart = false',
    'resume_after_restart = "no"',
    'my.toml:55: resume_after_restart = "no": is neither true nor false (allowed: true or false). Write one of them, without quotes.',
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

const weekend = `
[[profiles]]
name = "weekend"

[[profiles.basal]]
from = "00:00"
rate_u_per_h = 0.7
`;

test('SR-105 a second profile is read, and a mistake in it is told with its place', () => {
  const read = readSettings('my.toml', example + weekend);
  if (!read.ok) throw new Error(read.problems.map(sentence).join(' '));
  expect(profilesOf(read.settings).map(({ name }) => name)).toEqual(['standard', 'weekend']);
  expect(refusals(example + weekend.replace('0.7', '4.0'))).toEqual([
    'my.toml:99: profiles[0].basal[0].rate_u_per_h = 4.0 U/h: is above max_basal_u_per_h (3.0 U/h) (allowed: 0.0 to 15.0 U/h). Lower the rate or raise the maximum.',
  ]);
  expect(refusals(example + weekend.replace('"weekend"', '"standard"'))).toEqual([
    expect.stringContaining('is the name of another profile'),
  ]);
});

test('a file from before the fields that were added later stays good', () => {
  const old = example
    .split('\n')
    .filter(line => !/^(auto_off|resume_after|glucose|site_change|profile)/.test(line))
    .join('\n');
  expect(old.length).toBeLessThan(example.length - 100);
  expect(readSettings('old.toml', old)).toEqual({ ok: true, settings: exampleSettings });
});

test('SR-105 another profile comes into use whole, and the one before is kept', () => {
  const read = readSettings('my.toml', example + weekend);
  if (!read.ok) throw new Error('the file is good');
  const selected = withProfile(read.settings, 'weekend');
  if (selected === null) throw new Error('there is such a profile');
  expect(selected.basalProfile).toEqual([{ fromMinute: 0, rateUuPerHour: 700_000 }]);
  expect(settingsSchema.parse(selected)).toEqual(selected);
  expect(withProfile(selected, 'standard')).toEqual(read.settings);
  expect(withProfile(selected, 'holiday')).toBeNull();
});

test('SR-105 two files are compared field by field, old and new, with units', req('SR-105'), async () => {
  await inFolder(async folder => {
    const [old, next] = [join(folder, 'old.toml'), join(folder, 'new.toml')];
    writeFileSync(old, example);
    writeFileSync(next, printSettings({ ...exampleSettings, maxBolusUu: 8_500_000, autoOffHours: 12 }));
    const compared = await isletHere(['settings', 'diff', old, next], folder);
    expect(compared.out.trim().split('\n')).toEqual([
      'largest bolus: 10 U -> 8.5 U',
      'auto-off: off -> 12 h',
    ]);
    expect((await isletHere(['settings', 'diff', old, old], folder)).out.trim()).toBe('The same settings.');
  });
});

test('the schema of settings for other programs is current, and has the ranges that the pump has', () => {
  const file = new URL('../../specs/generated/settings.schema.json', import.meta.url);
  const schema = settingsJsonSchema();
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  for (const key of numberKeys) {
    const { least, most, canBeOff } = QUANTITIES[key];
    expect(schema).toMatchObject({ properties: { [key]: { minimum: canBeOff ? 0 : least, maximum: most } } });
    const takes = (value: number): boolean =>
      settingsFields.safeParse({ ...exampleSettings, [key]: value }).success;
    expect([least, most].map(takes), key).toEqual([true, true]);
    expect([least - 1, most + 1].map(takes), key).toEqual([false, false]);
  }
});
