import { expect, test } from 'vitest';
import { CHOICES, choiceKeys, chosenIn, meaningOf } from '../../src/domain/choices.ts';
import { differencesOf } from '../../src/domain/differences.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';

test('each setting that is one of a few words has the names and the meanings that a person reads', () => {
  const told = choiceKeys.map(key => {
    const { label, hint, options } = CHOICES[key];
    return [key, `${label} (${hint})`, options];
  });
  expect(told).toEqual([
    [
      'lowSuspend',
      'low-glucose suspend (stops basal, and gives it back)',
      {
        off: 'off',
        atThreshold: 'at the limit',
        predictive: 'predictive (80 mg/dL in 30 min)',
        beforeLow: 'before low (near the limit)',
      },
    ],
    [
      'automation',
      'automation by (a person switches it on; the caps hold for each)',
      {
        off: 'no controller',
        islet: 'Islet: plans six hours ahead',
        oref: 'oref0-compatible',
        loop: 'Loop-compatible',
      },
    ],
    [
      'automaticBolus',
      'boluses of automation (beside basal)',
      {
        none: 'none',
        hourly: 'at most one an hour, 60 % of a correction',
        micro: 'small ones, up to half an hour of basal',
      },
    ],
    [
      'person',
      'set up for (hard limits of automation)',
      {
        child: 'a child',
        teenager: 'a teenager',
        adult: 'an adult',
        resistantAdult: 'an adult who needs much insulin',
        pregnant: 'a pregnant person',
      },
    ],
    ['diabetes', 'diabetes (what is believable by weight)', { type1: 'type 1', type2: 'type 2' }],
  ]);
});

test('a word is chosen where it is one of those, and nowhere else', () => {
  expect(choiceKeys.map(key => chosenIn(key, 'loop'))).toEqual([null, 'loop', null, null, null]);
  expect(chosenIn('automation', 'toString')).toBeNull();
  expect(meaningOf({ ...exampleSettings, person: 'pregnant' }, 'person')).toBe('a pregnant person');
});

test('SR-105 of first settings a person is shown everything, in words and units, the most consequential first', () => {
  const first: Settings = {
    ...exampleSettings,
    profileName: 'weekday',
    basalProfile: [
      { fromMinute: 0, rateUuPerHour: 800_000 },
      { fromMinute: 270, rateUuPerHour: 1_200_000 },
    ],
    otherProfiles: [{ name: 'weekend', segments: [{ fromMinute: 0, rateUuPerHour: 500_000 }] }],
    resumesAfterRestart: true,
    lowSuspendEndsExtended: false,
    missedBolusWindows: [
      { fromMinute: 420, untilMinute: 545 },
      { fromMinute: 720, untilMinute: 840 },
    ],
  };
  const shown = differencesOf(null, first);
  expect(shown.every(({ from }) => from === 'none')).toBe(true);
  expect(shown.map(({ field, to }) => `${field}: ${to}`)).toEqual([
    'profile in use: weekday',
    'basal rates in use: 00:00 0.8 U/h, 04:30 1.2 U/h; 27 U a day',
    'profile weekend: 00:00 0.5 U/h; 12 U a day',
    'maximum basal rate: 3 U/h',
    'largest bolus: 10 U',
    'most in 24 hours: 100 U',
    'reservoir low: 20 U',
    'duration of insulin action: 300 min',
    'peak of insulin action: 75 min',
    'local time minus UTC: 0 min',
    'auto-off: off',
    'glucose low: 70 mg/dL',
    'glucose high: 250 mg/dL',
    'glucose changing fast: 2 mg/dL/min',
    'low-glucose suspend limit: 70 mg/dL',
    'body weight: off',
    'insulin of a usual day: off',
    'most insulin on board by automation: 0 U',
    'sensitivity: off',
    'carbohydrate ratio: off',
    'glucose target: 110 mg/dL',
    'site change reminder: 72 h',
    'glucose check reminder: off',
    'step of the quick bolus: 0.5 U',
    'later in the day: the same',
    'basal by itself after a clean restart: yes',
    'low-glucose suspend: off',
    'automation by: no controller',
    'boluses of automation: none',
    'set up for: an adult',
    'diabetes: type 1',
    'extended bolus ends with low glucose: no',
    'missed bolus reminder: 07:00 to 09:05, 12:00 to 14:00',
  ]);
});

test('SR-105 what is off or said of nothing is told so when it changes', () => {
  const before: Settings = {
    ...exampleSettings,
    missedBolusWindows: [{ fromMinute: 420, untilMinute: 540 }],
    dayParts: [{ fromMinute: 360, sensitivityMgDl: 40, carbRatioG: 8, targetMgDl: 110 }],
  };
  const { dayParts: _, ...rest } = before;
  const after: Settings = {
    ...rest,
    missedBolusWindows: [],
    resumesAfterRestart: !before.resumesAfterRestart,
    lowSuspendEndsExtended: !before.lowSuspendEndsExtended,
  };
  expect(differencesOf(before, after)).toEqual([
    {
      field: 'later in the day',
      from: '06:00 40 mg/dL per U, 8 g per U, target 110 mg/dL',
      to: 'the same',
    },
    {
      field: 'basal by itself after a clean restart',
      from: 'no',
      to: 'yes',
    },
    {
      field: 'extended bolus ends with low glucose',
      from: 'yes',
      to: 'no',
    },
    {
      field: 'missed bolus reminder',
      from: '07:00 to 09:00',
      to: 'off',
    },
  ]);
});
