import { match } from 'ts-pattern';
import { type Curve, exponentialCurve, remaining } from './insulin.ts';
import { type Milliseconds, milliseconds } from './units.ts';

/**
 * How a dose acts over time. Time goes in as milliseconds; what comes out is a share of the dose, the one place
 * where dose mathematics is in floating point. Whoever turns a share into insulin rounds it: a dose down, insulin
 * on board up.
 */
export type InsulinModel =
  | {
      readonly kind: 'exponential';
      readonly curve: Curve;
      readonly delayMs: Milliseconds;
      readonly durationMs: Milliseconds;
    }
  | { readonly kind: 'bilinear'; readonly durationMs: Milliseconds };

const MINUTE_MS = 60_000;

/** Nothing acts for `delay`; then the exponential curve of `duration` with its peak. All in minutes, above zero. */
export const exponentialModel = (
  durationMinutes: number,
  peakMinutes: number,
  delayMinutes: number,
): InsulinModel => ({
  kind: 'exponential',
  curve: exponentialCurve(durationMinutes, peakMinutes),
  delayMs: milliseconds(delayMinutes * MINUTE_MS),
  durationMs: milliseconds(durationMinutes * MINUTE_MS),
});

/** oref0's bilinear model is defined from 3 h on: a shorter duration is a defect and throws. */
export const bilinearModel = (durationMinutes: number): InsulinModel => {
  if (durationMinutes < 180) throw new RangeError(`${durationMinutes} min is shorter than 180 min`);
  return { kind: 'bilinear', durationMs: milliseconds(durationMinutes * MINUTE_MS) };
};

/** The presets that Loop publishes: duration, peak and delay in minutes. */
const PRESETS = {
  rapidActingAdult: exponentialModel(360, 75, 10),
  rapidActingChild: exponentialModel(360, 65, 10),
  fiasp: exponentialModel(360, 55, 10),
  lyumjev: exponentialModel(360, 55, 10),
  afrezza: exponentialModel(300, 29, 10),
} as const satisfies Readonly<Record<string, InsulinModel>>;

export type InsulinPreset = keyof typeof PRESETS;

export const insulinPresets: readonly [InsulinPreset, ...InsulinPreset[]] = [
  'rapidActingAdult',
  'rapidActingChild',
  'fiasp',
  'lyumjev',
  'afrezza',
];

export const presetModel = (preset: InsulinPreset): InsulinModel => PRESETS[preset];

/** From the dose to the end of its effect, the delay included. */
export const effectDuration = (model: InsulinModel): Milliseconds =>
  model.kind === 'bilinear' ? model.durationMs : milliseconds(model.delayMs + model.durationMs);

/** How long nothing of a dose acts. */
export const effectDelay = (model: InsulinModel): number => (model.kind === 'bilinear' ? 0 : model.delayMs);

/** The share of a dose still to act, `ms` after it: 1 until the delay is over, 0 from the end of the effect on. */
export const shareRemaining = (model: InsulinModel, ms: number): number =>
  // No match(): predictions call this some ten thousand times each.
  model.kind === 'exponential'
    ? remaining(model.curve, (ms - model.delayMs) / MINUTE_MS)
    : bilinearRemaining(ms, model.durationMs);

/**
 * The share remaining at even steps from `ms` on, into `out`: what `shareRemaining` says, with one exponential for the
 * whole series instead of one for each point. It differs from it by rounding only (below 1e-13).
 */
export const sharesRemaining = (model: InsulinModel, ms: number, stepMs: number, out: Float64Array): void => {
  if (model.kind === 'bilinear') {
    for (let index = 0; index < out.length; index += 1)
      out[index] = bilinearRemaining(ms + index * stepMs, model.durationMs);
    return;
  }
  const { durationMinutes, tau, a, s } = model.curve;
  const step = stepMs / MINUTE_MS;
  const start = (ms - model.delayMs) / MINUTE_MS;
  const decay = Math.exp(-step / tau);
  let index = 0;
  // Before the effect begins all is remaining; from there on one point follows from the one before.
  for (; index < out.length && start + index * step <= 0; index += 1) out[index] = 1;
  let fading = Math.exp(-(start + index * step) / tau);
  for (; index < out.length; index += 1) {
    const minutes = start + index * step;
    if (minutes >= durationMinutes) break;
    const x = minutes / tau;
    const shape = ((minutes * x) / (durationMinutes * (1 - a)) - x - 1) * fading + 1;
    out[index] = Math.min(1, Math.max(0, 1 - s * (1 - a) * shape));
    fading *= decay;
  }
  out.fill(0, index);
};

/** Activity rises to its peak at 75 of 180 minutes, then falls; other durations stretch the axis. */
const SCALED_END = 180;
const SCALED_PEAK = 75;

/** The falling part of the fit: c₂·n² − c₁·n + c₀ for the nth five minutes after the peak. */
const [FALL_2, FALL_1, FALL_0] = [0.001323, 0.054233, 0.55556] as const;

/** Between these two shares of the duration the falling part would be below zero, and counts as zero. */
const ROOT = Math.sqrt(FALL_1 * FALL_1 - 4 * FALL_2 * FALL_0);
const rootAt = (sign: -1 | 1): number =>
  (SCALED_PEAK + (5 * (FALL_1 + sign * ROOT)) / (2 * FALL_2)) / SCALED_END;

/** Where one polynomial of the bilinear model ends and the next begins, as shares of its duration. */
export const BILINEAR_BREAKS: readonly number[] = [SCALED_PEAK / SCALED_END, rootAt(-1), rootAt(1), 1];

/** oref0's polynomial fit of the bilinear model, pieces of five minutes; oref0 0.7.1 lib/iob/calculate.js. */
const bilinearRemaining = (ms: number, durationMs: number): number => {
  // Before the dose all of it is remaining, as at its moment.
  const x = (Math.max(0, ms) / durationMs) * SCALED_END;
  if (x >= SCALED_END) return 0;
  if (x < SCALED_PEAK) {
    const pieces = x / 5 + 1;
    return -0.001852 * pieces * pieces + 0.001852 * pieces + 1;
  }
  const pieces = (x - SCALED_PEAK) / 5;
  return Math.max(0, FALL_2 * pieces * pieces - FALL_1 * pieces + FALL_0);
};

/** The share of a dose that acts per minute, `ms` after it; its integral over the whole effect is 1. */
export const activityPerMinute = (model: InsulinModel, ms: number): number =>
  match(model)
    .with({ kind: 'exponential' }, ({ curve, delayMs }) =>
      exponentialActivity(curve, (ms - delayMs) / MINUTE_MS),
    )
    .with({ kind: 'bilinear' }, ({ durationMs }) => bilinearActivity(ms, durationMs))
    .exhaustive();

/** Nothing acts at either end of the effect, and so before and after it. */
const exponentialActivity = ({ durationMinutes, tau, s }: Curve, sinceMinutes: number): number => {
  const minutes = Math.min(durationMinutes, Math.max(0, sinceMinutes));
  return (s / (tau * tau)) * minutes * (1 - minutes / durationMinutes) * Math.exp(-minutes / tau);
};

/** A triangle: the lower one of two lines that meet at the peak, and nothing where either is below zero. */
const bilinearActivity = (ms: number, durationMs: number): number => {
  const x = (ms / durationMs) * SCALED_END;
  const peak = 2 / (durationMs / MINUTE_MS);
  const rising = (peak * x) / SCALED_PEAK;
  const falling = peak * (1 - (x - SCALED_PEAK) / (SCALED_END - SCALED_PEAK));
  return Math.max(0, Math.min(rising, falling));
};
