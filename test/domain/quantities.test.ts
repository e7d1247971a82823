import { expect, test } from 'vitest';
import { pulsesIn } from '../../src/domain/pulses.ts';
import { spell, spellRange } from '../../src/domain/quantities.ts';
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
