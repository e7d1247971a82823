import { after, milliseconds } from '../../src/domain/units.ts';
import type { Clock } from '../../src/ports.ts';

/** Kicks a watchdog for as long as this host lives. Its beats are no facts, and no line of the journal comes of one. */
export type Heartbeat = {
  /** Beats at once, and on. Returns a function that ends it. */
  readonly start: (kick: () => void) => () => void;
};

/** Two of them may be lost within the window of the watchdog. */
const BEAT = milliseconds(150);

export const realHeartbeat = (clock: Clock): Heartbeat => ({
  start: kick => {
    let cancel = (): void => {};
    const beat = (): void => {
      kick();
      cancel = clock.wakeAt(after(clock.now(), BEAT), beat);
    };
    beat();
    return () => cancel();
  },
});

export type LockStepHeartbeat = Heartbeat & {
  /** Whether the host is alive: lock-step time moves only while everything in it answers. */
  readonly beats: () => boolean;
  readonly onChange: (tell: () => void) => void;
  /** The host hangs, and time goes on without it. */
  readonly hang: () => void;
};

/**
 * The heartbeat of a host in lock-step time. Time there moves from deadline to deadline by that host's own leave, so
 * each advance is a kick: the simulated watchdog is told whether it beats, and not each beat.
 */
export const lockStepHeartbeat = (): LockStepHeartbeat => {
  let alive = false;
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
    beats: () => alive,
    onChange: tell => {
      changed = tell;
    },
    hang: () => set(false),
  };
};
