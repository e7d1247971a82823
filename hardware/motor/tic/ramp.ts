/** Motion from one position to another, known for all times: speed up, run, slow down. */
export type Ramp = {
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  /** Microsteps per ms; `baseSpeed` is there at once, at both ends. */
  readonly baseSpeed: number;
  readonly topSpeed: number;
  readonly accelMs: number;
  readonly runMs: number;
};

/**
 * A trapezoid, or a triangle when the way is too short to reach `speed`. `speed` in microsteps per
 * 10 000 s and `acceleration` in microsteps per 100 s², as the Tic counts them; both ramps are alike. A motor that may
 * not move at all never arrives.
 */
export const ramp = (
  from: number,
  to: number,
  startMs: number,
  speed: number,
  acceleration: number,
  startingSpeed = 0,
): Ramp => {
  const most = speed / 10_000_000;
  const baseSpeed = Math.min(most, startingSpeed / 10_000_000);
  const perMs2 = acceleration / 100_000_000;
  const way = Math.abs(to - from);
  const topSpeed = Math.min(most, Math.sqrt(baseSpeed * baseSpeed + way * perMs2));
  const accelMs = topSpeed === 0 ? 0 : (topSpeed - baseSpeed) / perMs2;
  const accelWay = ((topSpeed + baseSpeed) * accelMs) / 2;
  const runMs = way === 0 ? 0 : (way - 2 * accelWay) / topSpeed;
  return { from, to, startMs, baseSpeed, topSpeed, accelMs, runMs };
};

export const endOf = (motion: Ramp): number => motion.startMs + 2 * motion.accelMs + motion.runMs;

/** Whole microsteps reached at `atMs`; exactly `to` from the end on. */
export const positionAt = (motion: Ramp, atMs: number): number => {
  if (atMs >= endOf(motion)) return motion.to;
  const elapsed = Math.max(0, atMs - motion.startMs);
  return motion.from + Math.sign(motion.to - motion.from) * Math.floor(wayAfter(motion, elapsed));
};

const wayAfter = ({ baseSpeed, topSpeed, accelMs, runMs }: Ramp, elapsed: number): number => {
  const rise = (ms: number): number =>
    accelMs === 0 ? 0 : baseSpeed * ms + ((topSpeed - baseSpeed) * ms * ms) / (2 * accelMs);
  if (elapsed <= accelMs) return rise(elapsed);
  if (elapsed <= accelMs + runMs) return rise(accelMs) + topSpeed * (elapsed - accelMs);
  const left = 2 * accelMs + runMs - elapsed;
  return 2 * rise(accelMs) + topSpeed * runMs - rise(left);
};

/** Velocity at `atMs` in microsteps per 10 000 s, signed. */
export const velocityAt = (motion: Ramp, atMs: number): number => {
  const { startMs, accelMs, runMs, baseSpeed, topSpeed } = motion;
  const elapsed = atMs - startMs;
  const left = endOf(motion) - atMs;
  if (elapsed < 0 || left <= 0) return 0;
  const share = elapsed < accelMs ? elapsed / accelMs : elapsed > accelMs + runMs ? left / accelMs : 1;
  const speed = baseSpeed + (topSpeed - baseSpeed) * share;
  return Math.sign(motion.to - motion.from) * Math.max(1, Math.round(speed * 10_000_000));
};
