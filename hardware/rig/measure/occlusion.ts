import { combined, type Estimate } from './uncertainty.ts';

/** What a blocked line was worth, in U. */
export type Occlusion = {
  /** Displaced by the plunger and not delivered, when the alarm came. */
  readonly missed: Estimate;
  /** What came at once when the line was opened. */
  readonly released: Estimate;
};

/**
 * `displaced` is the travel of the plunger from the block to the alarm, by the encoder; `leaked` what the balance gained in that
 * time; `gained` what it gained when the line was opened, without any movement of the plunger. All in U.
 */
export const occlusionOf = (displaced: Estimate, leaked: Estimate, gained: Estimate): Occlusion => ({
  missed: {
    value: displaced.value - leaked.value,
    standard: combined(displaced.standard, leaked.standard),
  },
  released: gained,
});
