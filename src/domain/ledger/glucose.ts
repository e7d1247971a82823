import type { FactOf } from '../facts.ts';
import { TIMING } from '../limits.ts';
import { type MonoMs, mgPerDl } from '../units.ts';
import { type Ledger, type Step, step } from './state.ts';

/** A sensor says 39 for "below its range" and 401 for "above"; anything else outside is no glucose. */
const LOWEST = 39;
const HIGHEST = 401;
/** After so long without a reading, a sensor that counts from the beginning is a new one. */
const USABLE_MS = TIMING.readingFresh + TIMING.readingUsable;

/** Accepts a reading within range and later than the one before, by the sensor's own count. */
export const takeGlucose = (ledger: Ledger, reading: FactOf<'cgm.measured'>, atMonoMs: MonoMs): Step => {
  const { mgPerDl: value, sequence } = reading;
  const { latest, sequence: before } = ledger.glucose;
  const reasons: string[] = [];
  if (value < LOWEST || value > HIGHEST) {
    reasons.push(`${value} mg/dL is not between ${LOWEST} mg/dL and ${HIGHEST} mg/dL.`);
  }
  const isForgotten = latest === null || atMonoMs - latest.atMonoMs > USABLE_MS;
  if (before !== null && sequence <= before && !isForgotten) {
    reasons.push(`reading number ${sequence} does not follow number ${before}.`);
  }
  if (reasons.length > 0) return step(ledger, { type: 'glucose.rejected', reasons });
  const glucose = { latest: { mgPerDl: mgPerDl(value), atMonoMs }, sequence };
  return step({ ...ledger, glucose }, { type: 'glucose.accepted', mgPerDl: value });
};
