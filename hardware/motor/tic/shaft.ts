import { MAX_ACCELERATION, MAX_SPEED } from './profile.ts';
import { endOf, positionAt, type Ramp, ramp, velocityAt } from './ramp.ts';
import { type Run, run, runPositionAt, runSettledMs, runVelocityAt } from './run.ts';

/** Volatile limits of a motion: speeds in microsteps per 10 000 s, accelerations in microsteps per 100 s². */
export type Pace = {
  readonly startingSpeed: number;
  readonly maxSpeed: number;
  readonly maxAcceleration: number;
  readonly maxDeceleration: number;
};
const PROVISIONED: Pace = {
  startingSpeed: 0,
  maxSpeed: MAX_SPEED,
  maxAcceleration: MAX_ACCELERATION,
  maxDeceleration: MAX_ACCELERATION,
};

type Motion = { readonly kind: 'way'; readonly way: Ramp } | { readonly kind: 'run'; readonly run: Run };

export type ShaftOptions = {
  readonly turn: (microsteps: number, atMs: number) => void;
  /** Whether the limit switch of a direction is active. */
  readonly atLimit: (direction: -1 | 1) => boolean;
  /** Microsteps of 1/32 that one step of the step mode in use comes to. */
  readonly stepSize: () => number;
};

/** What turns: a way to a position, or a run at a speed. Both are known for all times, and made when somebody looks. */
export const ticShaft = ({ turn, atLimit, stepSize }: ShaftOptions) => {
  let pace = PROVISIONED;
  let position = 0;
  let motion: Motion | undefined;
  let steppedMs: number | undefined;

  const placeAt = (atMs: number): number => {
    if (!motion) return position;
    return motion.kind === 'way' ? positionAt(motion.way, atMs) : runPositionAt(motion.run, atMs);
  };
  const velocity = (atMs: number): number => {
    if (!motion) return 0;
    return motion.kind === 'way' ? velocityAt(motion.way, atMs) : runVelocityAt(motion.run, atMs);
  };

  /** Turns as far as the motion has come by now. */
  const follow = (now: number): void => {
    if (!motion) return;
    const made = placeAt(now) - position;
    position += made;
    const isOver =
      motion.kind === 'way'
        ? now >= endOf(motion.way)
        : motion.run.to === 0 && now >= runSettledMs(motion.run);
    if (isOver) motion = undefined;
    if (made === 0) return;
    steppedMs = now;
    turn(made * stepSize(), now);
    // An active limit switch stops the motor in its direction.
    if (atLimit(made < 0 ? -1 : 1)) motion = undefined;
  };
  const halt = (now: number): void => {
    follow(now);
    motion = undefined;
  };

  return {
    follow,
    halt,
    /** From standstill, if nothing is in the way. The model has one ramp for both ends: the gentler of the two. */
    goTo: (target: number, now: number): void => {
      halt(now);
      if (target === position || atLimit(target < position ? -1 : 1)) return;
      const { maxSpeed, startingSpeed, maxAcceleration, maxDeceleration } = pace;
      const acceleration = Math.min(maxAcceleration, maxDeceleration);
      motion = { kind: 'way', way: ramp(position, target, now, maxSpeed, acceleration, startingSpeed) };
    },
    /** From the speed that it has, towards `to` in microsteps per 10 000 s and for ever; 0 slows it down to rest. */
    runAt: (to: number, now: number): void => {
      const from = velocity(now);
      halt(now);
      const wanted = Math.max(-pace.maxSpeed, Math.min(pace.maxSpeed, to));
      if (wanted === 0 && from === 0) return;
      if (wanted !== 0 && atLimit(wanted < 0 ? -1 : 1)) return;
      const change = Math.abs(wanted) > Math.abs(from) ? pace.maxAcceleration : pace.maxDeceleration;
      motion = { kind: 'run', run: run({ position, from, to: wanted, startMs: now, acceleration: change }) };
    },
    setPace: (change: Partial<Pace>): void => {
      pace = { ...pace, ...change };
    },
    pace: () => pace,
    place: (to: number): void => {
      position = to;
    },
    position: () => position,
    placeAt,
    velocity,
    isMoving: () => motion !== undefined,
    isRunning: () => motion?.kind === 'run',
    endMs: () => (motion?.kind === 'way' ? endOf(motion.way) : Number.POSITIVE_INFINITY),
    /** Since the last step, in ms; undefined when it never made one. */
    sinceStepMs: (now: number) => (steppedMs === undefined ? undefined : now - steppedMs),
    /** As after power-up: the pace of its settings, position 0. */
    forget: (now: number): void => {
      halt(now);
      pace = PROVISIONED;
      position = 0;
      steppedMs = undefined;
    },
  };
};
