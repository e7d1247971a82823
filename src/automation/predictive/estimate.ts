import { KINETICS, STRENGTH, strengthAt } from './kinetics.ts';

/**
 * Glucose, what moves it beside insulin and food, the error of the sensor, and how far the settings are off, told apart by an
 * extended Kalman filter (Kalman, J Basic Eng 82:35, 1960; joint estimation of states and parameters as in Jazwinski,
 * Stochastic Processes and Filtering Theory, 1970, ch. 8). A sensor errs slowly, so its error is a state of its own.
 */
export const TRUST = {
  /** Spread of the sensor's slow error, (mg/dL)², and the minutes in which it is forgotten (Breton and Kovatchev, JDST 2:853, 2008: 0.7 in 15 min). */
  errorVariance: 110,
  errorMin: 42,
  /** What a reading errs beside that. */
  readingVariance: 9,
  /** Minutes in which what nobody knows of fades, and in which each of two compartments of an untold meal empties. */
  driftMin: 45,
  /** What the model does not know of five minutes, (mg/dL)², and of what insulin and food do in that time, as a share. */
  modelVariance: 1,
  flowShare: 0.3,
  /** The first reading is all that is known at first. */
  firstVariance: 400,
  /** Where the profile holds glucose is not known: so much, until readings say otherwise, mg/dL. */
  held: 130,
} as const;

/**
 * What the filter may explain by what. Whoever tells of meals teaches how far sensitivity, carbohydrates and profile are off
 * (standard deviations, the first two as logarithms, `together` their correlation: settings for one body err alike). Where
 * nobody tells, food could not be told from settings: those are taken as they are, and meals may come at any time.
 */
export type Unsure = {
  readonly insulin: number;
  readonly carbs: number;
  readonly together: number;
  readonly basal: number;
  /** (mg/dL/min)². */
  readonly drift: number;
  /** Variance of untold food, g² per minute; 20 is a meal of 70 g every four hours. */
  readonly meals: number;
};

export const UNSURE = {
  told: { insulin: 0.4, carbs: 0.4, together: 0.6, basal: 0.2, drift: 0.1, meals: 0 },
  untold: { insulin: 0, carbs: 0, together: 0, basal: 0, drift: 0.02, meals: 20 },
} as const satisfies Record<string, Unsure>;

/** No more is believed of the settings, whatever the readings say: a factor of 1.5 either way, half the profile. */
export const MOST_LEARNT = { factor: Math.log(1.5), basal: 0.5 } as const;

/**
 * The states, by their place: glucose and the error of the sensor (mg/dL); drift (mg/dL/min); logarithms of how much more
 * insulin and carbohydrate do than the settings say; by which share of itself the profile gives too little; and what an untold
 * meal has in its first compartment, as the drift it would make (mg/dL/min).
 */
export const STATE = { glucose: 0, drift: 1, error: 2, insulin: 3, carbs: 4, basal: 5, meal: 6 } as const;
const SIZE = 7;

/** Mean, and covariance row by row. Changes in place. */
export type Estimate = { readonly mean: Float64Array; readonly spread: Float64Array };

/** What insulin and food have moved glucose by in some minutes, as the settings have it, and what the whole profile moves it by, mg/dL. */
export type Moved = { readonly insulin: number; readonly carbs: number; readonly profile: number };

export const of = ({ mean }: Estimate, state: keyof typeof STATE): number => mean[STATE[state]] ?? 0;

export const firstEstimate = (reading: number, unsure: Unsure): Estimate => {
  const mean = new Float64Array(SIZE);
  const spread = new Float64Array(SIZE * SIZE);
  mean[STATE.glucose] = reading;
  const set = (row: number, column: number, value: number): void => {
    spread[row * SIZE + column] = value;
    spread[column * SIZE + row] = value;
  };
  set(STATE.glucose, STATE.glucose, TRUST.firstVariance);
  set(STATE.drift, STATE.drift, unsure.drift);
  set(STATE.error, STATE.error, TRUST.errorVariance);
  set(STATE.insulin, STATE.insulin, unsure.insulin ** 2);
  set(STATE.carbs, STATE.carbs, unsure.carbs ** 2);
  set(STATE.insulin, STATE.carbs, unsure.together * unsure.insulin * unsure.carbs);
  set(STATE.basal, STATE.basal, unsure.basal ** 2);
  return { mean, spread };
};

/** What is left of something after so many minutes. */
export const left = (minutes: number, lastingMin: number): number => Math.exp(-minutes / lastingMin);

const row = new Float64Array(SIZE);

/**
 * The covariance so many minutes on, where glucose depends on the states as `row` says: F·P·Fᵀ in place, first by columns, then
 * by rows. F is the identity but for the rows of glucose, drift, error and meal, and `row` has nothing of error and meal. Hot: each
 * decision lives a day of readings.
 */
const carry = (spread: Float64Array, minutes: number, fading: number, forgetting: number): void => {
  const fed = (fading * minutes) / TRUST.driftMin;
  const ofGlucose = row[STATE.glucose] ?? 0;
  const ofDrift = row[STATE.drift] ?? 0;
  const ofInsulin = row[STATE.insulin] ?? 0;
  const ofCarbs = row[STATE.carbs] ?? 0;
  const ofBasal = row[STATE.basal] ?? 0;
  // Along a column, then along a row: where a state begins, and how far it is to the next.
  for (const [begin, apart] of WAYS) {
    for (let line = 0; line < SIZE; line += 1) {
      const at = line * begin;
      const drift = spread[at + STATE.drift * apart] ?? 0;
      const meal = spread[at + STATE.meal * apart] ?? 0;
      spread[at] =
        ofGlucose * (spread[at] ?? 0) +
        ofDrift * drift +
        ofInsulin * (spread[at + STATE.insulin * apart] ?? 0) +
        ofCarbs * (spread[at + STATE.carbs * apart] ?? 0) +
        ofBasal * (spread[at + STATE.basal * apart] ?? 0);
      spread[at + STATE.drift * apart] = fading * drift + fed * meal;
      spread[at + STATE.error * apart] = forgetting * (spread[at + STATE.error * apart] ?? 0);
      spread[at + STATE.meal * apart] = fading * meal;
    }
  }
};

