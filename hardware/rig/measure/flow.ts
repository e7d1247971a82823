import { type Evaporation, insulinBetween, type WeighingProfile, type Weight } from './mass.ts';
import type { Estimate } from './uncertainty.ts';

/**
 * Delivery accuracy of a flow by IEC 60601-2-24, as `pump-domain` gives it: the flow in each sample interval, the extreme
 * errors over windows of observation, and the overall mean error.
 */

/** Sample interval and windows of observation, in minutes. */
export type Windows = { readonly intervalMinutes: number; readonly windowsMinutes: readonly number[] };

export const WINDOWS = {
  /** Volumetric and syringe pumps: of the second hour. */
  volumetric: { intervalMinutes: 1, windowsMinutes: [2, 5, 11, 19, 31] },
  /** Ambulatory pumps of type 4, which insulin pumps are: after 24 h, over 25 h. */
  ambulatory: { intervalMinutes: 15, windowsMinutes: [15, 60, 150, 330, 570, 930] },
} as const satisfies Readonly<Record<string, Windows>>;

const MINUTES_PER_HOUR = 60;

/** The extremes of the mean error over all windows of one length, in %. */
export type TrumpetPoint = {
  readonly windowMinutes: number;
  readonly windows: number;
  readonly most: number;
  readonly least: number;
};

/** Flow in each interval between samples, U/h: Q_i = 60 · (V_i − V_(i−1)) / S. This is the start-up curve. */
export const flowsOf = (volumes: readonly number[], intervalMinutes: number): readonly number[] =>
  volumes.slice(1).map((volume, i) => ((volume - (volumes[i] ?? 0)) * MINUTES_PER_HOUR) / intervalMinutes);

/**
 * E_p(max) and E_p(min) of each window: the extremes over j of (S/P) · Σ 100 · (Q_i − r)/r. A window that is longer than the
 * flow, or no whole number of intervals, has no extreme and is left out. Throws a RangeError for a rate that is not positive.
 */
export const trumpetOf = (
  flows: readonly number[],
  rate: number,
  { intervalMinutes, windowsMinutes }: Windows,
): readonly TrumpetPoint[] => {
  if (!(rate > 0)) throw new RangeError(`rate = ${rate} U/h: an error in % needs a rate above 0`);
  const errors = flows.map(flow => (100 * (flow - rate)) / rate);
  const sums = [0];
  for (const error of errors) sums.push((sums.at(-1) ?? 0) + error);
  return windowsMinutes.flatMap(windowMinutes => {
    const length = windowMinutes / intervalMinutes;
    if (!Number.isInteger(length) || length < 1 || length > errors.length) return [];
    const means = sums.slice(length).map((sum, i) => (sum - (sums[i] ?? 0)) / length);
    return [{ windowMinutes, windows: means.length, most: Math.max(...means), least: Math.min(...means) }];
  });
};

/** A = 100 · (Q − r)/r over the whole time, in %, with its uncertainty from the two weights at its ends. */
export const overallError = (
  weights: readonly Weight[],
  rate: number,
  profile: WeighingProfile,
  evaporation: Evaporation,
): Estimate => {
  const [first, last] = [weights[0], weights.at(-1)];
  if (first === undefined || last === undefined || last.atMs <= first.atMs)
    throw new RangeError(`${weights.length} weights give no flow: two at different instants are needed`);
  const { value, standard } = insulinBetween(first, last, profile, evaporation);
  const asked = (rate * (last.atMs - first.atMs)) / 3_600_000;
  return { value: (100 * (value - asked)) / asked, standard: (100 * standard) / asked };
};

/** Insulin on the pan since the first weight, U. */
export const volumesOf = (
  weights: readonly Weight[],
  profile: WeighingProfile,
  evaporation: Evaporation,
): readonly number[] => {
  const first = weights[0];
  return first === undefined
    ? []
    : weights.map(weight => insulinBetween(first, weight, profile, evaporation).value);
};
