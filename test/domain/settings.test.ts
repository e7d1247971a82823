import { describe, expect, test } from 'vitest';
import { HARD } from '../../src/domain/limits.ts';
import { keptUnit, numberKeys, otherUnitHint, QUANTITIES } from '../../src/domain/quantities.ts';
import { exampleSettings, type Settings, settingsFields, settingsSchema } from '../../src/domain/settings.ts';

type Changes = Readonly<Record<string, unknown>>;

const saidBy =
  (schema: typeof settingsFields | typeof settingsSchema) =>
  (changes: Changes): readonly string[] =>
    schema
      .safeParse({ ...exampleSettings, ...changes })
      .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
/** Of each field by itself. */
const ofField = saidBy(settingsFields);
/** Of what they make together, too. */
const ofAll = saidBy(settingsSchema);

/** A profile of so many segments, each half an hour. */
const segments = (count: number, rateUuPerHour = 100_000): Settings['basalProfile'] =>
  Array.from({ length: count }, (_, index) => ({ fromMinute: 30 * index, rateUuPerHour }));
const others = (count: number): Settings['otherProfiles'] =>
  Array.from({ length: count }, (_, index) => ({ name: `profile ${index}`, segments: segments(1) }));

test('the example may be used as it is', () => {
  expect(ofAll({})).toEqual([]);
  expect(settingsSchema.parse(exampleSettings)).toEqual(exampleSettings);
});

test('a file from before a field was there means what it always meant', () => {
  const first = {
    basalProfile: segments(1),
    maxBasalUuPerHour: 3_000_000,
    maxBolusUu: 10_000_000,
    maxDailyUu: 100_000_000,
    lowReservoirUu: 20_000_000,
    insulinDurationMinutes: 300,
    insulinPeakMinutes: 75,
    utcOffsetMinutes: 0,
  };
  expect(settingsSchema.parse(first)).toEqual({
    ...exampleSettings,
    basalProfile: segments(1),
    quickBolusStepUu: 0,
  });
});

test('a field that nobody knows is refused', () => {
  expect(ofField({ maxBolusUU: 1 })).toHaveLength(1);
  expect(ofField({ basalProfile: [{ fromMinute: 0, rateUuPerHour: 0, rate: 1 }] })).toHaveLength(1);
});

describe.each(numberKeys)('%s', key => {
  const { least, most, canBeOff } = QUANTITIES[key];
  const unit = keptUnit(QUANTITIES[key]);
  const hinted = (value: number, words: string): string => {
    const hint = otherUnitHint(key, value);
    return `${key}: ${words}${hint === null ? '' : `; ${hint}`}`;
  };

  test('is taken to its very limits', () => {
    for (const value of [least, most, ...(canBeOff ? [0] : [])])
      expect(ofField({ [key]: value })).toEqual([]);
  });

  test('is refused beyond them, with the limit', () => {
    const above = most + (key === 'quickBolusStepUu' ? HARD.bolusStepUu : 1);
    expect(ofField({ [key]: above })).toEqual([hinted(above, `is above ${most} ${unit}, the most allowed`)]);
    const bottom = canBeOff ? 0 : least;
    expect(ofField({ [key]: bottom - 1 })).toContain(
      hinted(bottom - 1, `is below ${bottom} ${unit}, the least allowed`),
    );
    if (!canBeOff) return;
    expect(ofField({ [key]: least - 1 })).toContain(
      hinted(least - 1, `must be 0 (off) or at least ${least} ${unit}`),
    );
  });

  test('is a whole number, and a number', () => {
    const words = `must be a whole number of ${unit}`;
    expect(ofField({ [key]: least + 0.5 })).toContain(hinted(least + 0.5, words));
    expect(ofField({ [key]: 'much' })).toEqual([`${key}: ${words}`]);
  });
});

test('a number that is one in the other unit of glucose is told so', () => {
  expect(ofField({ targetMgDl: 6 })).toEqual([
    `targetMgDl: is below 80 mg/dL, the least allowed; ${otherUnitHint('targetMgDl', 6)}`,
  ]);
  expect(otherUnitHint('targetMgDl', 6)).not.toBeNull();
});

