import { type Microunits, type MonoMs, microunits } from '../units.ts';

/** `half`: half of the low level, where low is said again. */
export const LEVELS = ['ok', 'low', 'half', 'veryLow', 'emptied'] as const;
export type Level = (typeof LEVELS)[number];

export type Reservoir = {
  readonly volumeUu: Microunits;
  /** The lowest level that was announced since the last cartridge. */
  readonly announced: Level;
};

/** What is in the bay, and how far it is prepared. */
export type Supply = {
  /** What the switch said last. A bay that nobody has seen open counts as closed. */
  readonly bay: 'open' | 'closed';
  /** Never powered: a person may still prepare the pump by hand. */
  readonly isNew: boolean;
  /** Seated, primed and connected, and not touched since. Only then it gives doses. */
  readonly prepared: boolean;
  /** Whether the plunger holds a cartridge: only then its movement moves insulin. */
  readonly coupled: boolean;
  /** What the user said that the seated cartridge holds; not believed before the charts say so. */
  readonly statedUu: Microunits;
  /** Where the plunger rested before the power went, in counts, and what pulses in doubt may add. */
  readonly rest: { readonly counts: number; readonly slack: number } | null;
};

/** Filling tubing and cannula. Its pulses draw from the reservoir and are no dose (SR-050). */
export type Prime = {
  readonly running: 'nothing' | 'tubing' | 'cannula';
  /** Earliest start of the next pulse while it runs. */
  readonly nextAt: MonoMs | null;
  /** In this step of priming the tubing, and whether the tubing of this set has taken what it holds. */
  readonly tubingUu: Microunits;
  readonly sufficed: boolean;
  /** Where a prime pulse goes, the last one of a step too, which is counted when nothing runs any more. */
  readonly into: 'tubing' | 'cannula';
  /** What a person says that the cannula takes, and what the running fill still has to give of it. */
  readonly wantedUu: Microunits;
  readonly leftUu: Microunits;
  /** What this cannula has taken in all its fills; pulses in doubt too (SR-049). */
  readonly cannulaUu: Microunits;
};

export const noSupply: Supply = {
  bay: 'closed',
  isNew: true,
  prepared: false,
  coupled: true,
  statedUu: microunits(0),
  rest: null,
};

/** Another set: nothing is in it yet. */
export const noPrime: Prime = {
  running: 'nothing',
  nextAt: null,
  tubingUu: microunits(0),
  sufficed: false,
  into: 'tubing',
  wantedUu: microunits(0),
  leftUu: microunits(0),
  cannulaUu: microunits(0),
};
