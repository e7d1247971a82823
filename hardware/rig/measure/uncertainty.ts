/**
 * Metrology of the rig, by the Guide to the expression of uncertainty in measurement (JCGM 100:2008). Floating point: nothing
 * here ever enters the count of a dose.
 */

/** A measured value and its standard uncertainty, in one unit. */
export type Estimate = { readonly value: number; readonly standard: number };

/** Coverage factor of a stated uncertainty: about 95 % of a normal distribution (JCGM 100, 6.2.1 and G.1.3). */
export const COVERAGE_FACTOR = 2;

/** Independent contributions add as squares (JCGM 100, equation 10), each already in the unit of the result. */
export const combined = (...standards: readonly number[]): number => Math.hypot(...standards);

/** Of a value that lies anywhere within ±`half` with equal chance (JCGM 100, 4.3.7). */
export const rectangular = (half: number): number => half / Math.sqrt(3);

/** What a report states: a value ± so much. */
export const expanded = (standard: number): number => COVERAGE_FACTOR * standard;

/** An instant between two looks that are `stepMs` apart, as a duration from a known beginning (ms). */
export const timedBy = (ms: number, stepMs: number): Estimate => ({
  value: ms,
  standard: rectangular(stepMs / 2),
});

/** Arithmetic mean and sample standard deviation (n − 1); throws a RangeError for fewer than two values. */
export const spreadOf = (
  values: readonly number[],
): { readonly mean: number; readonly deviation: number } => {
  if (values.length < 2)
    throw new RangeError(`${values.length} values have no spread: at least 2 are needed`);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
};