describe('of a profile', () => {
  test('there are 1 to 48 segments, each on a half hour of the day', () => {
    expect(ofField({ basalProfile: segments(48) })).toEqual([]);
    expect(ofField({ basalProfile: [] })).toHaveLength(1);
    expect(ofField({ basalProfile: [...segments(48), ...segments(1)] })).toHaveLength(1);
    const from = (fromMinute: number) => ofField({ basalProfile: [{ fromMinute, rateUuPerHour: 0 }] });
    expect(from(1_410)).toEqual([]);
    expect(from(1_440)).toEqual([
      'basalProfile.0.fromMinute: is above 1439 minutes of the day, the most allowed',
    ]);
    expect(from(-30)).toEqual([
      'basalProfile.0.fromMinute: is below 0 minutes of the day, the least allowed',
    ]);
    expect(from(15)).toEqual(['basalProfile.0.fromMinute: must start on a half hour']);
    expect(from(0.5)).toContain('basalProfile.0.fromMinute: must be a whole number of minutes of the day');
  });

  test('a rate is none, or at least a pulse an hour, and no more than the pump and the settings allow', () => {
    const rate = (rateUuPerHour: number) =>
      ofAll({ basalProfile: [{ fromMinute: 0, rateUuPerHour }], maxDailyUu: HARD.maxDailyUu });
    expect([rate(0), rate(25_000), rate(3_000_000)]).toEqual([[], [], []]);
    const least = 'is below 25000 µU/h, the least but 0; raise the rate or set it to 0';
    expect(rate(24_999)).toEqual([`basalProfile.0.rateUuPerHour: ${least}`]);
    expect(rate(1)).toEqual([`basalProfile.0.rateUuPerHour: ${least}`]);
    expect(rate(3_000_001)).toEqual([
      'basalProfile.0.rateUuPerHour: is above maxBasalUuPerHour (3000000 µU/h); lower the rate or raise the maximum',
    ]);
    const field = (rateUuPerHour: number) => ofField({ basalProfile: [{ fromMinute: 0, rateUuPerHour }] });
    expect(field(15_000_000)).toEqual([]);
    expect(field(15_000_001)).toEqual([
      'basalProfile.0.rateUuPerHour: is above 15000000 µU/h, the most allowed',
    ]);
    expect(field(-1)).toEqual(['basalProfile.0.rateUuPerHour: is below 0 µU/h, the least allowed']);
  });

  test('the first segment is from midnight, and each is later than the one before', () => {
    const at = (...minutes: readonly number[]) =>
      ofAll({ basalProfile: minutes.map(fromMinute => ({ fromMinute, rateUuPerHour: 100_000 })) });
    expect(at(0, 30, 60)).toEqual([]);
    expect(at(30)).toEqual(['basalProfile.0.fromMinute: the first segment must start at minute 0']);
    const order = 'segments must be in order of time, each later than the one before';
    expect(at(0, 60, 60)).toEqual([`basalProfile.2.fromMinute: ${order}`]);
    expect(at(0, 60, 30)).toEqual([`basalProfile.2.fromMinute: ${order}`]);
  });

  test('the day it makes is no more than the most of a day, to the µU', () => {
    const day = (maxDailyUu: number) => ofAll({ basalProfile: segments(1, 1_000_000), maxDailyUu });
    expect(day(24_000_000)).toEqual([]);
    expect(day(23_999_999)).toEqual([
      "maxDailyUu: is below the profile's own 24000000 µU a day; raise it or lower the profile",
    ]);
  });

  test('the day it makes is the sum of its hours, rounded up', () => {
    const basalProfile = [
      { fromMinute: 0, rateUuPerHour: 600_000 },
      { fromMinute: 30, rateUuPerHour: 1_200_001 },
      { fromMinute: 720, rateUuPerHour: 900_000 },
    ];
    // 0.3 U, 13.8000115 U and 10.8 U.
    expect(ofAll({ basalProfile, maxDailyUu: 24_900_012 })).toEqual([]);
    expect(ofAll({ basalProfile, maxDailyUu: 24_900_011 })).toEqual([
      "maxDailyUu: is below the profile's own 24900012 µU a day; raise it or lower the profile",
    ]);
  });

  test('each that waits is judged like the one in use, and told by its place', () => {
    const waiting = [
      ...others(1),
      { name: 'wrong', segments: [{ fromMinute: 30, rateUuPerHour: 3_000_001 }] },
      { name: 'standard', segments: segments(1) },
      { name: 'profile 0', segments: segments(1) },
    ];
    expect(ofAll({ otherProfiles: waiting, maxDailyUu: HARD.maxDailyUu })).toEqual([
      'otherProfiles.1.segments.0.fromMinute: the first segment must start at minute 0',
      'otherProfiles.1.segments.0.rateUuPerHour: is above maxBasalUuPerHour (3000000 µU/h); lower the rate or raise the maximum',
      'otherProfiles.2.name: is the name of another profile; give each its own',
      'otherProfiles.3.name: is the name of another profile; give each its own',
    ]);
    const tooMuch = [{ name: 'too much', segments: segments(1, 1_000_000) }];
    expect(ofAll({ basalProfile: segments(1), otherProfiles: tooMuch, maxDailyUu: 20_000_000 })).toEqual([
      "maxDailyUu: is below the profile's own 24000000 µU a day; raise it or lower the profile",
    ]);
  });

  test('there are at most seven beside the one in use, with names of 1 to 24 characters', () => {
    expect(ofField({ otherProfiles: others(7) })).toEqual([]);
    expect(ofField({ otherProfiles: others(8) })).toEqual([
      'otherProfiles: are more than 7 beside the one in use',
    ]);
    expect(ofField({ profileName: 'x'.repeat(24) })).toEqual([]);
    expect(ofField({ profileName: 'x'.repeat(25) })).toEqual(['profileName: is longer than 24 characters']);
    expect(ofField({ profileName: '' })).toEqual(['profileName: must have a name']);
    expect(ofField({ otherProfiles: [{ name: 'x', segments: segments(1), more: 1 }] })).toHaveLength(1);
  });
});

