import { effectDuration } from '../../domain/insulinModel.ts';
import { CARB_OPTIONS, type CarbEntry, type CarbStatus } from '../effects/carbStatus.ts';
import { carbEffect, carbStatuses, carbsOnBoardAt } from '../effects/carbs.ts';
import { type Delivered, type NetDose, netDoses } from '../effects/doses.ts';
import {
  counteraction,
  isSmooth,
  LARGEST_JUMP,
  momentum,
  type Reading,
  type Velocity,
} from '../effects/glucose.ts';
import { type Effect, minutes, NO_EFFECT, netChange } from '../effects/grid.ts';
import { insulinEffect, insulinEffectByAction, onBoardAt } from '../effects/insulin.ts';
import { heldUntil, type Prediction, predict } from '../effects/predict.ts';
import {
  GROUPING_MS,
  RETROSPECTION_MS,
  retrospectiveCorrection,
  summedDiscrepancies,
} from '../effects/retrospection.ts';
import type { Timeline } from '../effects/timeline.ts';

/** What Loop predicts from. Everything is sorted by time; glucose in mg/dL, insulin in U, carbohydrate in g. */
export type History = {
  readonly readings: readonly Reading[];
  readonly doses: readonly Delivered[];
  readonly carbs: readonly CarbEntry[];
  /** U/h, from before the first dose on. */
  readonly basal: Timeline<number>;
  /** mg/dL per U, over everything that acts. */
  readonly sensitivity: Timeline<number>;
  /** g per U. */
  readonly carbRatio: Timeline<number>;
};

/** Choices of Loop. */
export type LoopOptions = {
  /** The sensitivity in force while insulin acts, instead of that at its start. */
  readonly sensitivityByAction: boolean;
  readonly integralCorrection: boolean;
  /** Whether a trend or a correction that raises glucose counts, too. */
  readonly positiveTrends: boolean;
};

export const LOOP_OPTIONS: LoopOptions = {
  sensitivityByAction: false,
  integralCorrection: false,
  positiveTrends: true,
};

/** A prediction, with each effect that it is the sum of, and whether that effect counted. */
export type LoopPrediction = {
  readonly glucose: Prediction;
  readonly insulin: Effect;
  readonly carbs: Effect;
  readonly momentum: Effect;
  readonly retrospection: Effect;
  readonly counted: { readonly momentum: boolean; readonly retrospection: boolean };
  readonly counteraction: readonly Velocity[];
  readonly carbStatuses: readonly CarbStatus[];
  readonly net: readonly NetDose[];
  /** Net insulin on board in U, and carbohydrate on board in g. */
  readonly onBoard: number;
  readonly carbsOnBoard: number;
};

/** How much of the readings a trend is taken from, and how long it goes on (LoopAlgorithm, GlucoseMath). */
const TREND_MS = minutes(15);
/** A prediction reaches at least this far (LoopAlgorithm, InsulinMath). */
const HORIZON_MS = minutes(370);

const between = (readings: readonly Reading[], fromMs: number, toMs: number): readonly Reading[] =>
  readings.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);

/** What insulin does over all that any dose or reading needs. */
const insulinOver = (history: History, net: readonly NetDose[], nowMs: number, byAction: boolean): Effect => {
  let fromMs = net[0]?.startMs ?? nowMs;
  let toMs = net[0]?.endMs ?? nowMs;
  for (const { startMs, endMs, model } of net) {
    fromMs = Math.min(fromMs, startMs);
    toMs = Math.max(toMs, endMs + effectDuration(model));
  }
  fromMs = Math.min(fromMs, history.readings[0]?.atMs ?? fromMs);
  toMs = Math.max(toMs, history.readings.at(-1)?.atMs ?? toMs);
  return (byAction ? insulinEffectByAction : insulinEffect)(net, history.sensitivity, fromMs, toMs);
};

/** Without a basal profile that covers the doses, their net effect is unknown, and Loop leaves it out. */
const coversDoses = ({ basal, doses }: History, nowMs: number): boolean => {
  const first = basal[0];
  return first !== undefined && first.startMs <= (doses[0]?.startMs ?? nowMs);
};

/** Glucose to come, from the last reading (`latest`) on, as Loop predicts it. */
export const predictLoop = (
  history: History,
  latest: Reading,
  nowMs: number,
  options: LoopOptions,
): LoopPrediction => {
  const { readings, carbs: meals, carbRatio, sensitivity } = history;
  const isCovered = coversDoses(history, nowMs);
  const net = isCovered ? netDoses(history.doses, history.basal) : [];
  const insulin = isCovered ? insulinOver(history, net, nowMs, options.sensitivityByAction) : NO_EFFECT;
  const velocities = counteraction(readings, insulin);
  const statuses = carbStatuses(meals, velocities, carbRatio, sensitivity, CARB_OPTIONS);
  const carbs = carbEffect(statuses, CARB_OPTIONS, nowMs - RETROSPECTION_MS, null);
  const summed = summedDiscrepancies(velocities, carbs);
  const retrospection = retrospectiveCorrection(latest, summed, options.integralCorrection);
  const trend = momentum(between(readings, nowMs - TREND_MS, nowMs), TREND_MS);
  const mayRaise = (effect: Effect): boolean => options.positiveTrends || netChange(effect) <= 0;
  const counted = {
    momentum: mayRaise(trend),
    // A jump says that a sensor was wrong before it or is after it.
    retrospection:
      mayRaise(retrospection) && isSmooth(between(readings, nowMs - GROUPING_MS, nowMs), LARGEST_JUMP),
  };
  const effects = [carbs, insulin, ...(counted.retrospection ? [retrospection] : [])];
  const glucose = predict(latest, counted.momentum ? trend : NO_EFFECT, effects);
  return {
    glucose: heldUntil(glucose, nowMs + HORIZON_MS),
    insulin,
    carbs,
    momentum: trend,
    retrospection,
    counted,
    counteraction: velocities,
    carbStatuses: statuses,
    net,
    onBoard: onBoardAt(net, nowMs),
    carbsOnBoard: carbsOnBoardAt(statuses, CARB_OPTIONS, nowMs),
  };
};
