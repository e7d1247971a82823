import { z } from 'zod';
import { carbsRequired } from '../../../../src/automation/oref/determine.ts';
import type { Decision, Situation } from '../../../../src/automation/oref/situation.ts';
import { MG_PER_DL_PER_MMOL_PER_L_OF_OREF0 } from '../../../../src/automation/oref/units.ts';
import type { Check, Measure } from '../../check.ts';

/** A number, null where oref0's was no number; absent where it gave none. */
const maybe = z.number().nullish();

export const decisionJson = z.object({
  error: z.string().optional(),
  rate: maybe,
  duration: maybe,
  units: maybe,
  insulinReq: maybe,
  eventualBG: maybe,
  sensitivityRatio: maybe,
  COB: maybe,
  IOB: maybe,
  BGI: z.union([z.number(), z.string()]).nullish(),
  deviation: z.union([z.number(), z.string()]).nullish(),
  ISF: z.union([z.number(), z.string()]).nullish(),
  target_bg: z.union([z.number(), z.string()]).nullish(),
  carbsReq: maybe,
  predBGs: z.record(z.string(), z.array(z.number())).optional(),
});

export const DECISION_MEASURES = {
  'temp basal': { tolerance: 0.005, unit: 'U/h' },
  microbolus: { tolerance: 0.005, unit: 'U' },
  'insulin needed': { tolerance: 0.005, unit: 'U' },
  prediction: { tolerance: 1, unit: 'mg/dL' },
  'other numbers': { tolerance: 0.005, unit: 'of their units' },
} as const satisfies Readonly<Record<string, Measure>>;

type M = keyof typeof DECISION_MEASURES;

/** oref0's error for each refusal. */
const REFUSALS = {
  'no basal rate': /could not get current basal rate/,
  'no target': /could not determine target_bg/,
  'no insulin on board': /iob_data undefined|iob_data missing/,
  'no eventual glucose': /could not calculate eventualBG/,
} as const;

/** Both absent, both no number, or near. */
const optional = (
  check: Check<M>,
  measure: M,
  what: string,
  got: number | null,
  expected: number | null | undefined,
): void => {
  if (got === null || expected === undefined)
    check.same(`${what} given`, got !== null, expected !== undefined);
  else if (expected === null) check.same(`${what} is a number`, !Number.isNaN(got), false);
  else check.near(measure, what, got, expected);
};

const lines = (check: Check<M>, decision: Decision & { kind: 'decided' }, expected: Expected): void => {
  const shown = decision.findings?.forecast.shown;
  const { IOB, ZT, COB, UAM } = expected.predBGs ?? {};
  for (const [what, got, wanted] of [
    ['prediction by insulin', shown?.iob, IOB],
    ['prediction without basal', shown?.zeroTemp, ZT],
    ['prediction by carbohydrates', shown?.cob, COB],
    ['prediction by an unexplained rise', shown?.uam, UAM],
  ] as const) {
    if (got === undefined || got === null || wanted === undefined)
      check.same(`${what} given`, got !== undefined && got !== null, wanted !== undefined);
    else check.series('prediction', what, got, wanted);
  }
};

export type Expected = z.infer<typeof decisionJson>;

/** Everything oref0 answered with, but for its words. */
export const compareDecision = (
  check: Check<M>,
  decision: Decision,
  { profile, meal, insulin }: Situation,
  expected: Expected,
  unit: string,
): void => {
  if (decision.kind === 'refused' || expected.error !== undefined) {
    const why = decision.kind === 'refused' ? decision.why : null;
    check.same('refused', why !== null && REFUSALS[why].test(expected.error ?? ''), true);
    return;
  }
  const { temp, microbolus, findings, needed } = decision;
  optional(check, 'temp basal', 'rate', temp?.rate ?? null, expected.rate);
  optional(check, 'other numbers', 'duration', temp?.minutes ?? null, expected.duration);
  optional(check, 'microbolus', 'units', microbolus, expected.units);
  lines(check, decision, expected);
  if (findings === null) {
    check.same('found', expected.eventualBG !== undefined, false);
    return;
  }
  const inUnit = (glucose: number): number =>
    unit === 'mmol/L'
      ? Math.round((glucose / MG_PER_DL_PER_MMOL_PER_L_OF_OREF0) * 10) / 10
      : Math.round(glucose);
  const told = (value: number | string | null | undefined): number | null | undefined =>
    typeof value === 'string' ? Number(value) : value;
  optional(check, 'insulin needed', 'insulin needed', needed, expected.insulinReq);
  optional(check, 'prediction', 'eventual glucose', findings.forecast.eventual, expected.eventualBG);
  optional(check, 'other numbers', 'ratio', findings.aim.ratio, expected.sensitivityRatio);
  optional(check, 'other numbers', 'carbohydrates on board', meal.carbsOnBoard, expected.COB);
  optional(check, 'other numbers', 'insulin on board', insulin?.iob ?? null, expected.IOB);
  optional(check, 'other numbers', 'insulin impact', inUnit(findings.insulinImpact), told(expected.BGI));
  optional(check, 'other numbers', 'deviation', inUnit(findings.deviation), told(expected.deviation));
  optional(check, 'other numbers', 'sensitivity', inUnit(findings.aim.sensitivity), told(expected.ISF));
  optional(check, 'other numbers', 'target', inUnit(findings.aim.target), told(expected.target_bg));
  const carbs = carbsRequired(findings, profile)?.grams ?? null;
  optional(check, 'other numbers', 'carbohydrates needed', carbs, expected.carbsReq);
};
