/** Writes the slopes of `state` to `out`. */
export type Slope = (state: Float64Array, out: Float64Array) => void;

/**
 * One step of fourth-order Runge-Kutta, in place, for a system of `size` equations: `step(state, slope, h)`. What it
 * needs in between is allocated here, once.
 */
export const rungeKutta = (size: number) => {
  const [k1, k2, k3, k4, between] = [0, 1, 2, 3, 4].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const along = (state: Float64Array, slopes: Float64Array, h: number): void => {
    for (let i = 0; i < size; i += 1) between[i] = (state[i] ?? 0) + h * (slopes[i] ?? 0);
  };
  return (state: Float64Array, slope: Slope, h: number): void => {
    slope(state, k1);
    along(state, k1, h / 2);
    slope(between, k2);
    along(state, k2, h / 2);
    slope(between, k3);
    along(state, k3, h);
    slope(between, k4);
    for (let i = 0; i < size; i += 1)
      state[i] =
        (state[i] ?? 0) + (h / 6) * ((k1[i] ?? 0) + 2 * ((k2[i] ?? 0) + (k3[i] ?? 0)) + (k4[i] ?? 0));
  };
};
