import type { Clock } from '../../src/ports.ts';

/**
 * Something that takes real time but no pump time: a link with bytes under way, a queue, a journal.
 * Accelerated time stands still until every one of them is idle.
 */
export type Activity = {
  /** Named in the message when it is never idle. */
  readonly name?: string;
  readonly idle: () => boolean;
  /** Resolves when it is idle, for one that takes long: nobody has to look again and again. */
  readonly whenIdle?: () => Promise<void>;
};

/** A clock that waits for activities. Real time waits for nobody, and takes them all the same. */
export type WaitingClock = Clock & {
  /** Returns a function that forgets the activity; calling it twice is harmless. */
  readonly register: (activity: Activity) => () => void;
};
