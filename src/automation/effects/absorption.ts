import { match } from 'ts-pattern';

/**
 * How a meal is absorbed over its time, both as shares from 0 to 1: the share absorbed at a share of the time, the
 * inverse, and the rate against the mean rate.
 */
export type Absorption = {
  readonly absorbed: (time: number) => number;
  readonly timeToAbsorb: (absorbed: number) => number;
  readonly rate: (time: number) => number;
};

export const absorptions = ['linear', 'piecewiseLinear', 'parabolic'] as const;
export type AbsorptionKind = (typeof absorptions)[number];

const within = (share: number): number => Math.min(1, Math.max(0, share));

const linear: Absorption = {
  absorbed: within,
  timeToAbsorb: within,
  rate: time => (time > 0 && time <= 1 ? 1 : 0),
};

/** The rate rises until this share of the time, stays, and falls from the other on (LoopAlgorithm, CarbMath). */
const RISEN = 0.15;
const FALLING = 0.5;
const TOP = 2 / (1 + FALLING - RISEN);
const ABSORBED_RISING = 0.5 * TOP * RISEN;
const ABSORBED_BEFORE_FALL = TOP * (FALLING - 0.5 * RISEN);

const piecewiseLinear: Absorption = {
  absorbed: time => {
    if (time <= 0) return 0;
    if (time < RISEN) return (0.5 * TOP * time * time) / RISEN;
    if (time < FALLING) return TOP * (time - 0.5 * RISEN);
    if (time >= 1) return 1;
    const fallen = time - FALLING;
    return ABSORBED_BEFORE_FALL + TOP * fallen * (1 - (0.5 * fallen) / (1 - FALLING));
  },
  timeToAbsorb: absorbed => {
    if (absorbed <= 0) return 0;
    if (absorbed < ABSORBED_RISING) return Math.sqrt((2 * RISEN * absorbed) / TOP);
    if (absorbed < ABSORBED_BEFORE_FALL) return 0.5 * RISEN + absorbed / TOP;
    if (absorbed >= 1) return 1;
    return 1 - Math.sqrt((1 - FALLING) * (1 + FALLING - RISEN) * (1 - absorbed));
  },
  rate: time => {
    if (time <= 0 || time >= 1) return 0;
    if (time < RISEN) return (TOP * time) / RISEN;
    return time < FALLING ? TOP : (TOP * (1 - time)) / (1 - FALLING);
  },
};

/** The rate rises evenly to the middle of the time and falls evenly to its end (Scheiner's curve). */
const parabolic: Absorption = {
  absorbed: time => {
    if (time <= 0) return 0;
    if (time <= 0.5) return 2 * time * time;
    return time < 1 ? -1 + 2 * time * (2 - time) : 1;
  },
  timeToAbsorb: absorbed => {
    if (absorbed <= 0) return 0;
    if (absorbed <= 0.5) return Math.sqrt(0.5 * absorbed);
    return absorbed < 1 ? 1 - Math.sqrt(0.5 * (1 - absorbed)) : 1;
  },
  rate: time => {
    if (time <= 0 || time >= 1) return 0;
    return time <= 0.5 ? 4 * time : 4 * (1 - time);
  },
};

export const absorptionOf = (kind: AbsorptionKind): Absorption =>
  match(kind)
    .with('linear', () => linear)
    .with('piecewiseLinear', () => piecewiseLinear)
    .with('parabolic', () => parabolic)
    .exhaustive();
