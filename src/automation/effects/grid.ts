/**
 * Effects live on one grid of five minutes, aligned to the epoch of their clock: what a dose, a meal or a trend
 * does to glucose, as a sum from the beginning of the grid on. This is where dose mathematics is in floating
 * point: instants are milliseconds of one clock, glucose is in mg/dL, insulin in U and carbohydrate in g.
 */

const MINUTE_MS = 60_000;

export const STEP_MS = 5 * MINUTE_MS;

export const minutes = (count: number): number => count * MINUTE_MS;

/** What has changed in mg/dL since the beginning of the grid, at `startMs` and every five minutes after it. */
export type Effect = { readonly startMs: number; readonly values: Float64Array };

export const NO_EFFECT: Effect = { startMs: 0, values: new Float64Array(0) };

export const floorToStep = (ms: number): number => Math.floor(ms / STEP_MS) * STEP_MS;

export const ceilToStep = (ms: number): number => Math.ceil(ms / STEP_MS) * STEP_MS;

/** An effect of zeros that covers both instants. A last instant before the first leaves one point. */
export const blankEffect = (fromMs: number, toMs: number): Effect => {
  const startMs = floorToStep(fromMs);
  const steps = Math.max(0, Math.round((ceilToStep(toMs) - startMs) / STEP_MS));
  return { startMs, values: new Float64Array(steps + 1) };
};

/** What an effect does from its first point to its last. */
export const netChange = ({ values }: Effect): number => (values.at(-1) ?? 0) - (values[0] ?? 0);
