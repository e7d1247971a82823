/** Risk of one glucose value: low, high, and their sum. */
export type Risk = { readonly low: number; readonly high: number; readonly sum: number };

/** simglucose's ends: at or beyond them the risk is 100. */
const [LEAST, MOST, WORST] = [20, 600, 100] as const;

/**
 * The risk function of Kovatchev et al., Diabetes Care 20:1655, 1997, with simglucose's caps: 10·f², f = 1.509·
 * (ln(glucose)^1.084 − 5.381), low where f is below zero and high where it is above. `mgPerDl` above 0.
 */
export const riskOf = (mgPerDl: number): Risk => {
  if (mgPerDl <= LEAST) return { low: WORST, high: 0, sum: WORST };
  if (mgPerDl >= MOST) return { low: 0, high: WORST, sum: WORST };
  const f = 1.509 * (Math.log(mgPerDl) ** 1.084 - 5.381);
  const risk = 10 * f * f;
  return f < 0 ? { low: risk, high: 0, sum: risk } : { low: 0, high: risk, sum: risk };
};
