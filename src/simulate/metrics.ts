import { riskOf } from './risk.ts';

/**
 * What a glucose trace is judged by, as the consensus on continuous glucose monitoring and its sources define it.
 * Glucose in mg/dL, all samples weigh the same; shares in percent. An empty trace has no metrics and throws.
 */
export type Metrics = {
  readonly samples: number;
  readonly mean: number;
  readonly median: number;
  /** With n − 1; not a number for one sample. */
  readonly sd: number;
  /** Coefficient of variation, percent. */
  readonly cv: number;
  /** Glucose management indicator, percent (Bergenstal 2018). */
  readonly gmi: number;
  /** Estimated A1C, percent (Nathan 2008). */
  readonly eA1c: number;
  readonly inRange: number;
  /** 70 to 140. */
  readonly inTightRange: number;
  readonly below54: number;
  readonly below70: number;
  readonly above140: number;
  readonly above180: number;
  readonly above250: number;
  /** Low and high blood glucose index (Kovatchev 1997). */
  readonly lbgi: number;
  readonly hbgi: number;
  /** Glycemia risk index, 0 to 100 (Klonoff 2022). */
  readonly gri: number;
  /** Magni's risk; zero at 138.9 mg/dL. */
  readonly magni: number;
  readonly jIndex: number;
};

const share = (count: number, of: number): number => (100 * count) / of;

const magniOf = (mgDl: number): number =>
  10 * (3.5506 * (Math.log(Math.max(mgDl, 1)) ** 0.8353 - 3.7932)) ** 2;

/** The glycemia risk index from shares in percent. */
export const glycemiaRiskIndex = (
  below54: number,
  from54to70: number,
  from180to250: number,
  above250: number,
): number => Math.min(100, 3 * below54 + 2.4 * from54to70 + 1.6 * above250 + 0.8 * from180to250);

export const medianOf = (values: ArrayLike<number>): number => {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? Number.NaN;
  return sum / values.length;
};

/** The standard deviation with n − 1; not a number for one sample. */
export const deviationOf = (values: ArrayLike<number>, mean: number): number => {
  let squares = 0;
  for (let index = 0; index < values.length; index += 1)
    squares += ((values[index] ?? Number.NaN) - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1));
};

/** All metrics of a trace. */
export const metricsOf = (mgDl: ArrayLike<number>): Metrics => {
  const { length } = mgDl;
  if (length === 0) throw new RangeError('a trace without a sample has no metrics');
  let [sum, low, high, magni] = [0, 0, 0, 0];
  let [below54, below70, inTightRange, above140, above180, above250] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < length; index += 1) {
    const value = mgDl[index] ?? Number.NaN;
    if (!Number.isFinite(value)) throw new RangeError(`sample ${index} of the trace is ${value}, no glucose`);
    sum += value;
    if (value < 54) below54 += 1;
    if (value < 70) below70 += 1;
    else if (value <= 140) inTightRange += 1;
    if (value > 140) above140 += 1;
    if (value > 180) above180 += 1;
    if (value > 250) above250 += 1;
    const risk = riskOf(value);
    low += risk.low;
    high += risk.high;
    magni += magniOf(value);
  }
  const mean = sum / length;
  const sd = deviationOf(mgDl, mean);
  const percent = (count: number): number => share(count, length);
  return {
    samples: length,
    mean,
    median: medianOf(mgDl),
    sd,
    cv: (100 * sd) / mean,
    gmi: 3.31 + 0.02392 * mean,
    eA1c: (46.7 + mean) / 28.7,
    inRange: percent(length - below70 - above180),
    inTightRange: percent(inTightRange),
    below54: percent(below54),
    below70: percent(below70),
    above140: percent(above140),
    above180: percent(above180),
    above250: percent(above250),
    lbgi: low / length,
    hbgi: high / length,
    gri: glycemiaRiskIndex(
      percent(below54),
      percent(below70 - below54),
      percent(above180 - above250),
      percent(above250),
    ),
    magni: magni / length,
    jIndex: 0.001 * (mean + sd) ** 2,
  };
};
