import { describe, expect, test } from 'vitest';
import { calculate } from '../../src/domain/calculator/calculator.ts';
import { spellRefusal } from '../../src/domain/calculator/refusal.ts';
import type { GlucoseInput } from '../../src/domain/calculator/request.ts';
import { calculatorSettings } from '../../src/domain/calculator/settings.ts';
import { type MgPerDl, mgPerDl, milliseconds } from '../../src/domain/units.ts';
import { ask, measured, settings } from '../support/calculations.ts';

describe('SR-102 what the calculator refuses is told with its remedy:', () => {
  const outOf = (mgPerDlGiven: number): string =>
    spellRefusal({ reason: 'outOfRange', field: 'glucose', value: mgPerDlGiven });
  const range = 'it must be a whole number from 20 to 600 mg/dL';

  test('glucose that is one in mmol/L alone, and none other', () => {
    // 1.1 mmol/L are 19.8 mg/dL, which is 20; 1 mmol/L is no glucose, and 601 is none in either unit.
    expect(outOf(1.1)).toBe(`glucose is 1.1: ${range}; as mmol/L it would be 20 mg/dL`);
    expect(outOf(1)).toBe(`glucose is 1: ${range}`);
    expect(outOf(601)).toBe(`glucose is 601: ${range}`);
  });

  test('another field, whose number may look like mmol/L', () => {
    expect(spellRefusal({ reason: 'outOfRange', field: 'target', value: 6 })).toBe(
      'target is 6: it must be a whole number from 80 to 200 mg/dL',
    );
    expect(spellRefusal({ reason: 'outOfRange', field: 'onBoard', value: 100_000_001 })).toBe(
      'onBoard is 100000001: it must be a whole number from 0 to 100000000 µU',
    );
  });

  test('glucose of more than ten minutes ago, in minutes; at ten minutes it is of use', () => {
    const at = (ageMs: number): GlucoseInput => ({
      kind: 'measured',
      mgPerDl: mgPerDl(180),
      ageMs: milliseconds(ageMs),
      trend: null,
    });
    expect(calculate(ask(60, at(600_000)), settings).kind).toBe('dose');
    const late = calculate(ask(60, at(899_000)), settings);
    expect(late).toEqual({ kind: 'refused', refusal: { reason: 'glucoseTooOld', ageMs: 899_000 } });
    expect(spellRefusal({ reason: 'glucoseTooOld', ageMs: 899_000 })).toBe(
      'glucose is 15 min old: measure again',
    );
  });
});

test('the pump calculates by the sensitivity below the band only where glucose is below it', () => {
  const basis = { sensitivityMgDl: 50, sensitivityBelowMgDl: 40, carbRatioG: 10 };
  const band = { lowMgPerDl: mgPerDl(100), highMgPerDl: mgPerDl(120) };
  const by = (glucose: GlucoseInput) => calculatorSettings({ maxBolusUu: 5_000_000 }, basis, band, glucose);
  expect(by(measured(100))).toEqual({
    policy: 'total',
    carbRatio: 10_000,
    sensitivity: 50,
    target: 100,
    correctAbove: 120,
    least: 70,
    reverseCorrection: true,
    followsTrend: false,
    maxBolusUu: 5_000_000,
  });
  const sensitivities: readonly MgPerDl[] = [measured(99), measured(100), { kind: 'unknown' } as const].map(
    each => by(each).sensitivity,
  );
  expect(sensitivities).toEqual([40, 50, 50]);
});
