/** How far a thread is behind what it is told. A count, and nothing is kept: what it cannot take in time is left out. */
export type Backlog = {
  /** Another run, or this one again: all up to this step is taken; null where only the next step shows which it is. */
  readonly begin: (seq: number | null) => void;
  /** Whether this step, the next one, is to be told. */
  readonly takes: (seq: number) => boolean;
  /** The thread has taken all up to this step. Returns whether it waits for more after steps were left out. */
  readonly heard: (seq: number) => boolean;
};

/** At most so many steps wait. */
export const backlog = (most: number): Backlog => {
  let told: number | null = null;
  let taken: number | null = null;
  let leavesOut = false;
  return {
    begin: seq => {
      told = seq;
      taken = seq;
      leavesOut = false;
    },
    takes: seq => {
      taken ??= seq - 1;
      leavesOut ||= seq - taken > most;
      if (!leavesOut) told = seq;
      return !leavesOut;
    },
    heard: seq => {
      taken = Math.max(taken ?? seq, seq);
      return leavesOut && told !== null && seq >= told;
    },
  };
};
