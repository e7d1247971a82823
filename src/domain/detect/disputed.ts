import type { MonoMs } from '../units.ts';
import {
  type Arrival,
  type Glucose,
  glucoseOf,
  isDisputed,
  isGlucose,
  nearest,
  type Reading,
  type Trail,
} from './reading.ts';

/** A clock may be set between two words on one instant; those that are set by the network are no further apart. */
const SAME_INSTANT_MS = 2 * 60_000;

/** A reading that was believed, and the lowest glucose that was given for its instant: nobody knows which is right. */
export type Contradiction = { readonly former: Reading; readonly lowest: Glucose };

/**
 * A reading that is refused may still say something: another value of an instant that was believed. Null where it does not, or says
 * nothing new: of an instant that is disputed already only what is lower still is news.
 */
export const contradictedBy = (trail: Trail, arrival: Arrival, now: MonoMs): Contradiction | null => {
  // Of before this journal, or of no time at all, it is nothing that was believed.
  const stated = now - arrival.ageMs;
  const former = trail.findLast(
    ({ sequence, measuredAt: before, aheadMs = 0 }) =>
      sequence === arrival.sequence && Math.abs(stated - before - aheadMs) <= SAME_INSTANT_MS,
  );
  if (former === undefined) return null;
  const known = former.lowest ?? former.glucose;
  // A code for an error contradicts as well, and is no glucose.
  const isLower = isGlucose(arrival.mgPerDl) && arrival.mgPerDl < nearest(known);
  const isNews = former.lowest === undefined ? arrival.mgPerDl !== nearest(known) : isLower;
  return isNews ? { former, lowest: isLower ? glucoseOf(arrival.mgPerDl) : known } : null;
};

/** The trail in which a reading raises no insulin any more. */
export const discredit = (trail: Trail, { former, lowest }: Contradiction): Trail =>
  trail.map(each => (each === former ? { ...each, lowest } : each));

/** The same readings, each with the lowest value that was given for it. */
export const lowered = (trail: Trail): Trail =>
  trail.some(isDisputed) ? trail.map(each => ({ ...each, glucose: each.lowest ?? each.glucose })) : trail;

/** What glucose may be now by its lowest value, after a past that nobody disputes. */
export const atLowest = (trail: Trail): Trail =>
  lowered(trail.filter((each, index) => !isDisputed(each) || index === trail.length - 1));
