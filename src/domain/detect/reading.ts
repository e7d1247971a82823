import { type MgPerDl, type MonoMs, mgPerDl, monoMs } from '../units.ts';

/** How restless a sensor is; `medium` and worse raise no insulin (SR-093). */
export const NOISES = ['clean', 'light', 'medium', 'heavy'] as const;
export type Noise = (typeof NOISES)[number];

/** What a sensor says: glucose, or that it is beyond the sensor's range, which is no number to reckon with. */
export type Glucose = MgPerDl | 'low' | 'high';

/** One reading that was believed. */
export type Reading = {
  readonly glucose: Glucose;
  readonly measuredAt: MonoMs;
  /** The sensor's number of it: by it a second word on the same instant is known for one. */
  readonly sequence?: number;
  /** By how much it was dated ahead when it came, in ms; what was not is dated by `measuredAt`. */
  readonly aheadMs?: number;
  /** Other values were given for its instant afterwards: the lowest of all. It is no past for any verdict. */
  readonly lowest?: Glucose;
};

/** The readings of the last while, in order of time, the oldest first. */
export type Trail = readonly Reading[];

/** A reading as it arrives. `ageMs` is how long ago it was measured by the sensor's own clock. */
export type Arrival = {
  readonly mgPerDl: number;
  readonly sequence: number;
  readonly ageMs: number;
  /** The sensor's own word, where it has one. */
  readonly noise: Noise;
};

/**
 * Why a reading that is believed is not good enough to increase insulin. `alone`: there is none of the
 * last 12 min to hold it against. `contradicted`: of it, or of one before it, another value was told.
 */
export const DOUBTS = ['beyondRange', 'alone', 'jump', 'flat', 'noisy', 'contradicted'] as const;
export type Doubt = (typeof DOUBTS)[number];

/** What becomes of a reading. It is plausible when it is accepted without a doubt. */
export type Verdict =
  | {
      readonly accepted: true;
      readonly reading: Reading;
      readonly noise: Noise;
      readonly doubts: readonly Doubt[];
    }
  | { readonly accepted: false; readonly reasons: readonly string[] };

const MINUTE_MS = 60_000;
/** A sensor says 39 for "below its range" and 401 for "above it"; all below 39 are codes of errors. */
const LOW_CODE = 39;
const HIGH_CODE = 401;
/** oref0: a reading older than 12 min or more than 5 min ahead of the clock is not of now. */
export const OLDEST_MS = 12 * MINUTE_MS;
export const AHEAD_MOST_MS = 5 * MINUTE_MS;
/** After 20 min without a reading, a sensor that counts from the beginning is a new one. */
const FORGOTTEN_MS = 20 * MINUTE_MS;
/** Loop: a larger step from one reading to the next is no gradual transition. */
const JUMP_MG_PER_DL = 40;
const FLAT_MS = 15 * MINUTE_MS;
const STUCK_MS = 45 * MINUTE_MS;
const FLAT_ABOVE_MG_PER_DL = 60;

/** How much of the past a verdict rests on. */
const TRAIL_MS = STUCK_MS + OLDEST_MS;

/** The number nearest to what was said; for comparing with thresholds and for drawing, never for a rate. */
export const nearest = (glucose: Glucose): MgPerDl => {
  if (glucose === 'low') return mgPerDl(LOW_CODE);
  return glucose === 'high' ? mgPerDl(HIGH_CODE) : glucose;
};

/** What a number from `nearest` stands for. */
export const kindOfGlucose = (value: MgPerDl): 'low' | 'high' | 'measured' =>
  value === LOW_CODE ? 'low' : value === HIGH_CODE ? 'high' : 'measured';

/**
 * Judges one reading at the moment it arrives. Refused: out of sequence, from another time, or no glucose.
 * Believed with doubts: shown and alarmed on, but no reason for more insulin (SR-093).
 */
