import type { Absorption } from './carbs.ts';
import { rounded } from './rounding.ts';

/** What insulin does now or at a five-minute step to come, in U/min. */
export type IobTick = {
  readonly activity: number;
  /** The activity if basal stopped now. */
  readonly zeroTempActivity: number;
};

/** One way glucose may go, in mg/dL every five minutes, and what is remembered of it. */
export type Line = {
  /** Unclamped, the present glucose first; four hours at most. */
  readonly values: number[];
  /** The last value computed, which may lie behind the last one kept. */
  last: number;
  /** The lowest value, from the first step on; 999 before there is one. */
  lowest: number;
  /** The lowest value once insulin given now would act; 999 before there is one. */
  lowestLater: number;
  /** The highest of all. */
  highest: number;
};

/**
 * The four forecasts, each the sum of what insulin does and of one story about what else moves glucose:
 * `iob` the present deviation fades within an hour; `zeroTemp` basal stops, nothing else; `cob` carbohydrates
 * are absorbed; `uam` an unexplained rise fades as fast as it came.
 */
export type Lines = { readonly iob: Line; readonly zeroTemp: Line; readonly cob: Line; readonly uam: Line };

/** No value yet. */
export const NONE = 999;
/** Four hours. */
const MOST_STEPS = 48;
/** Insulin given now shows after 90 minutes; an unexplained rise is judged after 60. */
const ACTING_STEPS = 18;
const UAM_STEPS = 12;
const FADING_STEPS = 12;
const UAM_FADING_STEPS = 36;

const lineFrom = (glucose: number, last: number): Line => ({
  values: [glucose],
  last,
  lowest: NONE,
  lowestLater: NONE,
  highest: glucose,
});

/** Takes the next value; `wait` steps pass before its lowest later value counts. */
const extend = (line: Line, value: number, wait: number): void => {
  line.last = value;
  if (line.values.length < MOST_STEPS) line.values.push(value);
  if (value < line.lowest) line.lowest = Math.round(value);
  if (line.values.length > wait && value < line.lowestLater) line.lowestLater = Math.round(value);
};

/**
 * Forecasts from glucose now. `eventual` is where each line ends when there is no step to compute. Only with
 * carbohydrates to come does `cob`, and only with `unannounced` does `uam`, have a lowest later value.
 */
export const predict = (
  glucose: number,
  eventual: number,
  ticks: readonly IobTick[],
  sensitivity: number,
  absorption: Absorption,
  unannounced: boolean,
): Lines => {
  const { impact, unexplained, halfSteps, restPeak, restHours, slope } = absorption;
  const lines: Lines = {
    iob: lineFrom(glucose, eventual),
    zeroTemp: lineFrom(glucose, eventual),
    cob: lineFrom(glucose, eventual),
    uam: lineFrom(glucose, eventual),
  };
  const before = ({ values }: Line): number => values[values.length - 1] ?? glucose;
  const hasCarbs = halfSteps > 0 || restPeak > 0;
  for (const { activity, zeroTempActivity } of ticks) {
    const insulin = rounded(-activity * sensitivity * 5, 2);
    const step = lines.iob.values.length;
    const fading = impact * (1 - Math.min(1, step / FADING_STEPS));
    const carbs = Math.max(0, Math.max(0, impact) * (1 - step / Math.max(halfSteps * 2, 1)));
    const triangle = Math.min(step, restHours * 12 - step) / ((restHours / 2) * 12);
    const rest = Math.max(0, triangle * restPeak);
    const rise = Math.min(
      Math.max(0, unexplained + step * slope),
      Math.max(0, unexplained * (1 - step / UAM_FADING_STEPS)),
    );
    const fall = Math.min(0, fading);
    extend(lines.iob, before(lines.iob) + insulin + fading, ACTING_STEPS);
    extend(
      lines.zeroTemp,
      before(lines.zeroTemp) + rounded(-zeroTempActivity * sensitivity * 5, 2),
      ACTING_STEPS,
    );
    extend(lines.cob, before(lines.cob) + insulin + fall + carbs + rest, hasCarbs ? ACTING_STEPS : Infinity);
    extend(lines.uam, before(lines.uam) + insulin + fall + rise, unannounced ? UAM_STEPS : Infinity);
    lines.iob.highest = Math.max(lines.iob.highest, lines.iob.last);
    // As published: carbohydrates are compared with the highest of the first line.
    if (hasCarbs && lines.cob.last > lines.iob.highest) lines.cob.highest = lines.cob.last;
  }
  return lines;
};

/** As shown: whole mg/dL from 39 to 401. */
export const shown = (values: readonly number[]): number[] =>
  values.map(value => Math.round(Math.min(401, Math.max(39, value))));

/** Drops a flat end, but keeps the first hour. */
export const withoutFlatEnd = (values: readonly number[]): readonly number[] => {
  let length = values.length;
  while (length > 13 && values[length - 2] === values[length - 1]) length -= 1;
  return values.slice(0, length);
};

/** Stops once it rises above the target, but keeps the first half hour. */
export const untilRecovered = (values: readonly number[], target: number): readonly number[] => {
  let length = values.length;
  while (length > 7) {
    const last = values[length - 1] ?? Number.NaN;
    if ((values[length - 2] ?? Number.NaN) >= last || last <= target) break;
    length -= 1;
  }
  return values.slice(0, length);
};
