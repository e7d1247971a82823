import { BAY_LENGTH, countsInMicrosteps } from '../../src/domain/drive.ts';
import type { Motion } from '../../src/ports.ts';

/**
 * What the second channel knows of a change of cartridge, by its own switch of the bay: with an open bay
 * nothing that moves is a dose, and only after it was open is a plunger seated or a tube primed.
 */
export type Change = {
  readonly bay: 'unseen' | 'open' | 'closed';
  /** The bay was open, and the main channel has not delivered since. */
  readonly begun: boolean;
  /** Encoder counts that the plunger may still go forward to meet the new cartridge. */
  readonly reach: number;
  /** Until then what is seen may have moved while it was free to. */
  readonly freeUntil: number;
};

export const noChange: Change = { bay: 'unseen', begun: false, reach: 0, freeUntil: 0 };

/** From one end of the bay to the other, and half a millimetre for the two ends. */
const BAY_COUNTS = Math.ceil(countsInMicrosteps(BAY_LENGTH)) + 2_000;
/** A movement that was under way when its leave ended may still arrive: 400 ms, and a beat to hear of it. */
export const STOPPING = 1_500;

/** The switch has spoken. */
export const bayIs = (change: Change, isOpen: boolean, at: number): Change => {
  if (isOpen) return { bay: 'open', begun: true, reach: BAY_COUNTS, freeUntil: 0 };
  return { ...change, bay: 'closed', freeUntil: change.bay === 'open' ? at + STOPPING : change.freeUntil };
};

/** The main channel says that it does something else. */
export const motionIs = (change: Change, before: Motion, motion: Motion, at: number): Change => {
  if (motion === 'delivering') return { ...change, begun: false, reach: 0, freeUntil: 0 };
  if (motion === 'priming') return { ...change, freeUntil: 0 };
  return before === 'seating' ? { ...change, freeUntil: at + STOPPING } : change;
};

/** What a movement by `moved` counts is: part of a change, a dose, or against the rules. */
export type Judged =
  | { readonly is: 'free'; readonly change: Change }
  | { readonly is: 'dose' }
  | { readonly is: 'wrong'; readonly reason: string };

/**
 * Judges what the encoder has seen since it was last read, `motion` being what the main channel says since
 * `since`. A pulse that was under way when the cartridge came out is still a dose.
 */
export const judgeMovement = (
  change: Change,
  { motion, since }: { readonly motion: Motion; readonly since: number },
  moved: number,
  at: number,
): Judged => {
  if (change.bay === 'open') return isFreeInOpenBay(motion, at - since) ? { is: 'free', change } : DOSE;
  if (moved <= 0 && at < change.freeUntil) return { is: 'free', change };
  if (motion !== 'seating' && at >= change.freeUntil) return DOSE;
  if (!change.begun) return { is: 'wrong', reason: 'the plunger is seated, and no bay was opened' };
  const reach = change.reach - Math.max(0, moved);
  return reach < 0
    ? { is: 'wrong', reason: 'the plunger goes further than the bay is long' }
    : { is: 'free', change: { ...change, reach } };
};

const DOSE: Judged = { is: 'dose' };

const isFreeInOpenBay = (motion: Motion, forMs: number): boolean =>
  motion === 'rewinding' || motion === 'seating' || (motion === 'stopped' && forMs > STOPPING);
