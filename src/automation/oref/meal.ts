import type { Carbs, Reading } from '../controller.ts';
import type { Meal } from './carbs.ts';
import type { MinuteTable } from './curve.ts';
import { activityAt } from './iob.ts';
import type { Pulse } from './pieces.ts';
import { rounded } from './rounding.ts';

const STEP_MS = 300_000;
const HOUR_MS = 3_600_000;
/** A meal is over after so long, whatever is left of it. */
const LONGEST_MS = 6 * HOUR_MS;
/** At least so much of glucose's rise is put down to carbohydrates while there are any, in mg/dL per five minutes. */
const LEAST_IMPACT = 8;
/** Nobody has more on board, in g. */
const MOST_ON_BOARD = 120;
/** Over a longer gap nothing is known of what glucose did. */
const LONGEST_GAP_MS = 45 * 60_000;

const HOUR_STEPS = 12;
/** A deviation is taken over so many steps. */
const SPAN_STEPS = 3;

/** How many values back are asked for: those of the last hour, and of all meals that may be on board. */
const stepsBack = (carbs: readonly Carbs[], newestMs: number): number => {
  const oldest = carbs.find(({ atMs }) => atMs > newestMs - LONGEST_MS)?.atMs ?? newestMs;
  return SPAN_STEPS + Math.max(HOUR_STEPS, Math.ceil((newestMs - oldest) / STEP_MS) + 1);
};

/** Glucose every five minutes back from the newest reading, straight between readings. mg/dL, newest first. */
export const grid = (readings: readonly Reading[], carbs: readonly Carbs[]): readonly number[] => {
  const newest = readings[readings.length - 1];
  if (newest === undefined) return [];
  const steps = stepsBack(carbs, newest.atMs);
  const values: number[] = [];
  let index = readings.length - 1;
  for (let step = 0; step < steps; step += 1) {
    const at = newest.atMs - step * STEP_MS;
    while (index > 0 && (readings[index - 1]?.atMs ?? at) > at) index -= 1;
    const [before, after] = [readings[index - 1], readings[index]];
    if (after === undefined) break;
    if (after.atMs <= at) values.push(after.mgPerDl);
    else if (before === undefined || after.atMs - before.atMs > LONGEST_GAP_MS) break;
    else {
      const share = (at - before.atMs) / (after.atMs - before.atMs);
      values.push(before.mgPerDl + share * (after.mgPerDl - before.mgPerDl));
    }
  }
  return values;
};

/** How glucose has moved beyond what insulin explains, in mg/dL per five minutes, newest first. */
export const deviations = (
  values: readonly number[],
  newestMs: number,
  doses: readonly Pulse[],
  table: MinuteTable,
  sensitivity: number,
): readonly number[] =>
  values.slice(0, -SPAN_STEPS).map((glucose, index) => {
    const activity = activityAt(doses, newestMs - index * STEP_MS, table);
    const change = (glucose - (values[index + SPAN_STEPS] ?? glucose)) / SPAN_STEPS;
    return rounded(change - rounded(-activity * sensitivity * 5, 2), 2);
  });

/** The slopes from the highest and the lowest deviation of the last hour, in mg/dL per five minutes squared. */
const slopes = (all: readonly number[]): Pick<Meal, 'slopeFromMaxDeviation' | 'slopeFromMinDeviation'> => {
  const current = all[0] ?? 0;
  let [highest, lowest, fromMax, fromMin] = [0, 999, 0, 0];
  for (const [index, deviation] of all.slice(0, HOUR_STEPS).entries()) {
    if (index === 0) continue;
    const slope = (current - deviation) / index;
    if (deviation > highest) [highest, fromMax] = [deviation, Math.min(0, slope)];
    if (deviation < lowest) [lowest, fromMin] = [deviation, Math.max(0, slope)];
  }
  return { slopeFromMaxDeviation: fromMax, slopeFromMinDeviation: fromMin };
};

/** Grams absorbed since `sinceMs`, by what glucose did: each step at least half the present rate and the least impact. */
const absorbed = (all: readonly number[], newestMs: number, sinceMs: number, perGram: number): number => {
  const steps = Math.max(0, Math.ceil((newestMs - sinceMs) / STEP_MS));
  const floor = Math.max((all[0] ?? 0) / 2, LEAST_IMPACT);
  let grams = 0;
  for (let index = 0; index < steps; index += 1) grams += Math.max(all[index] ?? floor, floor) / perGram;
  return grams;
};

/** What has been eaten and what of it is on board. Meals at the newest end whose rest is the largest count. */
export const mealOf = (
  carbs: readonly Carbs[],
  all: readonly number[],
  newestMs: number,
  nowMs: number,
  perGram: number,
): Meal => {
  let [eaten, onBoard, spent] = [0, 0, 0];
  const recent = carbs.filter(({ atMs, grams }) => grams > 0 && atMs <= nowMs && atMs > nowMs - LONGEST_MS);
  for (const { atMs, grams } of recent.toReversed()) {
    eaten += grams;
    const left = Math.max(0, eaten - absorbed(all, newestMs, atMs, perGram));
    spent = left < onBoard ? spent + grams : 0;
    onBoard = Math.max(onBoard, left);
  }
  return {
    carbs: rounded(eaten - spent, 3),
    carbsOnBoard: Math.min(MOST_ON_BOARD, Math.round(onBoard)),
    lastCarbsMs: recent[recent.length - 1]?.atMs ?? Number.NaN,
    ...slopes(all),
    wizardUsed: false,
  };
};
