import { buoyancyFactor, waterDensity } from '../../balance/liquid.ts';
import { combined, type Estimate, rectangular } from './uncertainty.ts';

/** What a balance showed, in µg, and when, in ms monotonic. */
export type Weight = { readonly atMs: number; readonly massUg: number };

/** What is known of a weighing on this rig. */
export type WeighingProfile = {
  /** One unit of the last digit of the balance, µg. */
  readonly digitUg: number;
  /** Standard deviation of repeated weighings of one thing, µg, from its certificate. */
  readonly repeatabilityUg: number;
  /** Standard uncertainty of its adjustment, in millionths of what it shows. */
  readonly adjustmentPpm: number;
  /** Of the liquid in the beaker, and its standard uncertainty, °C. */
  readonly celsius: number;
  readonly celsiusStandard: number;
};

/** U-100: 1 µL is 0.1 U. */
const UNITS_PER_UL = 0.1;
const UG_PER_MG = 1_000;
const MS_PER_HOUR = 3_600_000;

/** Mass that leaves the pan by evaporation, µg/h. */
export type Evaporation = Estimate;

/**
 * The rate of loss from weights of a pan that gets nothing: the slope of the line of least squares, with its standard error
 * (ISO/TS 28037, unweighted). A repeatability of less than the resolution is no knowledge, so that one is the least that counts.
 * Throws a RangeError for fewer than three weights, or all at one instant.
 */
export const evaporationOf = (
  weights: readonly Weight[],
  { digitUg, repeatabilityUg }: WeighingProfile,
): Evaporation => {
  const n = weights.length;
  if (n < 3) throw new RangeError(`${n} weights give no rate with its uncertainty: at least 3 are needed`);
  const hours = weights.map(({ atMs }) => atMs / MS_PER_HOUR);
  const meanHour = hours.reduce((sum, hour) => sum + hour, 0) / n;
  const meanUg = weights.reduce((sum, { massUg }) => sum + massUg, 0) / n;
  const spread = hours.reduce((sum, hour) => sum + (hour - meanHour) ** 2, 0);
  if (spread === 0) throw new RangeError('all weights are of one instant: they give no rate');
  const slope =
    weights.reduce((sum, { massUg }, i) => sum + ((hours[i] ?? 0) - meanHour) * (massUg - meanUg), 0) /
    spread;
  const residuals = weights.reduce(
    (sum, { massUg }, i) => sum + (massUg - meanUg - slope * ((hours[i] ?? 0) - meanHour)) ** 2,
    0,
  );
  const scatter = Math.max(Math.sqrt(residuals / (n - 2)), repeatabilityUg, rectangular(digitUg / 2));
  return { value: -slope, standard: scatter / Math.sqrt(spread) };
};

/**
 * Insulin that came between two weights, in U: V = (Δm + e·Δt) · B / ρ, with e what evaporates, B the lift of air and ρ the
 * density of water at its temperature. Its uncertainty is that of two readings (repeatability and resolution), of the
 * adjustment of the balance, of the evaporation and of the density by its temperature (ISO 8655-6 lists the same).
 */
export const insulinBetween = (
  from: Weight,
  to: Weight,
  profile: WeighingProfile,
  evaporation: Evaporation,
): Estimate => {
  const { digitUg, repeatabilityUg, adjustmentPpm, celsius, celsiusStandard } = profile;
  const hours = (to.atMs - from.atMs) / MS_PER_HOUR;
  const massUg = to.massUg - from.massUg + evaporation.value * hours;
  const density = waterDensity(celsius);
  const unitsPerUg = (buoyancyFactor(density) / density / UG_PER_MG) * UNITS_PER_UL;
  const value = massUg * unitsPerUg;
  const reading = Math.SQRT2 * combined(repeatabilityUg, rectangular(digitUg / 2));
  const byTemperature =
    (value * (waterDensity(celsius - celsiusStandard) - waterDensity(celsius + celsiusStandard))) /
    (2 * density);
  return {
    value,
    standard: combined(
      combined(reading, massUg * adjustmentPpm * 1e-6, evaporation.standard * hours) * unitsPerUg,
      byTemperature,
    ),
  };
};