export const judge = (trail: Trail, lastSequence: number | null, arrival: Arrival, now: MonoMs): Verdict => {
  const reasons = [
    ...codeReasons(arrival.mgPerDl),
    ...timeReasons(arrival.ageMs, now),
    ...orderReasons(trail, lastSequence, arrival, now),
  ];
  if (reasons.length > 0) return { accepted: false, reasons };
  const reading = {
    glucose: glucoseOf(arrival.mgPerDl),
    measuredAt: measuredAt(arrival.ageMs, now),
    sequence: arrival.sequence,
    ...(arrival.ageMs < 0 ? { aheadMs: -arrival.ageMs } : {}),
  };
  const past = undisputed(trail);
  const noise = worse(arrival.noise, noiseOf([...past, reading]));
  return { accepted: true, reading, noise, doubts: doubtsOf(past, reading, noise) };
};

/** Whether two values were given for its instant. */
export const isDisputed = ({ lowest }: Reading): boolean => lowest !== undefined;

/** The readings that nothing has contradicted. */
export const undisputed = (trail: Trail): Trail =>
  trail.some(isDisputed) ? trail.filter(each => !isDisputed(each)) : trail;

/** The trail with this reading, and without what no verdict needs any more. */
export const extend = (trail: Trail, reading: Reading): Trail => [
  ...trail.filter(each => reading.measuredAt - each.measuredAt <= TRAIL_MS),
  reading,
];

/** What a sensor says with a number that is a glucose. */
export const glucoseOf = (value: number): Glucose => {
  if (value === LOW_CODE) return 'low';
  return value === HIGH_CODE ? 'high' : mgPerDl(value);
};

/** A clock that is ahead does not make a reading newer than now. */
const measuredAt = (ageMs: number, now: MonoMs): MonoMs => monoMs(now - Math.max(0, ageMs));

/** Whether a number is a glucose, and not a code for an error or beyond what a sensor can measure. */
export const isGlucose = (value: number): boolean => codeReasons(value).length === 0;

const codeReasons = (value: number): readonly string[] => {
  if (!Number.isSafeInteger(value)) return [`${value} is no whole number of mg/dL.`];
  if (value < LOW_CODE) return [`${value} is a code for an error of the sensor, not a glucose.`];
  return value > HIGH_CODE ? [`${value} mg/dL is above what a sensor can measure.`] : [];
};

const timeReasons = (ageMs: number, now: MonoMs): readonly string[] => {
  const minutes = (ms: number): number => Math.ceil(ms / MINUTE_MS);
  if (!Number.isSafeInteger(ageMs)) return [`an age of ${ageMs} ms tells no time.`];
  if (ageMs > OLDEST_MS) return [`it was measured ${minutes(ageMs)} min ago, more than 12 min.`];
  if (ageMs > now) return ['it was measured before this journal began.'];
  return ageMs < -AHEAD_MOST_MS ? [`it is dated ${minutes(-ageMs)} min ahead, more than 5 min.`] : [];
};

const orderReasons = (
  trail: Trail,
  lastSequence: number | null,
  { sequence, ageMs }: Arrival,
  now: MonoMs,
): readonly string[] => {
  const last = trail.at(-1)?.measuredAt ?? null;
  if (!Number.isSafeInteger(sequence)) return [`${sequence} is no number of a reading.`];
  if (last !== null && now - Math.max(0, ageMs) <= last) {
    return ['it was measured no later than the reading before.'];
  }
  const isForgotten = last === null || now - last > FORGOTTEN_MS;
  return lastSequence !== null && sequence <= lastSequence && !isForgotten
    ? [`reading number ${sequence} does not follow number ${lastSequence}.`]
    : [];
};

