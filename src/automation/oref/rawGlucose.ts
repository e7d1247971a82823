/** What a Dexcom receiver keeps of a reading, and of its calibration. */
export type RawReading = {
  /** mg/dL; below 40 there is none, but an error. */
  readonly glucose: number;
  readonly unfiltered: number;
  readonly filtered: number;
};
export type Calibration = { readonly scale: number; readonly intercept: number; readonly slope: number };

const LEAST_GLUCOSE = 40;

/** Glucose by the calibration line, mg/dL; corrected by the filtered value where there is a glucose to hold it against. */
const rawOf = ({ glucose, unfiltered, filtered }: RawReading, calibration: Calibration): number => {
  const { scale, intercept, slope } = calibration;
  if (slope === 0 || scale === 0 || unfiltered === 0) return 0;
  const line = (value: number): number => (scale * (value - intercept)) / slope;
  if (filtered === 0 || glucose < LEAST_GLUCOSE) return Math.round(line(unfiltered));
  return Math.round(line(unfiltered) / (line(filtered) / glucose));
};

/**
 * The raw value in mg/dL, null without a calibration; where the receiver shows no glucose it stands in for it,
 * as noise of degree 2 up to `most` mg/dL and 3 above, which nobody may dose on.
 */
export const withRaw = (
  reading: RawReading,
  calibration: Calibration | null,
  most: number,
): { readonly raw: number | null; readonly standsIn: { readonly noise: 2 | 3 } | null } => {
  const raw = calibration === null ? null : rawOf(reading, calibration);
  const standsIn = raw !== null && raw > 0 && reading.glucose < LEAST_GLUCOSE;
  return { raw, standsIn: standsIn ? { noise: raw <= most ? 2 : 3 } : null };
};
