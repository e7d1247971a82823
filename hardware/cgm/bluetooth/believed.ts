import type { SessionKind } from '../../../src/domain/detect/session.ts';
import { glucoseTrouble, REPORTED } from '../../../src/domain/glucoseUnits.ts';
import { type MgPerDl, mgPerDl } from '../../../src/domain/units.ts';
import { inSteps, isNumber, numberIn } from '../../link/bluetooth/sfloat.ts';
import { type Annunciation, type Saying, says } from './annunciation.ts';
import type { Measurement } from './measurement.ts';
import type { Status } from './session.ts';

/** The pump's words for what is beyond a sensor's range. */
const BELOW = mgPerDl(39);
const ABOVE = mgPerDl(401);

/** Whoever says one of these has measured no glucose, whatever number stands beside it. */
const UNFIT: readonly Saying[] = [
  'sessionStopped',
  'typeIncorrect',
  'malfunction',
  'generalFault',
  'calibrationRequired',
  'tooHot',
  'tooCold',
];
/** Those of a sensor that is broken, rather than in a bad moment. */
const BROKEN: readonly Saying[] = ['typeIncorrect', 'malfunction', 'generalFault'];

const firstOf = (sayings: readonly Saying[], annunciation: Annunciation): Saying | undefined =>
  sayings.find(saying => says(annunciation, saying));

export type Believed =
  | { readonly isGlucose: true; readonly mgPerDl: MgPerDl }
  | { readonly isGlucose: false; readonly why: string };

/** What a measurement is worth: a glucose in mg/dL, rounded to whole ones, or none. A word is never taken for a number. */
export const believed = ({ glucose, annunciation }: Measurement): Believed => {
  const none = (why: string): Believed => ({ isGlucose: false, why });
  const unfit = firstOf(UNFIT, annunciation);
  if (unfit !== undefined) return none(`the sensor says ${unfit}`);
  const isBelow = says(annunciation, 'belowRange');
  const isAbove = says(annunciation, 'aboveRange');
  if (isBelow && isAbove) return none('it is said to be below and above the range at once');
  if (isBelow) return { isGlucose: true, mgPerDl: BELOW };
  if (isAbove) return { isGlucose: true, mgPerDl: ABOVE };
  if (!isNumber(glucose)) return none(`glucose = ${glucose}: is no number`);
  const value = numberIn(glucose);
  const trouble = glucoseTrouble(value, 'mg/dL', REPORTED);
  if (trouble !== null) return none(`glucose = ${value} mg/dL: ${trouble.problem}`);
  const whole = inSteps(glucose, 0, 'nearest');
  return { isGlucose: true, mgPerDl: mgPerDl(Math.min(ABOVE, Math.max(BELOW, whole))) };
};

/** What a session is, by the sensor's Status. `runMin` is how long it runs; `wasActive`: whether this one has measured before. */
export const sessionOf = (
  { annunciation, offsetMin }: Status,
  { runMin, wasActive }: { readonly runMin: number; readonly wasActive: boolean },
): SessionKind => {
  if (firstOf(BROKEN, annunciation) !== undefined) return 'failed';
  if (!says(annunciation, 'sessionStopped')) return wasActive ? 'active' : 'warmup';
  if (offsetMin >= runMin) return 'expired';
  return wasActive ? 'failed' : 'none';
};
