import { type Pulses, pulses } from '../units.ts';

/**
 * How much insulin a blocked line holds, told from force and delivered volume together. In an open line
 * each pulse relaxes before the next; in a blocked one what did not relax stays, and the force climbs with the
 * volume: steeply in a stiff set, slowly in a compliant one, where no threshold of force comes in time.
 */

/** The force right after a pulse, in mN, and which pulse that was. */
export type Felt = { readonly pulse: number; readonly forceMn: number };

/** As far back as the climb is looked for: 3 U. Friction that drifts along the bore is far slower than that. */
const WINDOW = 120;
/**
 * Readings so far above the lowest still count as relaxed: a bolus at 1.5 U/min lifts the force of an open line by
 * 0.14 N, and the sensor has its noise.
 */
const JITTER_MN = 250;
/** Less than this is no climb. */
const CLIMB_LEAST_MN = 450;
/** The softest line that is believed: 0.5 N for each unit it holds, 12.5 mN for each pulse. */
const SOFTEST_MN = 12.5;

/** The readings to go on with, this one included. */
export const trailWith = (trail: readonly Felt[], felt: Felt): readonly Felt[] => {
  // Pulses only rise: what is too old is at the front.
  const first = trail.findIndex(({ pulse }) => felt.pulse - pulse < WINDOW);
  return first < 0 ? [felt] : [...trail.slice(first), felt];
};

/**
 * Pulses since the line was last relaxed, while the force climbs with them; else none. It starts after the
 * blockage, so it is never more than what is missing (SR-059).
 */
export const heldIn = (trail: readonly Felt[]): Pulses => {
  const last = trail.at(-1);
  if (last === undefined) return pulses(0);
  const lowest = trail.reduce((least, { forceMn }) => Math.min(least, forceMn), last.forceMn);
  const relaxed = trail.findLast(({ forceMn }) => forceMn <= lowest + JITTER_MN) ?? last;
  const held = last.pulse - relaxed.pulse;
  const climb = last.forceMn - lowest;
  return pulses(climb >= CLIMB_LEAST_MN && climb >= held * SOFTEST_MN ? held : 0);
};
