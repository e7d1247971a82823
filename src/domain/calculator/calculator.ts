import { match } from 'ts-pattern';
import { HARD } from '../limits.ts';
import { type Microunits, microunits } from '../units.ts';
import { type CalculatorRefusal, refusalOf } from './refusal.ts';
import type { CalculatorRequest, CalculatorSettings, OnBoard, Trend } from './request.ts';

/** What the dose is the sum of, in this order. */
export type TermName =
  | 'food'
  | 'correction'
  | 'trend'
  | 'mealOnBoard'
  | 'correctionOnBoard'
  | 'onBoard'
  | 'notBelowZero'
  | 'roundedDown'
  | 'maximumBolus';

/** A part of the dose in whole µU, below zero where it lowers the dose. */
export type Term = { readonly name: TermName; readonly amountUu: number };

/** What was decided, beside the arithmetic. */
export type Remark =
  | 'glucoseUnknown'
  | 'withinTarget'
  | 'belowTarget'
  | 'trendFollowed'
  | 'cappedAtMaximum'
  | 'nothingNeeded';

export type CalculatorAnswer =
  | {
      readonly kind: 'dose';
      readonly doseUu: Microunits;
      /** They sum to the dose, exactly. */
      readonly terms: readonly Term[];
      readonly remarks: readonly Remark[];
    }
  | { readonly kind: 'refused'; readonly refusal: CalculatorRefusal };

/** Share of a correction by trend, in percent: at most 30 more when rising, nothing when falling fast. */
const TREND_PERCENT: Readonly<Record<Trend, bigint>> = {
  fallingFast: 0n,
  falling: 50n,
  fallingSlowly: 75n,
  steady: 100n,
  risingSlowly: 110n,
  rising: 120n,
  risingFast: 130n,
};

const STEP = BigInt(HARD.bolusStepUu);
const UNIT = 1_000_000n;
const HUNDRED = 100n;

const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Division that rounds towards less insulin, below zero too. */
const floorOf = (value: bigint, by: bigint): bigint => value / by - (value % by < 0n ? 1n : 0n);

/** Insulin on board rounded up to the step of a bolus. */
const upToStep = (amountUu: number): bigint => ((BigInt(amountUu) + STEP - 1n) / STEP) * STEP;

/**
 * Amounts are exact: µU as numerators over one denominator, in which food, correction and trend have no remainder.
 * Only the sum is rounded, down, and only once.
 */
type Sum = {
  readonly denominator: bigint;
  total: bigint;
  readonly terms: Term[];
};

/** Adds an exact amount; the terms shown are whole µU, each the difference of two sums rounded down. */
const add = (sum: Sum, name: TermName, amount: bigint): void => {
  if (amount === 0n) return;
  const before = floorOf(sum.total, sum.denominator);
  sum.total += amount;
  sum.terms.push({ name, amountUu: Number(floorOf(sum.total, sum.denominator) - before) });
};

/** Glucose against target in mg/dL: nothing within the band, and below it only if corrections may be negative. */
const differenceFrom = (mgPerDl: number, settings: CalculatorSettings): bigint => {
  const { target, correctAbove, reverseCorrection } = settings;
  if (mgPerDl > correctAbove) return BigInt(mgPerDl - target);
  return reverseCorrection ? BigInt(Math.min(0, mgPerDl - target)) : 0n;
};

type Known = Exclude<OnBoard, 'unknown'>;

/** Subtracts insulin on board as the policy says; `isBelow`: glucose is below target. */
const subtractOnBoard = (
  sum: Sum,
  { mealUu, correctionUu }: Known,
  { policy }: CalculatorSettings,
  correction: bigint,
  isBelow: boolean,
): void => {
  const exact = (amount: bigint): bigint => amount * sum.denominator;
  const uncorrected = greatest(0n, correction);
  match(policy)
    .with('total', () => {
      const onBoard = exact(upToStep(mealUu + correctionUu));
      // At or above target it never takes from food; below, it does.
      const most = isBelow ? greatest(0n, sum.total) : uncorrected;
      add(sum, 'onBoard', -least(onBoard, most));
    })
    .with('split', () => {
      add(sum, 'mealOnBoard', -least(exact(upToStep(mealUu)), uncorrected));
      add(sum, 'correctionOnBoard', -least(exact(upToStep(correctionUu)), greatest(0n, sum.total)));
    })
    .exhaustive();
};

/** From a sum to a dose that can be given: not below zero, down to the step, and no more than the largest bolus. */
const finish = (sum: Sum, { maxBolusUu }: CalculatorSettings, remarks: Remark[]): CalculatorAnswer => {
  const { denominator } = sum;
  add(sum, 'notBelowZero', greatest(0n, -sum.total));
  const stepped = floorOf(sum.total, denominator * STEP) * STEP;
  add(sum, 'roundedDown', stepped * denominator - sum.total);
  const most = (BigInt(maxBolusUu) / STEP) * STEP;
  if (stepped > most) {
    add(sum, 'maximumBolus', (most - stepped) * denominator);
    remarks.push('cappedAtMaximum');
  }
  const doseUu = microunits(Number(least(stepped, most)));
  if (doseUu === 0) remarks.push('nothingNeeded');
  return { kind: 'dose', doseUu, terms: sum.terms, remarks };
};

/**
 * The dose for a meal and a correction, with each term it is the sum of; or why none is calculated (SR-101 to
 * SR-103). It is a proposal: nothing is given before a person confirms it. Pump domain 6.1: Tandem's and the
 * Omnipod 5's published rules.
 */
export const calculate = (request: CalculatorRequest, settings: CalculatorSettings): CalculatorAnswer => {
  const refusal = refusalOf(request, settings);
  if (refusal !== null) return { kind: 'refused', refusal };
  const { carbs, glucose, onBoard } = request;
  const ratio = BigInt(settings.carbRatio);
  const sensitivity = BigInt(settings.sensitivity);
  const sum: Sum = { denominator: HUNDRED * ratio * sensitivity, total: 0n, terms: [] };
  const remarks: Remark[] = [];
  add(sum, 'food', BigInt(carbs) * UNIT * HUNDRED * sensitivity);
  if (glucose.kind !== 'measured' || onBoard === 'unknown') {
    remarks.push('glucoseUnknown');
    return finish(sum, settings, remarks);
  }
  const { mgPerDl, trend } = glucose;
  const isBelow = mgPerDl < settings.target;
  if (isBelow) remarks.push('belowTarget');
  else if (mgPerDl <= settings.correctAbove) remarks.push('withinTarget');
  const plain = differenceFrom(mgPerDl, settings) * UNIT * HUNDRED * ratio;
  add(sum, 'correction', plain);
  // A correction below zero stays whole: to make it smaller would be to give more.
  const percent = settings.followsTrend && trend !== null && plain > 0n ? TREND_PERCENT[trend] : HUNDRED;
  const trended = (plain * percent) / HUNDRED;
  if (percent !== HUNDRED) remarks.push('trendFollowed');
  add(sum, 'trend', trended - plain);
  subtractOnBoard(sum, onBoard, settings, trended, isBelow);
  return finish(sum, settings, remarks);
};