describe('of the rest', () => {
  const part = { fromMinute: 30, sensitivityMgDl: 50, carbRatioG: 10, targetMgDl: 110 };

  test('there are 1 to 47 parts of the day, or none', () => {
    const parts = (count: number) => Array.from({ length: count }, () => part);
    expect([ofField({ dayParts: parts(1) }), ofField({ dayParts: parts(47) })]).toEqual([[], []]);
    expect(ofField({ dayParts: [] })).toEqual(['dayParts: must have a part, or be left out']);
    expect(ofField({ dayParts: parts(48) })).toEqual(['dayParts: are more than 47']);
    expect(ofField({ dayParts: [{ ...part, more: 1 }] })).toHaveLength(1);
    expect(
      ofField({ dayParts: [{ fromMinute: 15, sensitivityMgDl: 4, carbRatioG: 1, targetMgDl: 201 }] }),
    ).toEqual([
      'dayParts.0.fromMinute: must start on a half hour',
      expect.stringContaining('dayParts.0.sensitivityMgDl: is below 5 mg/dL per U'),
      'dayParts.0.carbRatioG: is below 2 g per U, the least allowed',
      'dayParts.0.targetMgDl: is above 200 mg/dL, the most allowed',
    ]);
    const late = ofAll({ dayParts: [{ ...part, fromMinute: 0 }], sensitivityMgDl: 50, carbRatioG: 10 });
    expect(late).toEqual([
      'dayParts.0.fromMinute: must be later than the part before, and the first later than midnight',
    ]);
  });

  test('where the day has parts, what holds before the first is set', () => {
    const words = 'is not set, and holds from midnight to the first part of the day; set it';
    expect(ofAll({ dayParts: [part], carbRatioG: 10 })).toEqual([`sensitivityMgDl: ${words}`]);
    expect(ofAll({ dayParts: [part], sensitivityMgDl: 50 })).toEqual([`carbRatioG: ${words}`]);
    expect(ofAll({ dayParts: [part], sensitivityMgDl: 50, carbRatioG: 10 })).toEqual([]);
  });

  test('the step of the quick bolus is one of the steps of a bolus', () => {
    expect(ofField({ quickBolusStepUu: 100_000 })).toEqual([]);
    expect(ofField({ quickBolusStepUu: 100_001 })).toEqual([
      'quickBolusStepUu: must be a multiple of the step of a bolus',
    ]);
  });

  test('a time in which a bolus is expected ends after its beginning, and there are four at most', () => {
    const window = (fromMinute: number, untilMinute: number) => ({ fromMinute, untilMinute });
    const four = [window(0, 1), window(60, 120), window(61, 1_439), window(90, 91)];
    expect(ofAll({ missedBolusWindows: four })).toEqual([]);
    expect(ofAll({ missedBolusWindows: [...four, window(0, 1)] })).toHaveLength(1);
    const words = 'is not later than its beginning';
    expect(ofAll({ missedBolusWindows: [window(0, 1), window(60, 60), window(61, 60)] })).toEqual([
      `missedBolusWindows.1.untilMinute: ${words}`,
      `missedBolusWindows.2.untilMinute: ${words}`,
    ]);
    expect(ofField({ missedBolusWindows: [window(0, 1_440)] })).toHaveLength(1);
    expect(ofField({ missedBolusWindows: [{ ...window(0, 1), more: 1 }] })).toHaveLength(1);
  });

  test('automation needs what it reckons with', () => {
    const words = 'is not set, and automation reckons with it; set it or switch automation off';
    const adult = { automation: 'islet', maxBasalUuPerHour: 1_200_000, maxBolusUu: 500_000 };
    const said = (changes: Changes) => ofAll({ ...adult, ...changes });
    expect(said({ sensitivityMgDl: 50, carbRatioG: 10 })).toEqual([]);
    expect(said({ carbRatioG: 10 })).toEqual([`sensitivityMgDl: ${words}`]);
    expect(said({ sensitivityMgDl: 50 })).toEqual([`carbRatioG: ${words}`]);
    expect(ofAll({ automation: 'off' })).toEqual([]);
  });

  test('what no body of the weight needs is told by its field', () => {
    expect(ofAll({ weightKg: 10, maxBolusUu: 5_000_001, maxBasalUuPerHour: 1_200_000 })).toEqual([
      expect.stringMatching(/^maxBolusUu: is above 500000 µU per kg/),
      expect.stringMatching(/^maxBasalUuPerHour: is above 100000 µU\/h per kg/),
    ]);
  });
});
