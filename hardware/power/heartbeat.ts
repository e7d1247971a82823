import { after, type MonoMs, milliseconds } from '../../src/domain/units.ts';
import type { Clock } from '../../src/ports.ts';

/**
 * Kicks a watchdog for as long as this host lives and its charts answer for it: a clock that goes on when they are dead
 * kicks nothing. Its beats are no facts, and no line of the journal comes of one.
 */
export type Heartbeat = {
  /** Beats at once, and on, within the lease. Returns a function that ends it. */
  readonly start: (kick: () => void) => () => void;
  /** Until then the charts answer; null when they do no longer. */
  readonly lease: (until: MonoMs | null) => void;
};

/** Two of them may be lost within the window of the watchdog. */
const BEAT = milliseconds(150);

export const realHeartbeat = (clock: Clock): Heartbeat => {
  let leased: MonoMs | null = null;
  let beat = (): void => {};
  const isLeased = (): boolean => leased !== null && clock.now() <= leased;
  return {
    start: kick => {
      let cancel = (): void => {};
      beat = () => {
        cancel();
        if (isLeased()) kick();
        cancel = clock.wakeAt(after(clock.now(), BEAT), beat);
      };
      beat();
      return () => {
        beat = () => {};
        cancel();
      };
    },
    lease: until => {
      const hadLapsed = !isLeased();
      leased = until;
      // A host that stood still may have come to its beat before it came to its charts.
      if (hadLapsed && isLeased()) beat();
    },
  };
};

export type LockStepHeartbeat = Heartbeat & {
  /** Whether the host is alive: lock-step time moves only while everything in it answers. */
  readonly beats: () => boolean;
  readonly onChange: (tell: () => void) => void;
  /** The host hangs, and time goes on without it. */
  readonly hang: () => void;
};

/**
 * The heartbeat of a host in lock-step time. Time there moves from deadline to deadline by that host's own leave, so
 * each advance is a kick, and no lease ends unseen: the simulated watchdog is told whether it beats, and not each beat.
 */
export const lockStepHeartbeat = (): LockStepHeartbeat => {
  let alive = false;
  let leased = false;
  let changed = (): void => {};
  const set = (now: boolean): void => {
    alive = now;
    changed();
  };
  return {
    start: kick => {
      kick();
      set(true);
      return () => set(false);
    },
    lease: until => {
      if (leased === (until !== null)) return;
      leased = until !== null;
      changed();
    },
    beats: () => alive && leased,
    onChange: tell => {
      changed = tell;
    },
    hang: () => set(false),
  };
};
