import { isIn } from '../pumpModel.ts';
import type { Place } from './cell.ts';
import { type Meanwhile, NOTHING_DONE, PER_MICROSTEP_U } from './volume.ts';

/** What the rig has done to plunger and line on one path: what instruments see then is its doing, and not the pump's. */
export type Doings = {
  readonly closed: (isClosed: boolean) => void;
  readonly crept: (microsteps: number) => void;
  readonly loosened: () => void;
  readonly removed: () => void;
  readonly inserted: () => void;
  readonly meanwhile: () => Meanwhile;
  /** Where the plunger must be felt in this state of the chart; null where nobody can say. */
  readonly placeIn: (state: number) => Place | null;
};

const HELD = 'the rig held the line closed: what was ordered is in it';
const LOOSE = 'the plunger was taken off its stopper by hand: nothing moves what is in the cartridge';
const CHANGED = 'a cartridge was changed by hand: what its plunger displaces on the way to it, nobody counts';

export const doings = (): Doings => {
  let is: Meanwhile = NOTHING_DONE;
  let isClosed = false;
  let isFree = false;
  return {
    closed: closed => {
      isClosed = closed;
      if (closed) is = { ...is, heldBack: is.heldBack ?? HELD };
    },
    crept: microsteps => {
      is = { ...is, creptU: is.creptU + microsteps * PER_MICROSTEP_U };
    },
    loosened: () => {
      isFree = true;
      is = { ...is, heldBack: LOOSE };
    },
    removed: () => {
      isFree = true;
      is = { ...is, heldBack: is.heldBack ?? CHANGED };
    },
    inserted: () => {
      is = { ...is, unknown: CHANGED };
    },
    meanwhile: () => is,
    placeIn: state => {
      const hasMet = MET.some(at => isIn(state, at));
      if (hasMet && is.unknown !== null) isFree = false;
      if (isFree) return 'free';
      if (!hasMet && !isIn(state, { supply: 'ready' })) return null;
      if (isIn(state, { occlusion: 'occluded' })) return isClosed ? 'blocked' : null;
      return isClosed ? null : 'seated';
    },
  };
};

/** Here the plunger has met a cartridge. */
const MET = (['seated', 'loaded', 'primed'] as const).map(changing => ({ supply: { changing } }));
