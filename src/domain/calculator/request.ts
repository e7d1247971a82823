import type { MgPerDl, Microunits, Milliseconds, Quantity } from '../units.ts';

/** Carbohydrate: 60 g is 60 000 mg. */
export type Milligrams = Quantity<'mg'>;

/** Which way the sensor's arrow points: by about 1, 2 or 3 mg/dL per minute and more. */
export const trends = [
  'fallingFast',
  'falling',
  'fallingSlowly',
  'steady',
  'risingSlowly',
  'rising',
  'risingFast',
] as const;
export type Trend = (typeof trends)[number];

/** What is known of glucose. A sensor that only says HIGH or LOW is no number. */
export type GlucoseInput =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'high' }
  | { readonly kind: 'low' }
  | {
      readonly kind: 'measured';
      readonly mgPerDl: MgPerDl;
      readonly ageMs: Milliseconds;
      /** Null from a meter, and from a sensor without a trend. */
      readonly trend: Trend | null;
    };

/**
 * Insulin on board, split by what it was given for: the policy `total` looks at the sum, `split` at each. It is
 * `unknown` while a gap in the records could hide insulin (SR-072).
 */
export type OnBoard = { readonly mealUu: Microunits; readonly correctionUu: Microunits } | 'unknown';

export type CalculatorRequest = {
  readonly carbs: Milligrams;
  readonly glucose: GlucoseInput;
  readonly onBoard: OnBoard;
};

export const policies = ['total', 'split'] as const;
/**
 * What insulin on board is subtracted from. `total` (Tandem): all of it from the correction, and from food only below
 * target. `split` (Omnipod 5): what was given for meals from the correction only, what was given to correct from both.
 */
export type Policy = (typeof policies)[number];

export type CalculatorSettings = {
  readonly policy: Policy;
  /** Carbohydrate that 1 U covers: 10 g per U is 10 000. */
  readonly carbRatio: Milligrams;
  /** By how much 1 U lowers glucose. */
  readonly sensitivity: MgPerDl;
  readonly target: MgPerDl;
  /** From the target to here nothing is corrected. */
  readonly correctAbove: MgPerDl;
  /** Below this nothing is calculated: first eat. */
  readonly least: MgPerDl;
  /** Whether glucose below target lowers the dose for food. */
  readonly reverseCorrection: boolean;
  /** Whether the trend of the sensor changes a correction. */
  readonly followsTrend: boolean;
  readonly maxBolusUu: Microunits;
};

/** A field, the numbers it may hold, and their unit. */
export type Bounds = { readonly least: number; readonly most: number; readonly unit: string };

/** The ranges of the Omnipod 5 where it has one; a meal of 250 g at most, glucose as a sensor can tell it. */
export const BOUNDS = {
  carbs: { least: 0, most: 250_000, unit: 'mg' },
  glucose: { least: 20, most: 600, unit: 'mg/dL' },
  age: { least: 0, most: Number.MAX_SAFE_INTEGER, unit: 'ms' },
  onBoard: { least: 0, most: 100_000_000, unit: 'µU' },
  carbRatio: { least: 1_000, most: 150_000, unit: 'mg/U' },
  sensitivity: { least: 1, most: 400, unit: 'mg/dL' },
  target: { least: 80, most: 200, unit: 'mg/dL' },
  correctAbove: { least: 80, most: 250, unit: 'mg/dL' },
  least: { least: 50, most: 70, unit: 'mg/dL' },
  maxBolus: { least: 500_000, most: 25_000_000, unit: 'µU' },
} as const satisfies Readonly<Record<string, Bounds>>;

export type BoundedField = keyof typeof BOUNDS;

/** What a meter or a sensor said more than ten minutes ago is not today's glucose. */
export const GLUCOSE_LIFE_MS = 600_000;
