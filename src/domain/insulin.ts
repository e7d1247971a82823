/**
 * The exponential insulin curve that oref0 and Loop use: what share of a dose is still to act.
 * Floats live here and nowhere else in the ledger; a caller rounds the sum up, to be safe.
 */
export type Curve = {
  readonly durationMinutes: number;
  /** Time constant τ, rise factor a and scale S of the closed form. */
  readonly tau: number;
  readonly a: number;
  readonly s: number;
};

/**
 * The curve that ends after `durationMinutes` and is strongest at `peakMinutes`.
 * The closed form has a pole where the peak is half the duration; such a pair is a defect and throws.
 */
export const exponentialCurve = (durationMinutes: number, peakMinutes: number): Curve => {
  if (!(peakMinutes > 0 && 2 * peakMinutes < durationMinutes)) {
    throw new RangeError(
      `a peak at ${peakMinutes} min needs a duration above ${2 * peakMinutes} min, not ${durationMinutes} min`,
    );
  }
  const tau = (peakMinutes * (1 - peakMinutes / durationMinutes)) / (1 - (2 * peakMinutes) / durationMinutes);
  const a = (2 * tau) / durationMinutes;
  const s = 1 / (1 - a + (1 + a) * Math.exp(-durationMinutes / tau));
  return { durationMinutes, tau, a, s };
};

/** The share of a dose still to act, `minutes` after it: 1 at the start, 0 from the end on. */
export const remaining = ({ durationMinutes, tau, a, s }: Curve, minutes: number): number => {
  if (minutes <= 0) return 1;
  if (minutes >= durationMinutes) return 0;
  const x = minutes / tau;
  const shape = ((minutes * x) / (durationMinutes * (1 - a)) - x - 1) * Math.exp(-x) + 1;
  // Rounding may leave the exact range by an ulp near both ends.
  return Math.min(1, Math.max(0, 1 - s * (1 - a) * shape));
};
