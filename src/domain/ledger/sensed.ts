import type { GlucoseInput } from '../calculator/request.ts';
import { type Doubt, kindOfGlucose } from '../detect/reading.ts';
import { type MgPerDl, type MonoMs, milliseconds } from '../units.ts';
import type { Ledger } from './state.ts';

/**
 * What a sensor said last, for a dose to be reckoned with. `high` and `low` are no number (SR-102): `mgPerDl` is there the end of
 * the sensor's range. `doubts`: why it is not good enough to give insulin by; empty when it is.
 */
export type Sensed = {
  readonly kind: 'high' | 'low' | 'measured';
  readonly mgPerDl: MgPerDl;
  readonly atMonoMs: MonoMs;
  readonly doubts: readonly Doubt[];
};

/** Null before the first reading. */
export const sensedIn = ({ glucose: { latest, doubts } }: Ledger): Sensed | null =>
  latest === null ? null : { ...latest, kind: kindOfGlucose(latest.mgPerDl), doubts };

/** The same as the calculator takes it. */
export const inputOf = ({ kind, mgPerDl, atMonoMs }: Sensed, now: MonoMs): GlucoseInput =>
  kind === 'measured'
    ? { kind, mgPerDl, ageMs: milliseconds(Math.max(0, now - atMonoMs)), trend: null }
    : { kind };
