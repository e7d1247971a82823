/** Ten to the power of the decimals in use; a power computed would cost more than all else in a prediction. */
const SCALES = [1, 10, 100, 1_000, 10_000] as const;

/** To so many decimals, halves upwards: the rounding that oref0's numbers depend on. */
export const rounded = (value: number, decimals: 0 | 1 | 2 | 3 | 4 = 0): number => {
  const scale = SCALES[decimals];
  return Math.round(value * scale) / scale;
};

/** Zero for nothing. */
export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The nearest basal rate that a pump can be set to, in U/h: steps of 0.05 below 10 U/h and 0.1 from there on.
 * Models that end in 23 or 54 have steps of 0.025 below 1 U/h. Rounds to the nearest, so possibly up.
 */
export const settableRate = (rate: number, pumpModel: string | null): number => {
  if (rate >= 10) return Math.round(rate * 10) / 10;
  const perUnit = rate < 1 && pumpModel !== null && /(23|54)$/.test(pumpModel) ? 40 : 20;
  return Math.round(rate * perUnit) / perUnit;
};
