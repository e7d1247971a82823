/** How far accelerated time may be by now, and how fast it really went. All virtual times in ms. */
export type Pacer = {
  readonly speed: () => number;
  readonly setSpeed: (factor: number, virtual: number) => void;
  /** Begins anew at this virtual time. */
  readonly restart: (virtual: number) => void;
  /** The virtual time that the ceiling allows by now, in whole ms. */
  readonly target: () => number;
  /** Real ms until the ceiling allows `virtual`; 0 or less when it does. */
  readonly realMsUntil: (virtual: number) => number;
  /** Virtual time has come here. */
  readonly reached: (virtual: number) => void;
  readonly achieved: (virtual: number) => number;
};

/** Lag beyond this is forgiven: the factor is a ceiling, so a slow stretch is not caught up above it. */
const FORGIVEN_REAL_MS = 100;
/** The achieved factor is measured over this much real time. */
const WINDOW_REAL_MS = 2_000;
const SAMPLE_REAL_MS = 100;

export const SLOWEST = 1;
export const FASTEST = 3_600;

export const pacer = (first: number): Pacer => {
  let factor = checked(first);
  let origin = { real: performance.now(), virtual: 0 };
  let samples: { readonly real: number; readonly virtual: number }[] = [];

  const allowed = (): number => origin.virtual + (performance.now() - origin.real) * factor;

  const restart = (virtual: number): void => {
    origin = { real: performance.now(), virtual };
    samples = [origin];
  };

  return {
    speed: () => factor,
    setSpeed: (next, virtual) => {
      factor = checked(next);
      restart(virtual);
    },
    restart,
    target: () => Math.floor(allowed()),
    realMsUntil: virtual => (virtual - allowed()) / factor,
    reached: virtual => {
      const real = performance.now();
      if ((allowed() - virtual) / factor > FORGIVEN_REAL_MS) {
        origin = { real: real - FORGIVEN_REAL_MS, virtual };
      }
      const last = samples.at(-1);
      if (last && real - last.real < SAMPLE_REAL_MS) return;
      samples = [...samples.filter(sample => real - sample.real < WINDOW_REAL_MS), { real, virtual }];
    },
    achieved: virtual => {
      const oldest = samples[0];
      if (!oldest) return 0;
      const realMs = performance.now() - oldest.real;
      return realMs > 0 ? (virtual - oldest.virtual) / realMs : 0;
    },
  };
};

const checked = (factor: number): number => {
  if (!(factor >= SLOWEST && factor <= FASTEST)) {
    throw new RangeError(`a speed of ${factor} is outside ${SLOWEST} to ${FASTEST}`);
  }
  return factor;
};
