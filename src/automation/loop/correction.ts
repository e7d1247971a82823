import { effectDuration, type InsulinModel, shareRemaining } from '../../domain/insulinModel.ts';
import type { Prediction } from '../effects/predict.ts';
import { type Timeline, valueAt } from '../effects/timeline.ts';

/** Where glucose shall be, in mg/dL. */
export type Range = { readonly low: number; readonly high: number };

/**
 * What insulin would bring a prediction to target: `units` may be below zero, `min` is the lowest glucose
 * predicted, and `correcting` the one that asks for the least insulin.
 */
export type Correction =
  | { readonly kind: 'inRange' }
  | {
      readonly kind: 'aboveRange';
      readonly min: number;
      readonly correcting: number;
      readonly minTarget: number;
      readonly units: number;
    }
  | {
      readonly kind: 'entirelyBelowRange';
      readonly min: number;
      readonly minTarget: number;
      readonly units: number;
    }
  | { readonly kind: 'suspend'; readonly min: number };

export type CorrectionInput = {
  readonly prediction: Prediction;
  /** When the insulin would be given; earlier points of the prediction do not count. */
  readonly atMs: number;
  readonly target: Timeline<Range>;
  /** Below this, in mg/dL, nothing is given at all. */
  readonly suspendBelow: number;
  /** mg/dL per U over the whole prediction. */
  readonly sensitivity: Timeline<number>;
  readonly model: InsulinModel;
};

/** Until this share of the effect has passed, glucose need only stay above the suspend threshold. */
const LENIENT_UNTIL = 0.5;

/** The target rises from the suspend threshold to the middle of the range in the second half of the effect. */
const targetAfter = (share: number, suspendBelow: number, middle: number): number => {
  if (share <= LENIENT_UNTIL) return suspendBelow;
  if (share >= 1) return middle;
  return suspendBelow + ((middle - suspendBelow) / (1 - LENIENT_UNTIL)) * (share - LENIENT_UNTIL);
};

/** What 1 U given now has done to glucose by then, each part with the sensitivity in force while it acts. */
const dropBy = ({ sensitivity, atMs, model }: CorrectionInput, ms: number): number => {
  let drop = 0;
  let coveredMs = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs, value } of sensitivity) {
    if (endMs < atMs || startMs > ms) continue;
    const from = Math.max(atMs, startMs) - atMs;
    const to = Math.min(ms, endMs) - atMs;
    drop += (shareRemaining(model, from) - shareRemaining(model, to)) * value;
    coveredMs = to;
  }
  if (coveredMs < ms - atMs)
    throw new RangeError(
      `the timeline of the insulin sensitivity does not reach ${ms} ms, where it is needed`,
    );
  return drop;
};

const unitsFor = (fall: number, drop: number): number => fall / Math.max(Number.EPSILON, drop);

const middleOf = ({ low, high }: Range): number => (low + high) / 2;

/**
 * The least insulin that corrects a prediction without taking any point of it below its target. A prediction that
 * does not reach the end of the effect would ask for too much; it is a defect of the caller, and throws.
 */
export const correctionOf = (input: CorrectionInput): Correction => {
  const { prediction, atMs, target, suspendBelow, model } = input;
  const duration = effectDuration(model);
  if ((prediction.atMs.at(-1) ?? atMs) < atMs + duration)
    throw new RangeError(`the prediction ends before the effect of insulin, ${duration} ms from now`);
  const middle = middleOf(valueAt(target, atMs, 'the target'));
  let min = { ms: 0, mgDl: Number.POSITIVE_INFINITY, drop: 0 };
  let eventual = { ms: 0, mgDl: 0 };
  let least: { readonly units: number; readonly mgDl: number } | null = null;
  for (let index = 0; index < prediction.atMs.length; index += 1) {
    const ms = prediction.atMs[index] ?? 0;
    const mgDl = prediction.mgDl[index] ?? 0;
    if (ms < atMs) continue;
    if (!(mgDl >= suspendBelow)) return { kind: 'suspend', min: mgDl };
    const drop = dropBy(input, ms);
    const units = unitsFor(mgDl - targetAfter((ms - atMs) / duration, suspendBelow, middle), drop);
    eventual = { ms, mgDl };
    if (mgDl < min.mgDl) min = { ms, mgDl, drop };
    if (units > 0 && (least === null || units < least.units)) least = { units, mgDl };
    if (ms >= atMs + duration) break;
  }
  const minRange = valueAt(target, min.ms, 'the target');
  const eventualRange = valueAt(target, eventual.ms, 'the target');
  if (min.mgDl < minRange.low && eventual.mgDl < eventualRange.low) {
    const units = unitsFor(min.mgDl - middleOf(minRange), min.drop);
    return { kind: 'entirelyBelowRange', min: min.mgDl, minTarget: minRange.low, units };
  }
  if (eventual.mgDl > eventualRange.high && least !== null)
    return {
      kind: 'aboveRange',
      min: min.mgDl,
      correcting: least.mgDl,
      minTarget: eventualRange.low,
      units: least.units,
    };
  return { kind: 'inRange' };
};
