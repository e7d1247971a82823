import { effectDuration, type InsulinModel } from '../../domain/insulinModel.ts';
import type { Reading } from '../effects/glucose.ts';
import { ceilToStep, floorToStep, minutes } from '../effects/grid.ts';
import { spanAt, type Timeline } from '../effects/timeline.ts';
import { type Correction, correctionOf, type Range } from './correction.ts';
import { type History, type LoopOptions, type LoopPrediction, predictLoop } from './predict.ts';
import type { Limits } from './recommend.ts';

/** Everything Loop decides from. */
export type LoopInput = {
  readonly nowMs: number;
  readonly history: History;
  readonly options: LoopOptions;
  readonly target: Timeline<Range>;
  /** mg/dL; null: the lower end of the target now. */
  readonly suspendBelow: number | null;
  /** U and U/h. */
  readonly maxBolus: number;
  readonly maxBasal: number;
  /** The most net insulin that automation may bring on board, in U. */
  readonly maxOnBoard: number;
  /** Of the insulin that would be given. */
  readonly model: InsulinModel;
  /** Whether the pump would act without a person: then no basal may lie ahead. */
  readonly automated: boolean;
};

/** Why Loop recommends nothing; the names are Loop's own. */
export type LoopRefusal =
  | 'missingGlucose'
  | 'glucoseTooOld'
  | 'futureBasalNotAllowed'
  | 'sensitivityTimelineStartsTooLate'
  | 'sensitivityTimelineEndsTooEarly'
  | 'basalTimelineIncomplete'
  | 'missingSuspendThreshold';

/** A correction within limits, and the prediction it came from; or why there is none. */
export type LoopOutcome =
  | {
      readonly kind: 'decided';
      readonly latest: Reading;
      readonly prediction: LoopPrediction;
      readonly correction: Correction;
      readonly limits: Limits;
      /** The lower end of the target now, in mg/dL. */
      readonly low: number;
    }
  | { readonly kind: 'refused'; readonly reason: LoopRefusal };

/** A reading of this age is too old (LoopAlgorithm). */
const RECENT_MS = minutes(15);

const refused = (reason: LoopRefusal): LoopOutcome => ({ kind: 'refused', reason });

const hasFutureBasal = ({ history, nowMs, automated }: LoopInput): boolean =>
  automated && history.doses.some(({ kind, endMs }) => kind === 'basal' && endMs > nowMs);

/** Whether the sensitivity is known over all that has acted, acts, and would act. */
const sensitivityGap = ({ history, nowMs, model }: LoopInput): LoopRefusal | null => {
  const { doses, readings, sensitivity } = history;
  let fromMs = Math.min(nowMs, readings[0]?.atMs ?? nowMs);
  let toMs = nowMs + effectDuration(model);
  for (const dose of doses) {
    fromMs = Math.min(fromMs, dose.startMs);
    toMs = Math.max(toMs, dose.endMs + effectDuration(dose.model));
  }
  const [first, last] = [sensitivity[0], sensitivity.at(-1)];
  if (first === undefined || first.startMs > floorToStep(fromMs)) return 'sensitivityTimelineStartsTooLate';
  return last === undefined || last.endMs < ceilToStep(toMs) ? 'sensitivityTimelineEndsTooEarly' : null;
};

/** The sensitivity a new dose is reckoned with: as it changes, or as it is now, to the end. */
const sensitivityForDose = ({ history, nowMs, options }: LoopInput): Timeline<number> => {
  if (options.sensitivityByAction) return history.sensitivity;
  const now = history.sensitivity.find(({ startMs, endMs }) => startMs <= nowMs && endMs >= nowMs);
  return now === undefined
    ? []
    : [{ startMs: now.startMs, endMs: Number.POSITIVE_INFINITY, value: now.value }];
};

/** Predicts, and says what insulin would bring the prediction to target. A pure function of its input. */
export const decideLoop = (input: LoopInput): LoopOutcome => {
  const { nowMs, history, options, target, model } = input;
  const latest = history.readings.at(-1);
  if (latest === undefined) return refused('missingGlucose');
  if (nowMs - latest.atMs >= RECENT_MS) return refused('glucoseTooOld');
  if (hasFutureBasal(input)) return refused('futureBasalNotAllowed');
  const gap = sensitivityGap(input);
  if (gap !== null) return refused(gap);
  const basal = spanAt(history.basal, nowMs)?.value;
  if (basal === undefined) return refused('basalTimelineIncomplete');
  const range = spanAt(target, nowMs)?.value;
  if (range === undefined) return refused('missingSuspendThreshold');
  const prediction = predictLoop(history, latest, nowMs, options);
  const correction = correctionOf({
    prediction: prediction.glucose,
    atMs: nowMs,
    target,
    suspendBelow: input.suspendBelow ?? range.low,
    sensitivity: sensitivityForDose(input),
    model,
  });
  const limits: Limits = {
    basal,
    maxBasal: input.maxBasal,
    maxBolus: input.maxBolus,
    onBoard: prediction.onBoard,
    maxOnBoard: input.maxOnBoard,
  };
  // The target of the last reading, for what a person is told.
  const low = spanAt(target, latest.atMs)?.value.low ?? range.low;
  return { kind: 'decided', latest, prediction, correction, limits, low };
};
