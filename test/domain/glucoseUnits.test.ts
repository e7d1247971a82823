import { describe, expect, test } from 'vitest';
import {
  fitsOnly,
  fitsOnlyHint,
  type GlucoseUnit,
  glucoseTrouble,
  REPORTED,
  spellGlucoseRange,
  toMgPerDl,
} from '../../src/domain/glucoseUnits.ts';

describe('glucose in its unit', () => {
  test('is converted exactly, or left', () => {
    expect(toMgPerDl(6.1, 'mg/dL')).toBe(6.1);
    expect(toMgPerDl(6.1, 'mmol/L')).toBeCloseTo(109.895_099, 6);
  });

  test('is in its range to the very limits, and what is told of the range is within it', () => {
    const fits = (value: number, unit: GlucoseUnit) => glucoseTrouble(value, unit, REPORTED) === null;
    expect([19, 20, 600, 601].map(value => fits(value, 'mg/dL'))).toEqual([false, true, true, false]);
    expect([1.11, 1.2, 33.3, 33.4].map(value => fits(value, 'mmol/L'))).toEqual([false, true, true, false]);
    expect(spellGlucoseRange(REPORTED, 'mg/dL')).toBe('20 to 600 mg/dL');
    expect(spellGlucoseRange(REPORTED, 'mmol/L')).toBe('1.2 to 33.3 mmol/L');
  });

  test('is said to fit the other unit only where it does, and does not fit its own', () => {
    expect(fitsOnly(6.1, 'mg/dL', REPORTED)).toBe('mmol/L');
    expect(fitsOnly(110, 'mmol/L', REPORTED)).toBe('mg/dL');
    // 25 is glucose in both units, 110 in its own, and 0 in neither.
    expect(fitsOnly(25, 'mg/dL', REPORTED)).toBeNull();
    expect(fitsOnly(110, 'mg/dL', REPORTED)).toBeNull();
    expect(fitsOnly(0, 'mg/dL', REPORTED)).toBeNull();
  });

  test('that fits only the other unit is told what it is there', () => {
    expect(fitsOnlyHint(6.1, 'mg/dL', REPORTED)).toBe('6.1 fits only mmol/L, where it is 110 mg/dL');
    expect(fitsOnlyHint(110, 'mmol/L', REPORTED)).toBe('110 fits only mg/dL, where it is 6.1 mmol/L');
    expect(fitsOnlyHint(0, 'mg/dL', REPORTED)).toBeNull();
  });

  test('that is none is told what is wrong with it, and what to do', () => {
    expect(glucoseTrouble(6.1, 'mg/dL', REPORTED)).toEqual({
      problem: 'fits only mmol/L',
      remedy: 'If it is in mmol/L, say so in the units.',
    });
    expect(glucoseTrouble(0, 'mmol/L', REPORTED)).toEqual({
      problem: 'is no glucose in either unit',
      remedy: 'Correct the value or remove it.',
    });
  });
});