const doubtsOf = (trail: Trail, reading: Reading, noise: Noise): readonly Doubt[] => {
  const before = trail.at(-1);
  const isAlone = before === undefined || reading.measuredAt - before.measuredAt > OLDEST_MS;
  const isJump = !isAlone && Math.abs(nearest(reading.glucose) - nearest(before.glucose)) > JUMP_MG_PER_DL;
  return [
    ...(typeof reading.glucose === 'string' ? (['beyondRange'] as const) : []),
    ...(isAlone ? (['alone'] as const) : []),
    ...(isJump ? (['jump'] as const) : []),
    ...(isFlat([...trail, reading]) ? (['flat'] as const) : []),
    ...(isNoisy(noise) ? (['noisy'] as const) : []),
  ];
};

export const isNoisy = (noise: Noise): boolean => noise === 'medium' || noise === 'heavy';

/** Whether insulin may be increased on the newest reading: at most 12 min old, and nothing in doubt (SR-093). */
export const isGoodForMore = (
  { trail, doubts }: { readonly trail: Trail; readonly doubts: readonly Doubt[] },
  now: MonoMs,
): boolean => {
  const newest = trail.at(-1);
  return newest !== undefined && now - newest.measuredAt <= OLDEST_MS && doubts.length === 0;
};

const worse = (a: Noise, b: Noise): Noise => (NOISES.indexOf(a) < NOISES.indexOf(b) ? b : a);

/** The newest readings that reach back `windowMs` without a gap, as numbers; null where there are none such. */
const numbersOver = (trail: Trail, windowMs: number): readonly number[] | null => {
  const newest = trail.at(-1);
  const first = newest && trail.findLastIndex(({ measuredAt: at }) => newest.measuredAt - at >= windowMs);
  if (first === undefined || first < 0) return null;
  const stretch = trail.slice(first);
  const hasGap = steps(stretch.map(({ measuredAt: at }) => at)).some(ms => ms > OLDEST_MS);
  const numbers = stretch.map(({ glucose }) => glucose);
  return !hasGap && numbers.every(each => typeof each === 'number') ? numbers : null;
};

const steps = (numbers: readonly number[]): readonly number[] =>
  numbers.slice(1).map((number, index) => number - (numbers[index] ?? number));

const meanSize = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + Math.abs(number), 0) / numbers.length;

const isUnchanged = (trail: Trail, windowMs: number): boolean => {
  const numbers = numbersOver(trail, windowMs);
  return numbers !== null && Math.min(...numbers) === Math.max(...numbers) && isAboveFloor(numbers);
};

/** Low glucose may well stay where it is, and nobody raises insulin on it. */
const isAboveFloor = (numbers: readonly number[]): boolean => (numbers.at(-1) ?? 0) > FLAT_ABOVE_MG_PER_DL;

/** After oref0: unchanged over 15 min, and hardly changed over 45 min. Enough to distrust, not to accuse. */
const isFlat = (trail: Trail): boolean => {
  const numbers = numbersOver(trail, STUCK_MS);
  return numbers !== null && meanSize(steps(numbers)) < 1 && isUnchanged(trail, FLAT_MS);
};

/** The same number for 45 min: the sensor is suspected to be stuck. Of 44 recorded traces one does that. */
export const isStuck = (trail: Trail): boolean => isUnchanged(trail, STUCK_MS);

/** Noise is judged over the last 25 min: six readings of most sensors. */
const NOISE_MS = 25 * MINUTE_MS;
/** Mean size of the change from one step to the next, in mg/dL, at which each level begins. */
const NOISE_FROM = { light: 10, medium: 20, heavy: 30 } as const;

/** Noise by the zigzag of the readings: a body turns slowly, so a sharp change of direction is the sensor's. */
const noiseOf = (trail: Trail): Noise => {
  const numbers = numbersOver(trail, NOISE_MS);
  const turn = numbers === null ? 0 : meanSize(steps(steps(numbers)));
  if (turn >= NOISE_FROM.heavy) return 'heavy';
  if (turn >= NOISE_FROM.medium) return 'medium';
  return turn >= NOISE_FROM.light ? 'light' : 'clean';
};
