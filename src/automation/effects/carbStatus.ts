import type { AbsorptionKind } from './absorption.ts';
import { minutes } from './grid.ts';

/** Carbohydrate that a person says was eaten. */
export type CarbEntry = {
  readonly atMs: number;
  readonly grams: number;
  /** How long its absorption takes; null: as the options say. */
  readonly absorptionMs: number | null;
};

export type CarbOptions = {
  readonly absorption: AbsorptionKind;
  readonly defaultAbsorptionMs: number;
  /** Times the absorption time: the longest that is believed, which is the slowest absorption assumed. */
  readonly overrun: number;
  /** Times the absorption time: how long absorption is taken to last before any is seen. */
  readonly initialOverrun: number;
  /** Nothing is absorbed for so long after eating. */
  readonly delayMs: number;
  /** Whether the rest is absorbed as fast as what was seen, after a while. */
  readonly adaptive: boolean;
  /** That while, as a share of the initial absorption time. */
  readonly adaptiveStandby: number;
};

/** As LoopAlgorithm is shipped (CarbMath). */
export const CARB_OPTIONS: CarbOptions = {
  absorption: 'piecewiseLinear',
  defaultAbsorptionMs: minutes(180),
  overrun: 1.5,
  initialOverrun: 1.5,
  delayMs: minutes(10),
  adaptive: false,
  adaptiveStandby: 0.2,
};

/** Grams that were seen to be absorbed in a time. */
export type Observed = { readonly startMs: number; readonly endMs: number; readonly grams: number };

/** What is known of one meal's absorption, in grams and ms. */
export type CarbStatus = {
  readonly entry: CarbEntry;
  /** mg/dL that one gram of it raises glucose. */
  readonly risePerGram: number;
  readonly observedGrams: number;
  /** What counts as absorbed: what was seen, but no less than the slowest absorption and no more than was eaten. */
  readonly absorbedGrams: number;
  readonly remainingGrams: number;
  /** From eating to the end of what was seen, and what is left after it. */
  readonly observedMs: number;
  readonly remainingMs: number;
  /** How long what was absorbed would have taken by the model. */
  readonly absorbedInMs: number;
  /** What was seen, piece by piece; null when that is less than the slowest absorption. */
  readonly timeline: readonly Observed[] | null;
};

export const isAbsorbing = ({ remainingMs }: CarbStatus): boolean => remainingMs > 0;
