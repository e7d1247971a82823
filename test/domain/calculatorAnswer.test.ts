import { describe, expect, test } from 'vitest';
import { calculate } from '../../src/domain/calculator/calculator.ts';
import { spellRefusal } from '../../src/domain/calculator/refusal.ts';
import type {
  CalculatorRequest,
  CalculatorSettings,
  GlucoseInput,
} from '../../src/domain/calculator/request.ts';
import { mgPerDl } from '../../src/domain/units.ts';
import { ask, inUnits, measured, settings, units } from '../support/calculations.ts';

test('SR-101 glucose below target takes nothing from food where corrections may not be negative', () => {
  expect(inUnits(ask(60, measured(80)), { reverseCorrection: false })).toBe(6);
});

test('SR-103 at target insulin on board takes nothing from food, and below it does', () => {
  expect(inUnits(ask(60, measured(110), 1))).toBe(6);
  expect(inUnits(ask(60, measured(109), 1))).toBe(4.95);
});

describe('SR-101 the answer shows', () => {
  const answered = (request: CalculatorRequest, changed: Partial<CalculatorSettings> = {}) => {
    const answer = calculate(request, { ...settings, ...changed });
    if (answer.kind === 'refused') throw new Error(spellRefusal(answer.refusal));
    return answer;
  };

  test('each term that is not zero, in whole microunits, rounded to less insulin', () => {
    const termsOf = (...of: Parameters<typeof answered>) =>
      answered(...of).terms.map(({ name, amountUu }) => [name, amountUu]);
    expect(termsOf(ask(60, measured(180)))).toEqual([
      ['food', 6_000_000],
      ['correction', 1_400_000],
    ]);
    expect(termsOf(ask(0, measured(80)))).toEqual([
      ['correction', -600_000],
      ['notBelowZero', 600_000],
    ]);
    // 30 mg/dL by 70 mg/dL a unit are 428 571.4 µU.
    expect(termsOf(ask(0, measured(80)), { sensitivity: mgPerDl(70) })).toEqual([
      ['correction', -428_572],
      ['notBelowZero', 428_572],
    ]);
  });

  test('what was decided beside the arithmetic', () => {
    const band = { correctAbove: mgPerDl(150) };
    const following = { followsTrend: true };
    const risingAt = (value: number): GlucoseInput =>
      ({ ...measured(value), trend: 'rising' }) as GlucoseInput;
    const cases: readonly (readonly [...Parameters<typeof answered>, readonly string[]])[] = [
      [ask(60, { kind: 'unknown' }), {}, ['glucoseUnknown']],
      [ask(60, measured(109)), {}, ['belowTarget']],
      [ask(60, measured(110)), {}, ['withinTarget']],
      [ask(60, measured(150)), band, ['withinTarget']],
      [ask(60, measured(151)), band, []],
      [ask(60, risingAt(210)), following, ['trendFollowed']],
      [ask(60, risingAt(210)), {}, []],
      [ask(60, risingAt(110)), following, ['withinTarget']],
      [ask(60, risingAt(80)), following, ['belowTarget']],
      [ask(60, measured(110)), { maxBolusUu: units(6) }, ['withinTarget']],
      [ask(61, measured(110)), { maxBolusUu: units(6) }, ['withinTarget', 'cappedAtMaximum']],
      [ask(0, measured(110)), {}, ['withinTarget', 'nothingNeeded']],
    ];
    for (const [request, changed, remarks] of cases)
      expect(answered(request, changed).remarks).toEqual(remarks);
  });
});
