import { type CalculatorAnswer, calculate } from '../../src/domain/calculator/calculator.ts';
import { spellRefusal } from '../../src/domain/calculator/refusal.ts';
import type {
  CalculatorRequest,
  CalculatorSettings,
  GlucoseInput,
  Milligrams,
} from '../../src/domain/calculator/request.ts';
import { mgPerDl, microunits, milliseconds } from '../../src/domain/units.ts';

/** Settings, questions and answers of the bolus calculator, in grams, mg/dL and units. */

export const grams = (count: number) => Math.round(count * 1_000) as Milligrams;
export const units = (count: number) => microunits(Math.round(count * 1_000_000));

export const settings: CalculatorSettings = {
  policy: 'total',
  carbRatio: grams(10),
  sensitivity: mgPerDl(50),
  target: mgPerDl(110),
  correctAbove: mgPerDl(110),
  least: mgPerDl(70),
  reverseCorrection: true,
  followsTrend: false,
  maxBolusUu: units(25),
};

export const measured = (value: number): GlucoseInput => ({
  kind: 'measured',
  mgPerDl: mgPerDl(value),
  ageMs: milliseconds(60_000),
  trend: null,
});

export const ask = (carbs: number, glucose: GlucoseInput, meal = 0, correction = 0): CalculatorRequest => ({
  carbs: grams(carbs),
  glucose,
  onBoard: { mealUu: units(meal), correctionUu: units(correction) },
});

export const doseOf = (answer: CalculatorAnswer): number => {
  if (answer.kind === 'refused') throw new Error(spellRefusal(answer.refusal));
  return answer.doseUu;
};

export const inUnits = (request: CalculatorRequest, changed: Partial<CalculatorSettings> = {}): number =>
  doseOf(calculate(request, { ...settings, ...changed })) / 1_000_000;
