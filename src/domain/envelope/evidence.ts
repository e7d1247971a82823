import { lowered } from '../detect/disputed.ts';
import { type Doubt, nearest, OLDEST_MS, type Trail, undisputed } from '../detect/reading.ts';
import { predictByLine } from '../lowSuspend/predict.ts';
import {
  type MgPerDl,
  type Microunits,
  type MicrounitsPerHour,
  type Milliseconds,
  type MonoMs,
  milliseconds,
} from '../units.ts';
import type { Kind } from './people.ts';

/** When and how large an automatic bolus may be (SR-096): one of the two published ways, or never. */
export const BOLUS_POLICIES = ['none', 'hourly', 'micro'] as const;
export type BolusPolicy = (typeof BOLUS_POLICIES)[number];

/** The newest reading that was believed. */
export type Sight = {
  readonly mgPerDl: MgPerDl;
  readonly ageMs: Milliseconds;
  readonly doubts: readonly Doubt[];
  /** Half an hour ahead by a straight line, in tenths of mg/dL; null where readings do not suffice. */
  readonly aheadTenths: number | null;
};

/** What a clinic has set for automation; the hard limits of pump and person hold beside it. */
export type Bounds = {
  readonly kind: Kind;
  readonly maxBasal: MicrounitsPerHour;
  readonly maxBolus: Microunits;
  /** The most net insulin on board with what automation adds. Zero: it only lowers. */
  readonly maxOnBoard: Microunits;
  /** What the person needs in a usual day, basal and boluses. */
  readonly dailyInsulin: Microunits;
  /** Predicted below this, automation gives nothing (SR-097): 70 mg/dL, 80 in exercise. */
  readonly threshold: MgPerDl;
  readonly bolusPolicy: BolusPolicy;
};

/** What a request is held against: what the pump knows by itself, none of it from a controller. */
export type Evidence = {
  readonly bounds: Bounds;
  /** Why automation may do nothing at all now, in sentences (SR-098); empty where it may. */
  readonly obstacles: readonly string[];
  /** `limited`: at most the profile, whatever readings say (SR-099, SR-100). */
  readonly mode: 'full' | 'limited';
  readonly sight: Sight | null;
  /** The lowest rate of the profile within the next 30 min: what is more than this is an increase. */
  readonly usual: MicrounitsPerHour;
  /** The highest rate of the profile's day. */
  readonly highest: MicrounitsPerHour;
  /** What automation has at work: its rate, for as long as it holds; null where the profile runs. */
  readonly running: { readonly rate: MicrounitsPerHour; readonly leftMs: Milliseconds } | null;
  /** Insulin on board beyond the profile, in whole µU. Basal that was withheld is taken off nothing that was given. */
  readonly onBoardUu: number | 'unknown';
  /** All that automation has given in the last 2 h, its basal included. */
  readonly automatic: Microunits;
  /** Room in the rolling hour and day beside the profile's basal and what is owed (SR-015, SR-016). */
  readonly hourRoom: Microunits;
  readonly dayRoom: Microunits;
  /** Since the last beginning, end or cancellation of any bolus; null where there was none. */
  readonly sinceBolusMs: Milliseconds | null;
  /** What the bolus calculator would give now to correct. */
  readonly correction: Microunits;
};

/**
 * The newest reading of a trail as evidence at `now`; null without one. Of two values of one instant the lower counts, and of the
 * lines through the readings with it and without it the lower one; where only one of the two can be laid, glucose is in doubt.
 */
export const sightOf = (
  { trail, doubts }: { readonly trail: Trail; readonly doubts: readonly Doubt[] },
  now: MonoMs,
): Sight | null => {
  const newest = trail.at(-1);
  if (newest === undefined) return null;
  const lines = [predictByLine(lowered(trail)), predictByLine(undisputed(trail))];
  const known = lines.filter(line => line !== null);
  const isInDoubt = known.length === 1 && !doubts.includes('contradicted');
  return {
    mgPerDl: nearest(newest.lowest ?? newest.glucose),
    ageMs: milliseconds(now - newest.measuredAt),
    doubts: isInDoubt ? [...doubts, 'contradicted'] : doubts,
    aheadTenths: known.length === 0 ? null : Math.min(...known),
  };
};

/** Whether a reading may increase insulin: at most 12 min old, and without a doubt (SR-093). */
export const isSound = (sight: Sight | null): sight is Sight =>
  sight !== null && sight.ageMs <= OLDEST_MS && sight.doubts.length === 0;
