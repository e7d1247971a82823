import { rounded } from './rounding.ts';

/** What has been eaten and how it shows in glucose; grams, and mg/dL per five minutes. */
export type Meal = {
  /** Announced in the last hours. */
  readonly carbs: number;
  readonly carbsOnBoard: number;
  /** NaN: nobody knows. */
  readonly lastCarbsMs: number;
  /** From the highest, and from the lowest, deviation of the last hour to the present one. */
  readonly slopeFromMaxDeviation: number;
  readonly slopeFromMinDeviation: number;
  /** The bolus wizard was used. */
  readonly wizardUsed: boolean;
};

/** How the carbohydrates on board are expected to show, in mg/dL per five minutes and five-minute steps. */
export type Absorption = {
  /** mg/dL per gram. */
  readonly perGram: number;
  /** What glucose does now beyond what insulin explains; as much of it as can be carbohydrates. */
  readonly impact: number;
  /** The same, whatever its cause. */
  readonly unexplained: number;
  /** Half the steps in which the carbohydrates are absorbed, falling linearly from the present impact. */
  readonly halfSteps: number;
  /** Peak of the rest: it rises and falls, a triangle over `restHours`. */
  readonly restPeak: number;
  readonly restHours: number;
  /** By how much an unexplained rise changes each step: it falls at least at a third of the rate it grew at. */
  readonly slope: number;
};

/** Nobody absorbs more, in g/h. */
const MAX_ABSORPTION = 30;
/** What is not seen yet is absorbed in three hours, or at 20 g/h if that takes longer. */
const REST_HOURS = 3;
const REST_RATE = 20;
const STEPS_PER_HOUR = 12;

/** How much longer absorption is expected to last, in hours: one and a half times the age of the meal is added. */
const restHoursOf = (meal: Meal, ratio: number | null, nowMs: number): number => {
  const hours = ratio === null ? REST_HOURS : REST_HOURS / ratio;
  if (meal.carbs === 0) return hours;
  const minutes = Math.round((nowMs - meal.lastCarbsMs) / 60_000);
  return rounded(Math.max(hours, meal.carbsOnBoard / REST_RATE) + (1.5 * minutes) / 60, 1);
};

/** `beyond`: the change of glucose beyond what insulin explains, mg/dL per five minutes. */
export const absorptionOf = (
  meal: Meal,
  beyond: number,
  sensitivity: number,
  ratio: number | null,
  nowMs: number,
  rules: {
    readonly carbRatio: number;
    readonly remainingCarbsCap: number;
    readonly remainingCarbsFraction: number;
  },
): Absorption => {
  const perGram = sensitivity / rules.carbRatio;
  const unexplained = rounded(beyond, 1);
  const impact = Math.min(unexplained, rounded((MAX_ABSORPTION * perGram) / STEPS_PER_HOUR, 1));
  const restHours = restHoursOf(meal, ratio, nowMs);
  // The present impact, falling to nothing over that time, absorbs half of what it would if it stayed.
  const seenGrams = Math.max(0, ((impact / 5) * 60 * restHours) / 2) / perGram;
  const ignored = meal.carbs * (1 - Math.min(1, rules.remainingCarbsFraction));
  const restGrams = Math.min(
    Math.min(90, rules.remainingCarbsCap),
    Math.max(0, meal.carbsOnBoard - seenGrams - ignored),
  );
  const restPeak = (restGrams * perGram * 5) / 60 / (restHours / 2);
  return {
    perGram,
    impact,
    unexplained,
    halfSteps:
      impact === 0
        ? 0
        : Math.min((restHours * STEPS_PER_HOUR) / 2, Math.max(0, (meal.carbsOnBoard * perGram) / impact)),
    restPeak,
    restHours,
    slope: Math.min(rounded(meal.slopeFromMaxDeviation, 2), -rounded(meal.slopeFromMinDeviation, 2) / 3),
  };
};
