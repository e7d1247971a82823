import type { FactOf } from '../facts.ts';
import { type MonoMs, mgPerDl } from '../units.ts';
import { type Ledger, type Step, step } from './state.ts';

/** A sensor says 39 for "below its range" and 401 for "above"; anything else outside is no glucose. */
const LOWEST = 39;
const HIGHEST = 401;

/** Accepts a reading within range and later than the one before, by the sensor's own count. */
export const takeGlucose = (ledger: Ledger, reading: FactOf<'cgm.measured'>, atMonoMs: MonoMs): Step => {
  const { mgPerDl: value, sequence } = reading;
  const before = ledger.glucose.sequence;
  const reasons: string[] = [];
  if (value < LOWEST || value > HIGHEST) {
    reasons.push(`${value} mg/dL is not between ${LOWEST} mg/dL and ${HIGHEST} mg/dL.`);
  }
  if (before !== null && sequence <= before) {
    reasons.push(`reading number ${sequence} does not follow number ${before}.`);
  }
  if (reasons.length > 0) return step(ledger, { type: 'glucose.rejected', reasons });
  const glucose = { latest: { mgPerDl: mgPerDl(value), atMonoMs }, sequence };
  return step({ ...ledger, glucose }, { type: 'glucose.accepted', mgPerDl: value });
};
