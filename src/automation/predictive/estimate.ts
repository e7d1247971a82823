import { KINETICS } from './kinetics.ts';

/**
 * Glucose, what moves it beside insulin and food, and the error of the sensor, told apart by a Kalman filter (Kalman,
 * J Basic Eng 82:35, 1960). A sensor errs slowly, so its error is a state of its own; the disturbance fades.
 */
export const TRUST = {
  /** Spread of the sensor's slow error, (mg/dL)², and the minutes in which it is forgotten (Breton and Kovatchev, JDST 2:853, 2008: 0.7 in 15 min). */
  errorVariance: 110,
  errorMin: 42,
  /** What a reading errs beside that. */
  readingVariance: 9,
  /** Spread of the disturbance, (mg/dL/min)², and its minutes. */
  driftVariance: 0.1,
  driftMin: 90,
  /** What the model does not know of five minutes, (mg/dL)². */
  modelVariance: 1,
  /** The first reading is all that is known at first. */
  firstVariance: 400,
  /** Where the profile holds glucose is not known: so much, until readings say otherwise, mg/dL. */
  held: 130,
} as const;

/** The state and its covariance: glucose (mg/dL), drift (mg/dL/min), error (mg/dL). */
export type Estimate = {
  glucose: number;
  drift: number;
  error: number;
  gg: number;
  gd: number;
  ge: number;
  dd: number;
  de: number;
  ee: number;
};

export const firstEstimate = (reading: number): Estimate => ({
  glucose: reading,
  drift: 0,
  error: 0,
  gg: TRUST.firstVariance,
  gd: 0,
  ge: 0,
  dd: TRUST.driftVariance,
  de: 0,
  ee: TRUST.errorVariance,
});

/** What is left of something after so many minutes. */
export const left = (minutes: number, lastingMin: number): number => Math.exp(-minutes / lastingMin);

/** So many minutes on, in place; `moved` is what insulin and food have done to glucose meanwhile, mg/dL. */
export const pass = (e: Estimate, minutes: number, moved: number): void => {
  const a = Math.exp(-KINETICS.clearance * minutes);
  const d = left(minutes, TRUST.driftMin);
  const n = left(minutes, TRUST.errorMin);
  e.glucose = TRUST.held + (e.glucose - TRUST.held) * a + moved + minutes * e.drift;
  e.drift *= d;
  e.error *= n;
  const [gg, gd, ge] = [e.gg, e.gd, e.ge];
  e.gg = a * a * gg + 2 * a * minutes * gd + minutes * minutes * e.dd + (TRUST.modelVariance * minutes) / 5;
  e.gd = d * (a * gd + minutes * e.dd);
  e.ge = n * (a * ge + minutes * e.de);
  e.dd = d * d * e.dd + TRUST.driftVariance * (1 - d * d);
  e.de *= d * n;
  e.ee = n * n * e.ee + TRUST.errorVariance * (1 - n * n);
};

/** A reading comes, in place. */
export const learn = (e: Estimate, reading: number): void => {
  const [cg, cd, ce] = [e.gg + e.ge, e.gd + e.de, e.ge + e.ee];
  const total = cg + ce + TRUST.readingVariance;
  const surprise = (reading - e.glucose - e.error) / total;
  e.glucose += cg * surprise;
  e.drift += cd * surprise;
  e.error += ce * surprise;
  e.gg -= (cg * cg) / total;
  e.gd -= (cg * cd) / total;
  e.ge -= (cg * ce) / total;
  e.dd -= (cd * cd) / total;
  e.de -= (cd * ce) / total;
  e.ee -= (ce * ce) / total;
};
