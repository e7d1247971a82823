/**
 * Sensor error in the form of Facchinetti et al., IEEE TBME 61:620, 2014: calibration that drifts, plus two
 * second-order autoregressive series of one minute's step, one of the sensor and one common to sensors of a person:
 *
 *   reading = (a0 + a1·t + a2·t²)·glucose + (b0 + b1·t + b2·t²) + v + cc,   t in days since calibration
 *   v = v1·v(1 min ago) + v2·v(2 min ago) + w,   w normal with variance `vVariance` mg²/dL²; cc alike
 */
export type Drift = {
  readonly gain: readonly [number, number, number];
  /** mg/dL, per day, per day². */
  readonly offset: readonly [number, number, number];
  readonly v: readonly [number, number];
  readonly vVariance: number;
  readonly cc: readonly [number, number];
  readonly ccVariance: number;
};

/** Dexcom SEVEN Plus (Facchinetti et al. 2014), calibrated by hand every so often. */
export const FACCHINETTI_2014: Drift = {
  gain: [1.1, 2e-4, 0],
  offset: [-14.8, 0.04, 0],
  v: [1.013, -0.2135],
  vVariance: 14.45,
  cc: [1.23, -0.3995],
  ccVariance: 11.3,
};

/** Dexcom G6, calibrated in the factory (Vettoretti et al., IEEE EMBC 2019, doi 10.1109/embc.2019.8856790). */
export const VETTORETTI_2019: Drift = {
  gain: [1.048, -0.033, 0.002],
  offset: [-6.398, 6.179, -0.448],
  v: [1.22, -0.331],
  vVariance: 3.641,
  cc: [1.34, -0.492],
  ccVariance: 5.538,
};

const MINUTES_A_DAY = 1_440;

/** An autoregressive series at rest; each call is a minute. */
const series = (normal: () => number, [first, second]: readonly [number, number], variance: number) => {
  const deviation = Math.sqrt(variance);
  let before = 0;
  let last = 0;
  return (): number => {
    const value = first * last + second * before + deviation * normal();
    before = last;
    last = value;
    return value;
  };
};

/** What the sensor would show, mg/dL, before its range is applied. `minute` grows from call to call. */
export const driftingReadings = (normal: () => number, model: Drift) => {
  const own = series(normal, model.v, model.vVariance);
  const common = series(normal, model.cc, model.ccVariance);
  let reached = 0;
  return (minute: number, glucoseMgPerDl: number): number => {
    let error = 0;
    do {
      error = own() + common();
      reached += 1;
    } while (reached <= minute);
    const days = minute / MINUTES_A_DAY;
    const [a0, a1, a2] = model.gain;
    const [b0, b1, b2] = model.offset;
    return (a0 + (a1 + a2 * days) * days) * glucoseMgPerDl + b0 + (b1 + b2 * days) * days + error;
  };
};
