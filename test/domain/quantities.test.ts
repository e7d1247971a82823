import { expect, test } from 'vitest';
import { pulsesIn } from '../../src/domain/pulses.ts';
import {
  eitherUnitHint,
  mayBeEither,
  numberKeys,
  otherUnitHint,
  QUANTITIES,
  spell,
  spellRange,
} from '../../src/domain/quantities.ts';
import { exceeds, inUnits, mgPerDl, microunits, minus } from '../../src/domain/units.ts';

test('SR-104 a setting is told in the unit that a person reads', () => {
  expect(spell('maxBasalUuPerHour', 2_500_000)).toBe('2.5 U/h');
  expect(spell('glucoseLowMgDl', 70)).toBe('70 mg/dL');
  expect(spell('autoOffHours', 12)).toBe('12 h');
  expect(spell('autoOffHours', 0)).toBe('off');
  // What cannot be switched off is not off when it is zero.
  expect(spell('utcOffsetMinutes', 0)).toBe('0 min');
});

test('a range is told in the unit that a person reads, and whether it may be off', () => {
  expect(spellRange('maxBasalUuPerHour')).toBe('0.2 to 15 U/h');
  expect(spellRange('glucoseLowMgDl')).toBe('60 to 100 mg/dL');
  expect(spellRange('autoOffHours')).toBe('5 to 24 h, or off');
});

test('SR-104 no quantity is below its least or above its most', () => {
  expect(minus(microunits(5), microunits(5))).toBe(0);
  expect(() => minus(microunits(5), microunits(6))).toThrow('5 − 6 is below zero');
  expect(mgPerDl(1_000)).toBe(1_000);
  expect(() => mgPerDl(1_001)).toThrow('1001 is not a whole number of mg/dL from 0 to 1000');
  expect(exceeds(microunits(5), microunits(5))).toBe(false);
  expect(exceeds(microunits(6), microunits(5))).toBe(true);
  expect(inUnits(microunits(2_500_000))).toBe(2.5);
});

test('SR-011 a dose has so many whole pulses, never one more', () => {
  expect([0, 24_999, 25_000, 74_999].map(dose => pulsesIn(microunits(dose)))).toEqual([0, 0, 1, 2]);
});

test('each setting that is a number has the name, the range and the unit that a person reads', () => {
  expect(numberKeys.map(key => `${key}: ${QUANTITIES[key].label}, ${spellRange(key)}`)).toEqual([
    'maxBasalUuPerHour: maximum basal rate, 0.2 to 15 U/h',
    'maxBolusUu: largest bolus, 0.5 to 25 U',
    'maxDailyUu: most in 24 hours, 10 to 300 U',
    'lowReservoirUu: reservoir low, 10 to 50 U',
    'insulinDurationMinutes: duration of insulin action, 300 to 480 min',
    'insulinPeakMinutes: peak of insulin action, 35 to 120 min',
    'utcOffsetMinutes: local time minus UTC, -1440 to 1440 min',
    'autoOffHours: auto-off, 5 to 24 h, or off',
    'glucoseLowMgDl: glucose low, 60 to 100 mg/dL',
    'glucoseHighMgDl: glucose high, 120 to 400 mg/dL',
    'glucoseFastMgDlMin: glucose changing fast, 2 to 3 mg/dL/min',
    'lowSuspendLimitMgDl: low-glucose suspend limit, 60 to 90 mg/dL',
    'weightKg: body weight, 10 to 300 kg, or off',
    'dailyInsulinUu: insulin of a usual day, 2 to 300 U, or off',
    'maxOnBoardUu: most insulin on board by automation, 0 to 30 U',
    'sensitivityMgDl: sensitivity, 5 to 400 mg/dL per U, or off',
    'carbRatioG: carbohydrate ratio, 2 to 150 g per U, or off',
    'targetMgDl: glucose target, 80 to 200 mg/dL',
    'siteChangeHours: site change reminder, 48 to 72 h, or off',
    'glucoseCheckMinutes: glucose check reminder, 60 to 180 min, or off',
    'quickBolusStepUu: step of the quick bolus, 0.05 to 2 U, or off',
  ]);
});

test('a number of glucose that fits the other unit alone is told so, to the limits of that unit', () => {
  const fits = 'fits only mmol/L, where it is';
  // 80 mg/dL are 4.44 mmol/L, and 200 are 11.1.
  expect(otherUnitHint('targetMgDl', 4.44)).toBe(`4.44 ${fits} 80 mg/dL`);
  expect(otherUnitHint('targetMgDl', 11.1)).toBe(`11.1 ${fits} 200 mg/dL`);
  expect(otherUnitHint('targetMgDl', 4.4)).toBeNull();
  expect(otherUnitHint('targetMgDl', 11.15)).toBeNull();
  // What fits as it stands, to its limits, is no slip.
  for (const value of [80, 100, 200]) expect(otherUnitHint('targetMgDl', value)).toBeNull();
  // Half a milligram fits nothing, and neither does what is off.
  expect(otherUnitHint('targetMgDl', 80.5)).toBeNull();
  expect(otherUnitHint('sensitivityMgDl', 0)).toBeNull();
  // What is no glucose has one unit.
  expect(otherUnitHint('insulinPeakMinutes', 5)).toBeNull();
  expect(otherUnitHint('maxOnBoardUu', 0)).toBeNull();
  expect(otherUnitHint('sensitivityMgDl', 2.5)).toBe(
    '2.5 fits only mmol/L per U, where it is 45 mg/dL per U',
  );
});

test('a number of glucose that fits both units is told in both', () => {
  expect(eitherUnitHint('sensitivityMgDl', 10)).toBe(
    '10 fits mg/dL per U and mmol/L per U, which is 180 mg/dL per U',
  );
  // 5 is the least in mg/dL, and 22 in mmol/L are 396 mg/dL, the last that is one.
  expect(eitherUnitHint('sensitivityMgDl', 5)).toContain('which is 90 mg/dL per U');
  expect(eitherUnitHint('sensitivityMgDl', 22)).toContain('which is 396 mg/dL per U');
  expect([4, 23, 10.5].map(value => eitherUnitHint('sensitivityMgDl', value))).toEqual([null, null, null]);
  expect(eitherUnitHint('insulinPeakMinutes', 100)).toBeNull();
  expect(spell('sensitivityMgDl', 10)).toBe('10 mg/dL per U (0.56 mmol/L per U)');
  expect(spell('sensitivityMgDl', 50)).toBe('50 mg/dL per U');
  expect(numberKeys.filter(mayBeEither)).toEqual(['sensitivityMgDl']);
});
