/** A source of standard normal numbers that a seed repeats exactly. */
export type Normal = () => number;

/** Uniform in [0, 1): mulberry32, 32 bits of state. */
const uniform = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Near-normal: the sum of twelve uniforms less six (mean 0, variance 1), bounded by ±6 and free of `Math.log`. */
export const normal = (seed: number): Normal => {
  const next = uniform(seed);
  return () => {
    let sum = -6;
    for (let n = 0; n < 12; n += 1) sum += next();
    return sum;
  };
};

/** How much of one reading's error stays in the next, 5 minutes later (Breton and Kovatchev 2008 found 0.7). */
const CARRIED = 0.7;

/** A sensor's relative error, reading by reading: first-order autoregressive with this standard deviation. */
export const sensorError = (seed: number, deviation: number): (() => number) => {
  const draw = normal(seed);
  const fresh = Math.sqrt(1 - CARRIED * CARRIED);
  let error = draw();
  return () => {
    const now = error * deviation;
    error = CARRIED * error + fresh * draw();
    return now;
  };
};
