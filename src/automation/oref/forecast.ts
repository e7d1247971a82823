import type { Aim } from './aim.ts';
import type { Absorption, Meal } from './carbs.ts';
import { type Lines, NONE, shown, untilRecovered, withoutFlatEnd } from './predictions.ts';
import { rounded } from './rounding.ts';

/** What the four lines come to. mg/dL. */
export type Forecast = {
  /** Where glucose ends, by the highest of the stories that apply. */
  readonly eventual: number;
  /** The lowest that insulin given now should count on. */
  readonly minPredicted: number;
  /** The lowest on the way, from the first step. */
  readonly minGuard: number;
  /** The lowest later value of the line without carbohydrates. */
  readonly minPredictedByInsulin: number;
  /** As shown to people: clamped, and without what says nothing. Null: the story does not apply. */
  readonly shown: {
    readonly iob: readonly number[];
    readonly zeroTemp: readonly number[];
    readonly cob: readonly number[] | null;
    readonly uam: readonly number[] | null;
  };
  /** Minutes until the line with carbohydrates, else the one without, falls below the threshold. */
  readonly minutesAboveThreshold: number;
};

const lastOf = (values: readonly number[]): number => values[values.length - 1] ?? Number.NaN;

/** Each lowest later value, no lower than a sensor shows. */
type Lows = { readonly iob: number; readonly cob: number; readonly uam: number };

/** The mean end of the stories that apply, and no less than what stopping basal keeps. */
const averageOf = (lines: Lines, lows: Lows, fractionLeft: number): number => {
  const blended = (): number => {
    if (lows.uam < NONE && lows.cob < NONE)
      return (1 - fractionLeft) * lines.uam.last + fractionLeft * lines.cob.last;
    if (lows.cob < NONE) return (lines.iob.last + lines.cob.last) / 2;
    if (lows.uam < NONE) return (lines.iob.last + lines.uam.last) / 2;
    return lines.iob.last;
  };
  const average = rounded(blended());
  return lines.zeroTemp.lowest > average ? lines.zeroTemp.lowest : average;
};

/** An unexplained rise may end at once: its lowest value is drawn towards what stopping basal would keep. */
const tempered = (uam: number, zeroTempLowest: number, { threshold, target }: Aim): number => {
  if (zeroTempLowest < threshold) return rounded((uam + zeroTempLowest) / 2);
  if (zeroTempLowest < target) {
    const share = (zeroTempLowest - threshold) / (target - threshold);
    return rounded((uam + uam * share + zeroTempLowest * (1 - share)) / 2);
  }
  return rounded(zeroTempLowest > uam ? (uam + zeroTempLowest) / 2 : uam);
};

type Story = {
  readonly meal: Meal;
  readonly hasCarbs: boolean;
  readonly unannounced: boolean;
  /** The share of the announced carbohydrates still on board. */
  readonly fractionLeft: number;
};

const guardOf = (lines: Lines, { hasCarbs, unannounced, fractionLeft }: Story): number => {
  if (!hasCarbs) return rounded(unannounced ? lines.uam.lowest : lines.iob.lowest);
  if (!unannounced) return rounded(lines.cob.lowest);
  return rounded(fractionLeft * lines.cob.lowest + (1 - fractionLeft) * lines.uam.lowest);
};

const lowestPredicted = (lows: Lows, uamLow: number, guard: number, story: Story): number => {
  const { meal, unannounced, fractionLeft } = story;
  if (meal.carbs === 0) return rounded(unannounced ? Math.max(lows.iob, uamLow) : lows.iob);
  if (lows.cob >= NONE) return unannounced ? uamLow : guard;
  if (!unannounced) return rounded(Math.max(lows.iob, lows.cob));
  const blended = fractionLeft * lows.cob + (1 - fractionLeft) * uamLow;
  return rounded(Math.max(lows.iob, lows.cob, blended));
};

/** Minutes until a line first falls below; four hours when it does not. */
const minutesAbove = (values: readonly number[], level: number): number => {
  const index = values.findIndex(value => value < level);
  return index < 0 ? 240 : index * 5;
};

/** Weighs the lines. `eventual` is the bolus calculator's answer with the present deviation. */
export const weigh = (
  lines: Lines,
  glucose: number,
  eventual: number,
  aim: Aim,
  meal: Meal,
  absorption: Absorption,
  unannounced: boolean,
): Forecast => {
  const impacted = absorption.impact > 0 || absorption.restPeak > 0;
  const showsCob = meal.carbsOnBoard > 0 && impacted;
  const showsUam = impacted && unannounced;
  const iob = withoutFlatEnd(shown(lines.iob.values));
  const cob = showsCob ? withoutFlatEnd(shown(lines.cob.values)) : null;
  const uam = showsUam ? withoutFlatEnd(shown(lines.uam.values)) : null;
  const story: Story = {
    meal,
    hasCarbs: absorption.halfSteps > 0 || absorption.restPeak > 0,
    unannounced,
    fractionLeft: meal.carbsOnBoard / meal.carbs,
  };
  const lows: Lows = {
    iob: Math.max(39, lines.iob.lowestLater),
    cob: Math.max(39, lines.cob.lowestLater),
    uam: Math.max(39, lines.uam.lowestLater),
  };
  const minGuard = guardOf(lines, story);
  const uamLow = tempered(lows.uam, lines.zeroTemp.lowest, aim);
  const predicted = Math.min(
    lowestPredicted(lows, uamLow, minGuard, story),
    averageOf(lines, lows, story.fractionLeft),
  );
  const slowest = cob ?? iob;
  return {
    eventual: Math.max(
      eventual,
      cob === null ? eventual : lastOf(cob),
      uam === null ? eventual : lastOf(uam),
    ),
    // Carbohydrates whose line falls off a cliff are not made up for by a rise nobody can explain.
    minPredicted: lines.cob.highest > glucose ? Math.min(predicted, lines.cob.highest) : predicted,
    minGuard,
    minPredictedByInsulin: lows.iob,
    shown: {
      iob,
      zeroTemp: untilRecovered(shown(lines.zeroTemp.values), aim.target),
      cob,
      uam,
    },
    minutesAboveThreshold: minutesAbove(slowest, aim.threshold),
  };
};
