import { match } from 'ts-pattern';
import { z } from 'zod';
import { decideLoop, type LoopInput, type LoopOutcome } from '../../../../src/automation/loop/loop.ts';
import { LOOP_OPTIONS } from '../../../../src/automation/loop/predict.ts';
import {
  automaticBolusFor,
  manualBolusFor,
  tempBasalFor,
} from '../../../../src/automation/loop/recommend.ts';
import { type InsulinPreset, presetModel } from '../../../../src/domain/insulinModel.ts';
import type { Check } from '../../check.ts';
import { carbEntries } from './carbs.ts';
import { delivered, doses, instant, readings, spans } from './shapes.ts';

const INSULINS = {
  novolog: 'rapidActingAdult',
  humalog: 'rapidActingAdult',
  apidra: 'rapidActingAdult',
  fiasp: 'fiasp',
  lyumjev: 'lyumjev',
  afrezza: 'afrezza',
} as const satisfies Readonly<Record<string, InsulinPreset>>;

const insulin = z
  .enum(['novolog', 'humalog', 'apidra', 'fiasp', 'lyumjev', 'afrezza'])
  .transform(name => presetModel(INSULINS[name]));

const targets = z.array(
  z
    .object({ startDate: instant, endDate: instant, lowerBound: z.number(), upperBound: z.number() })
    .transform(({ startDate, endDate, lowerBound, upperBound }) => ({
      startMs: startDate,
      endMs: endDate,
      value: { low: lowerBound, high: upperBound },
    })),
);

/** The whole input of Loop. */
export const algorithmInput = z.object({
  predictionStart: instant,
  glucoseHistory: readings,
  doses,
  carbEntries,
  basal: spans,
  sensitivity: spans,
  carbRatio: spans,
  target: targets,
  suspendThreshold: z.number().nullable().default(null),
  maxBolus: z.number(),
  maxBasalRate: z.number(),
  maxActiveInsulinMultiplier: z.number().default(2),
  automaticBolusApplicationFactor: z.number().default(0.4),
  recommendationInsulinType: insulin,
  recommendationType: z.enum(['tempBasal', 'automaticBolus', 'manualBolus']),
  useIntegralRetrospectiveCorrection: z.boolean().default(LOOP_OPTIONS.integralCorrection),
  useMidAbsorptionISF: z.boolean().default(LOOP_OPTIONS.sensitivityByAction),
  includePositiveVelocityAndRC: z.boolean().default(LOOP_OPTIONS.positiveTrends),
});

export type AlgorithmInput = z.infer<typeof algorithmInput>;

export const recommendation = z.object({
  error: z.string().optional(),
  direction: z.string().optional(),
  tempBasal_U_per_h: z.number().optional(),
  tempBasal_duration_s: z.number().optional(),
  autoBolus_U: z.number().optional(),
  manualBolus_U: z.number().optional(),
  notice: z.string().optional(),
});

type Recommendation = z.infer<typeof recommendation>;

const loopInput = (input: AlgorithmInput): LoopInput => ({
  nowMs: input.predictionStart,
  history: {
    readings: input.glucoseHistory,
    doses: delivered(input.doses, presetModel('rapidActingAdult')),
    carbs: input.carbEntries,
    basal: input.basal,
    sensitivity: input.sensitivity,
    carbRatio: input.carbRatio,
  },
  options: {
    integralCorrection: input.useIntegralRetrospectiveCorrection,
    sensitivityByAction: input.useMidAbsorptionISF,
    positiveTrends: input.includePositiveVelocityAndRC,
  },
  target: input.target,
  suspendBelow: input.suspendThreshold,
  maxBolus: input.maxBolus,
  maxBasal: input.maxBasalRate,
  maxOnBoard: input.maxBolus * input.maxActiveInsulinMultiplier,
  model: input.recommendationInsulinType,
  automated: input.recommendationType !== 'manualBolus',
});

export const runLoop = (input: AlgorithmInput): LoopOutcome => decideLoop(loopInput(input));

const DIRECTIONS = {
  inRange: 'neutral',
  aboveRange: 'increase',
  entirelyBelowRange: 'decrease',
  suspend: 'decrease',
} as const;

/** What Loop would recommend, in the words of a case; without an effect it is an error. */
const recommended = (input: AlgorithmInput, outcome: LoopOutcome): Recommendation => {
  if (outcome.kind === 'refused') return { error: outcome.reason };
  const { correction, limits, latest, low } = outcome;
  const direction = DIRECTIONS[correction.kind];
  const temp = (rate: number, ms: number) => ({ tempBasal_U_per_h: rate, tempBasal_duration_s: ms / 1_000 });
  return match(input.recommendationType)
    .with('tempBasal', () => {
      const { unitsPerHour, durationMs } = tempBasalFor(correction, limits);
      return { direction, ...temp(unitsPerHour, durationMs) };
    })
    .with('automaticBolus', () => {
      const { units, basal } = automaticBolusFor(correction, input.automaticBolusApplicationFactor, limits);
      return { direction, autoBolus_U: units, ...temp(basal.unitsPerHour, basal.durationMs) };
    })
    .with('manualBolus', () => {
      const { units, notice } = manualBolusFor(correction, limits.maxBolus, latest.mgDl, low);
      return { manualBolus_U: units, ...(notice === null ? {} : { notice }) };
    })
    .exhaustive();
};

const NUMBERS = ['tempBasal_U_per_h', 'autoBolus_U', 'manualBolus_U'] as const;
const WORDS = ['error', 'direction', 'tempBasal_duration_s', 'notice'] as const;

/** A field that is absent on one side must be absent on the other. */
export const compareRecommendation = <M extends string>(
  check: Check<M>,
  measure: M,
  input: AlgorithmInput,
  outcome: LoopOutcome,
  expected: Recommendation,
): void => {
  const ours = recommended(input, outcome);
  for (const key of WORDS) check.same(key, ours[key] ?? null, expected[key] ?? null);
  for (const key of NUMBERS) {
    const [mine, theirs] = [ours[key], expected[key]];
    if (mine === undefined || theirs === undefined) check.same(key, mine ?? null, theirs ?? null);
    else check.near(measure, key, mine, theirs);
  }
};
