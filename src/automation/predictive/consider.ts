import type { WallMs } from '../../domain/units.ts';
import type { History, Therapy } from '../controller.ts';
import { valueAt } from './at.ts';
import { UNSURE, type Unsure } from './estimate.ts';
import { type Gains, gainsOf } from './kinetics.ts';
import type { Now } from './outlook.ts';
import { pastOf, profileFrom } from './past.ts';
import { STEP_MIN, STEPS } from './plan.ts';
import { presentOf } from './present.ts';
import { carefulSensitivity } from './sensitivity.ts';

/** What a clinic knows of a person beside the therapy settings. */
export type Person = {
  readonly weightKg: number | null;
  /** Whether they tell the pump of their meals; null or absent: a whole day without a meal says no. */
  readonly tellsMeals?: boolean | null;
};

/** What is known before anything is planned. */
export type Considered = {
  readonly now: Now;
  /** mg/dL per U. */
  readonly sensitivity: number;
  readonly gains: Gains;
  readonly way: keyof typeof UNSURE;
  readonly unsure: Unsure;
  /** U in each minute to come. */
  readonly profile: Float64Array;
};

const MINUTE_MS = 60_000;
/** So much of the past is lived through: insulin, meals, and what a day teaches of the settings. */
const PAST_MIN = 24 * 60;
/** A reading older than this says nothing of now (SR-093). */
const FRESH_MIN = 12;

/** A day is known when its first reading is older than this. */
const KNOWN_MS = 23 * 60 * MINUTE_MS;

/** Whether rises are to be taken for meals that nobody told of: as is known, or when a whole day has passed without a word. */
const isUntold = ({ readings, carbs }: History, { tellsMeals = null }: Person, nowMs: WallMs): boolean => {
  if (tellsMeals !== null) return !tellsMeals;
  const isDay = readings.some(({ atMs }) => nowMs - atMs > KNOWN_MS);
  return isDay && !carbs.some(({ atMs }) => nowMs - atMs < PAST_MIN * MINUTE_MS);
};

/** Lives the past through and lays out the profile; a sentence where nothing can be said of now. */
export const consider = (
  person: Person,
  history: History,
  therapy: Therapy,
  nowMs: WallMs,
): Considered | string => {
  const latest = history.readings.at(-1);
  if (latest === undefined || nowMs - latest.atMs > FRESH_MIN * MINUTE_MS)
    return 'no reading of the last twelve minutes';
  const carbRatio = valueAt(therapy.carbRatio, therapy, nowMs);
  const set = valueAt(therapy.sensitivity, therapy, nowMs);
  const sensitivity = carefulSensitivity(set, carbRatio, person.weightKg);
  const gains = gainsOf(sensitivity, carbRatio);
  const way = isUntold(history, person, nowMs) ? 'untold' : 'told';
  const unsure = UNSURE[way];
  const now = presentOf(history.readings, pastOf(history, therapy, nowMs, PAST_MIN), gains, unsure, nowMs);
  if (now === null) return 'no reading of the last hours';
  return { now, sensitivity, gains, way, unsure, profile: profileFrom(therapy, nowMs, STEPS * STEP_MIN) };
};
