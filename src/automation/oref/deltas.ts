import { mean, rounded } from './rounding.ts';

/** A reading as oref0 takes it: milliseconds of the wall clock, mg/dL. */
export type Sample = {
  readonly atMs: number;
  readonly glucose: number;
  /** Only readings of the newest one's device count. */
  readonly device: string | null;
  /** 0 unknown, 1 clean … 4 heavy; NaN where nobody has said. */
  readonly noise: number;
  readonly kind: 'reading' | 'calibration';
};

/** The newest glucose and how it has changed, in mg/dL per five minutes. */
export type GlucoseStatus = {
  readonly glucose: number;
  readonly atMs: number;
  readonly noise: number;
  /** Since the readings of about 5, 5–15 and 20–40 minutes ago. */
  readonly delta: number;
  readonly shortDelta: number;
  readonly longDelta: number;
  /** How many readings back the last calibration was; 0: none seen. */
  readonly calibratedBack: number;
};

const MINUTE_MS = 60_000;
/** At or below this a value tells an error of the sensor. */
const ERROR_VALUE = 38;

/** From readings newest first, of which there must be one. Nothing older than a calibration is looked at. */
export const glucoseStatus = (samples: readonly Sample[]): GlucoseStatus => {
  const [newest, ...older] = samples;
  if (newest === undefined) throw new RangeError('a glucose status needs a reading');
  let { glucose, atMs } = newest;
  const last: number[] = [];
  const short: number[] = [];
  const long: number[] = [];
  let calibratedBack = 0;
  for (const [index, sample] of older.entries()) {
    if (sample.kind === 'calibration') {
      calibratedBack = index + 1;
      break;
    }
    if (sample.glucose <= ERROR_VALUE || sample.device !== newest.device) continue;
    const minutes = Math.round((atMs - sample.atMs) / MINUTE_MS);
    const change = ((glucose - sample.glucose) / minutes) * 5;
    if (minutes > -2 && minutes < 2.5) {
      // Two receivers of one sensor: their mean is the newest glucose.
      glucose = (glucose + sample.glucose) / 2;
      atMs = (atMs + sample.atMs) / 2;
    } else if (minutes > 2.5 && minutes < 17.5) {
      short.push(change);
      if (minutes < 7.5) last.push(change);
    } else if (minutes > 17.5 && minutes < 42.5) long.push(change);
  }
  return {
    glucose: rounded(glucose, 2),
    atMs,
    noise: rounded(newest.noise),
    delta: rounded(mean(last), 2),
    shortDelta: rounded(mean(short), 2),
    longDelta: rounded(mean(long), 2),
    calibratedBack,
  };
};