const WAYS = [
  [1, SIZE],
  [SIZE, 1],
] as const;

const grow = (spread: Float64Array, state: number, by: number): void => {
  const at = state * (SIZE + 1);
  spread[at] = (spread[at] ?? 0) + by;
};

/** How the spread of what is known now grows in so many minutes in which nothing new happens, in place. */
export const spreadOn = (
  { spread }: Estimate,
  minutes: number,
  profile: number,
  unsure: Pick<Unsure, 'drift'>,
): void => {
  row.fill(0);
  row[STATE.glucose] = Math.exp(-KINETICS.clearance * minutes);
  row[STATE.drift] = minutes;
  row[STATE.basal] = profile;
  const fading = left(minutes, TRUST.driftMin);
  const forgetting = left(minutes, TRUST.errorMin);
  carry(spread, minutes, fading, forgetting);
  grow(spread, STATE.glucose, (TRUST.modelVariance * minutes) / 5);
  grow(spread, STATE.drift, unsure.drift * (1 - fading * fading));
  grow(spread, STATE.error, TRUST.errorVariance * (1 - forgetting * forgetting));
};

/** So many minutes on, in place. `gramDrift` is the drift that a gram in the first compartment of an untold meal makes. */
export const pass = (
  estimate: Estimate,
  minutes: number,
  moved: Moved,
  unsure: Unsure,
  gramDrift: number,
): void => {
  const { mean, spread } = estimate;
  const glucose = of(estimate, 'glucose');
  const staying = Math.exp(-KINETICS.clearance * minutes);
  const fading = left(minutes, TRUST.driftMin);
  const forgetting = left(minutes, TRUST.errorMin);
  const taken = moved.insulin * strengthAt(glucose) * Math.exp(of(estimate, 'insulin'));
  const brought = moved.carbs * Math.exp(of(estimate, 'carbs'));
  row[STATE.glucose] = staying - (taken * STRENGTH.power) / Math.max(STRENGTH.least, glucose);
  row[STATE.drift] = minutes;
  row[STATE.error] = 0;
  row[STATE.insulin] = -taken;
  row[STATE.carbs] = brought;
  row[STATE.basal] = moved.profile;
  row[STATE.meal] = 0;
  mean[STATE.glucose] =
    TRUST.held +
    (glucose - TRUST.held) * staying -
    taken +
    brought +
    minutes * of(estimate, 'drift') +
    moved.profile * of(estimate, 'basal');
  mean[STATE.drift] = fading * (of(estimate, 'drift') + (of(estimate, 'meal') * minutes) / TRUST.driftMin);
  mean[STATE.meal] = fading * of(estimate, 'meal');
  mean[STATE.error] = forgetting * of(estimate, 'error');
  carry(spread, minutes, fading, forgetting);
  grow(
    spread,
    STATE.glucose,
    (TRUST.modelVariance * minutes) / 5 + TRUST.flowShare ** 2 * (taken ** 2 + brought ** 2),
  );
  grow(spread, STATE.drift, unsure.drift * (1 - fading * fading));
  grow(spread, STATE.error, TRUST.errorVariance * (1 - forgetting * forgetting));
  grow(spread, STATE.meal, unsure.meals * gramDrift ** 2 * minutes);
};

const bounded = (value: number, most: number): number => Math.max(-most, Math.min(most, value));

const gain = new Float64Array(SIZE);

/** A reading comes, in place. */
export const learn = ({ mean, spread }: Estimate, reading: number): void => {
  for (let i = 0; i < SIZE; i += 1)
    gain[i] = (spread[i * SIZE + STATE.glucose] ?? 0) + (spread[i * SIZE + STATE.error] ?? 0);
  const total = (gain[STATE.glucose] ?? 0) + (gain[STATE.error] ?? 0) + TRUST.readingVariance;
  const surprise = (reading - (mean[STATE.glucose] ?? 0) - (mean[STATE.error] ?? 0)) / total;
  for (let i = 0; i < SIZE; i += 1) {
    const ours = gain[i] ?? 0;
    mean[i] = (mean[i] ?? 0) + ours * surprise;
    for (let j = 0; j < SIZE; j += 1)
      spread[i * SIZE + j] = (spread[i * SIZE + j] ?? 0) - (ours * (gain[j] ?? 0)) / total;
  }
  mean[STATE.insulin] = bounded(mean[STATE.insulin] ?? 0, MOST_LEARNT.factor);
  mean[STATE.carbs] = bounded(mean[STATE.carbs] ?? 0, MOST_LEARNT.factor);
  mean[STATE.basal] = bounded(mean[STATE.basal] ?? 0, MOST_LEARNT.basal);
};

/** Variance of glucose, (mg/dL)². */
export const glucoseVariance = ({ spread }: Estimate): number => spread[0] ?? 0;

export const copyOf = ({ mean, spread }: Estimate): Estimate => ({
  mean: Float64Array.from(mean),
  spread: Float64Array.from(spread),
});
