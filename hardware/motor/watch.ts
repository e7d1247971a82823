import type { MonoMs } from '../../src/domain/units.ts';

/** What a motor driver last said of itself, to whoever asked it. */
export type MotorLook = {
  /** It turns, or holds current and obeys: it could turn at the next word. */
  readonly mayMove: boolean;
  readonly isTurning: boolean;
  /** Whether there is current in its coils; null for a make that does not say. */
  readonly isEnergised: boolean | null;
  /** In words; null while nothing is wrong. */
  readonly trouble: string | null;
  readonly at: MonoMs;
};

/** Listens to the line of a motor driver, and never speaks on it. */
export type MotorWatch = {
  readonly hear: (direction: 'toDevice' | 'toHost', bytes: Uint8Array) => void;
  /** Null before it has said anything. */
  readonly last: () => MotorLook | null;
  /** Since when all that it has said is that it stands still and may not move; null while it has not said so. */
  readonly restedSince: () => MonoMs | null;
};

/** Of one make, in the time of a bench. */
export type MakeMotorWatch = (now: () => MonoMs) => MotorWatch;

/** What is common to the watches of all makes: the last look, and since when it is at rest. */
export const looks = (now: () => MonoMs) => {
  let last: MotorLook | null = null;
  let rested: MonoMs | null = null;
  return {
    /** It has said so, or was told to. */
    saw: (look: Omit<MotorLook, 'at'>): void => {
      last = { ...look, at: now() };
      rested = look.mayMove ? null : (rested ?? last.at);
    },
    last: () => last,
    restedSince: () => rested,
  };
};
