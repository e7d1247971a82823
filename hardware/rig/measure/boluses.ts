import { type Estimate, spreadOf } from './uncertainty.ts';

/** What a series of single boluses of one size was worth, by IEC 60601-2-24: E = 100 · (V − V_set)/V_set, in %. */
export type BolusSeries = {
  readonly count: number;
  readonly meanPercent: Estimate;
  /** The largest deviation to either side; its uncertainty is that of one bolus. */
  readonly mostPercent: Estimate;
  readonly leastPercent: Estimate;
  /** How many of them were within ±15 %, as studies of pumps report. */
  readonly within15: number;
};

/**
 * `each` are single boluses of `askedUnits` (U). The mean has the uncertainty of the spread of the boluses, or that of the
 * weighing where that is larger: errors of the balance are common to all of them. Throws a RangeError for fewer than two.
 */
export const bolusSeries = (each: readonly Estimate[], askedUnits: number): BolusSeries => {
  if (!(askedUnits > 0)) throw new RangeError(`${askedUnits} U asked: an error in % needs a dose above 0`);
  const errors = each.map(({ value }) => (100 * (value - askedUnits)) / askedUnits);
  const { mean, deviation } = spreadOf(errors);
  const single = (100 * Math.max(...each.map(({ standard }) => standard))) / askedUnits;
  return {
    count: each.length,
    meanPercent: { value: mean, standard: Math.max(deviation / Math.sqrt(each.length), single) },
    mostPercent: { value: Math.max(...errors), standard: single },
    leastPercent: { value: Math.min(...errors), standard: single },
    within15: errors.filter(error => Math.abs(error) <= 15).length,
  };
};
