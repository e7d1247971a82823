import { match } from 'ts-pattern';
import { MG_PER_DL_PER_MMOL_PER_L } from '../units.ts';
import {
  BOUNDS,
  type BoundedField,
  type CalculatorRequest,
  type CalculatorSettings,
  GLUCOSE_LIFE_MS,
} from './request.ts';

/** Why nothing is calculated (SR-102). */
export type CalculatorRefusal =
  | { readonly reason: 'outOfRange'; readonly field: BoundedField; readonly value: number }
  | { readonly reason: 'correctAboveBelowTarget'; readonly target: number; readonly correctAbove: number }
  | { readonly reason: 'onBoardUnknown' }
  | { readonly reason: 'glucoseHigh' }
  | { readonly reason: 'glucoseTooLow'; readonly least: number }
  | { readonly reason: 'glucoseTooOld'; readonly ageMs: number };

const fieldsOf = (
  { carbs, glucose, onBoard }: CalculatorRequest,
  settings: CalculatorSettings,
): readonly (readonly [BoundedField, number])[] => [
  ['carbRatio', settings.carbRatio],
  ['sensitivity', settings.sensitivity],
  ['target', settings.target],
  ['correctAbove', settings.correctAbove],
  ['least', settings.least],
  ['maxBolus', settings.maxBolusUu],
  ['carbs', carbs],
  ...(glucose.kind === 'measured'
    ? ([
        ['glucose', glucose.mgPerDl],
        ['age', glucose.ageMs],
      ] as const)
    : []),
  ...(onBoard === 'unknown'
    ? []
    : ([
        ['onBoard', onBoard.mealUu],
        ['onBoard', onBoard.correctionUu],
      ] as const)),
];

/** Whole numbers within their bounds; a type is no proof of what came from outside. */
const isWithin = (field: BoundedField, value: number): boolean =>
  Number.isSafeInteger(value) && value >= BOUNDS[field].least && value <= BOUNDS[field].most;

/** Why this cannot be calculated; null when it can. */
export const refusalOf = (
  request: CalculatorRequest,
  settings: CalculatorSettings,
): CalculatorRefusal | null => {
  for (const [field, value] of fieldsOf(request, settings))
    if (!isWithin(field, value)) return { reason: 'outOfRange', field, value };
  const { target, correctAbove, least } = settings;
  if (correctAbove < target) return { reason: 'correctAboveBelowTarget', target, correctAbove };
  const { glucose, onBoard } = request;
  if (onBoard === 'unknown') return { reason: 'onBoardUnknown' };
  if (glucose.kind === 'high') return { reason: 'glucoseHigh' };
  if (glucose.kind === 'low') return { reason: 'glucoseTooLow', least };
  if (glucose.kind === 'unknown') return null;
  if (glucose.mgPerDl < least) return { reason: 'glucoseTooLow', least };
  return glucose.ageMs > GLUCOSE_LIFE_MS ? { reason: 'glucoseTooOld', ageMs: glucose.ageMs } : null;
};

/** A number that is glucose only in the other unit. */
const mmolHint = (field: BoundedField, value: number): string => {
  const mgPerDl = Math.round(value * MG_PER_DL_PER_MMOL_PER_L);
  return field === 'glucose' && value < BOUNDS.glucose.least && mgPerDl >= BOUNDS.glucose.least
    ? `; as mmol/L it would be ${mgPerDl} mg/dL`
    : '';
};

/** What a person is told, with the remedy. */
export const spellRefusal = (refusal: CalculatorRefusal): string =>
  match(refusal)
    .with({ reason: 'outOfRange' }, ({ field, value }) => {
      const { least, most, unit } = BOUNDS[field];
      return `${field} is ${value}: it must be a whole number from ${least} to ${most} ${unit}${mmolHint(field, value)}`;
    })
    .with(
      { reason: 'correctAboveBelowTarget' },
      ({ target, correctAbove }) =>
        `correctAbove is ${correctAbove} mg/dL, below the target of ${target} mg/dL: set it to the target or above`,
    )
    .with(
      { reason: 'onBoardUnknown' },
      () => 'insulin on board is unknown: wait for one duration of insulin action, or dose by your own plan',
    )
    .with(
      { reason: 'glucoseHigh' },
      () => 'the sensor only says HIGH: measure with a meter, check for ketones and the infusion set',
    )
    .with(
      { reason: 'glucoseTooLow' },
      ({ least }) => `glucose is below ${least} mg/dL: eat first, and measure again`,
    )
    .with(
      { reason: 'glucoseTooOld' },
      ({ ageMs }) => `glucose is ${Math.round(ageMs / 60_000)} min old: measure again`,
    )
    .exhaustive();
