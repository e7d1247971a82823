import { type MonoMs, monoMs, type WallMs, wallMs } from '../../src/domain/units.ts';
import type { Activity, WaitingClock } from './activity.ts';
import { pacer } from './pacer.ts';
import { type WakeUp, wakeUps } from './wakeups.ts';

/** Turns of the event loop in which everything must be idle before time moves: one to see what arrived, one to see what that caused. */
const QUIET_TURNS = 2;
/** An activity that is busy for this much real time will never be idle. */
const STUCK_AFTER_REAL_MS = 10_000;

export type LockStepClock = WaitingClock & {
  /** The wall clock leaps by so many ms, as clocks do; monotonic time does not notice. */
  readonly shiftWall: (ms: number) => void;
  /** Nobody is called for so many ms, as when a host stands still: what was due meanwhile comes late. */
  readonly standStill: (ms: number) => void;
  /** Ceiling of the factor, 1 to 3600; takes effect at once. Throws a RangeError outside. */
  readonly setSpeed: (factor: number) => void;
  readonly speed: () => number;
  /** Runs by itself, paced by the ceiling, until `pause`. */
  readonly resume: () => void;
  readonly pause: () => void;
  readonly running: () => boolean;
  /** The factor reached over about the last two seconds of real time; 0 while paused. */
  readonly achieved: () => number;
  /** As fast as possible to `at`, wake-up by wake-up. Rejects while running, or when an activity is never idle. */
  readonly advanceTo: (at: MonoMs) => Promise<void>;
  /** As fast as possible, one wake-up at a time, until `done()`; says how many it took, rejects after `maxWakeUps` or when none is left. */
  readonly advanceUntil: (done: () => boolean, maxWakeUps: number) => Promise<number>;
  /** Resolves when every activity is idle; time stands still. */
  readonly settle: () => Promise<void>;
  /** Stops for good. Safe to call twice. */
  readonly close: () => void;
};

export type LockStepOptions = {
  /** What `now()` says at first. */
  readonly zeroMono?: MonoMs;
  /** What `wall()` says at first. */
  readonly zeroWall?: WallMs;
  /** Ceiling of the factor. */
  readonly speed?: number;
};

/**
 * Accelerated time: it moves to the next wake-up only when every registered activity
 * is idle and stays so for two turns of the event loop. It starts paused: call `resume` to run paced,
 * or drive it with `advanceTo` and `advanceUntil`. Wake-ups of one instant are called in order of
 * registration, each after the effects of the one before have settled, so a run is repeatable.
 */
export const lockStepClock = ({
  zeroMono = monoMs(0),
  zeroWall = wallMs(0),
  speed = 1,
}: LockStepOptions = {}): LockStepClock => {
  const pending = wakeUps();
  const activities = new Set<Activity>();
  const pace = pacer(speed);
  let current = zeroMono;
  let mode: 'paused' | 'running' | 'driven' | 'closed' = 'paused';
  /** Everything is idle and the next wake-up is not due yet: only then may time flow between wake-ups. */
  let waiting = false;
  /** Counts resumptions, so that a loop that was paused and resumed while it settled does not run twice. */
  let epoch = 0;
  /** By how much the wall clock has leapt, in ms. */
  let shifted = 0;
  let interrupt = (): void => {};

  const busy = (): Activity | undefined => {
    for (const activity of activities) if (!activity.idle()) return activity;
    return undefined;
  };

  const now = (): MonoMs => {
    if (mode === 'running' && waiting && !busy()) {
      const limit = pending.next()?.at ?? Number.MAX_SAFE_INTEGER;
      current = monoMs(Math.max(current, Math.min(limit, pace.target())));
    }
    return current;
  };

  const settle = async (): Promise<void> => {
    let stuckSince = performance.now();
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      await turn();
      const culprit = busy();
      quiet = culprit ? 0 : quiet + 1;
      if (culprit?.whenIdle) await culprit.whenIdle();
      if (!culprit || culprit.idle()) stuckSince = performance.now();
      else if (performance.now() - stuckSince > STUCK_AFTER_REAL_MS) {
        throw new Error(
          `time cannot advance: ${culprit.name ?? 'an activity'} has been busy for ${STUCK_AFTER_REAL_MS} ms`,
        );
      }
    }
  };

  const fire = ({ at, then }: WakeUp): void => {
    current = monoMs(Math.max(current, at));
    pace.reached(current);
    then();
  };

  /** Sleeps until the next wake-up is due, or something new is to be considered. */
  const rest = (ms: number): Promise<void> =>
    new Promise(done => {
      const timer = setTimeout(done, ms);
      interrupt = () => {
        clearTimeout(timer);
        done();
      };
    });

  const run = async (mine: number): Promise<void> => {
    const mayRun = (): boolean => mode === 'running' && epoch === mine;
    while (mayRun()) {
      waiting = false;
      await settle();
      if (!mayRun()) return;
      const next = pending.next();
      const waitMs = next ? pace.realMsUntil(next.at) : Number.POSITIVE_INFINITY;
      if (next && waitMs <= 0) {
        pending.take();
        fire(next);
        continue;
      }
      waiting = true;
      await rest(Math.min(waitMs, 1_000));
      now();
    }
  };

  const drive = async (step: () => Promise<void>): Promise<void> => {
    if (mode !== 'paused') throw new Error(`a clock that is ${mode} cannot be driven; pause it first`);
    mode = 'driven';
    try {
      await step();
    } finally {
      if (mode === 'driven') mode = 'paused';
    }
  };

  return {
    now,
    wall: () => wallMs(Math.max(0, zeroWall + shifted + (now() - zeroMono))),
    shiftWall: ms => {
      shifted += ms;
    },
    standStill: ms => {
      current = monoMs(now() + ms);
    },
    wakeAt: (at, then) => {
      const cancel = pending.add(at, then);
      if (waiting) interrupt();
      return cancel;
    },
    register: activity => {
      activities.add(activity);
      return () => void activities.delete(activity);
    },
    setSpeed: factor => {
      pace.setSpeed(factor, now());
      interrupt();
    },
    speed: pace.speed,
    resume: () => {
      if (mode !== 'paused') return;
      mode = 'running';
      pace.restart(current);
      epoch += 1;
      run(epoch).catch(reportLater);
    },
    pause: () => {
      if (mode !== 'running') return;
      now();
      mode = 'paused';
      waiting = false;
      interrupt();
    },
    running: () => mode === 'running',
    achieved: () => (mode === 'running' ? pace.achieved(now()) : 0),
    advanceTo: at =>
      drive(async () => {
        for (;;) {
          await settle();
          const next = pending.next();
          if (!next || next.at > at) break;
          pending.take();
          fire(next);
        }
        current = monoMs(Math.max(current, at));
      }),
    advanceUntil: async (done, maxWakeUps) => {
      let taken = 0;
      await drive(async () => {
        for (;;) {
          await settle();
          if (done()) return;
          const next = taken < maxWakeUps ? pending.take() : undefined;
          if (!next) throw new Error(`not reached after ${taken} wake-ups, at ${current} ms`);
          taken += 1;
          fire(next);
        }
      });
      return taken;
    },
    settle,
    close: () => {
      mode = 'closed';
      waiting = false;
      interrupt();
    },
  };
};

const turn = (): Promise<void> => new Promise(done => setImmediate(done));

/** A defect inside a wake-up must reach the handler of last resort, not vanish in a promise. */
const reportLater = (error: unknown): void => {
  queueMicrotask(() => {
    throw error;
  });
};
