import { z } from 'zod';
import { family } from '../../family.ts';
import { algorithmInput, compareRecommendation, recommendation, runLoop } from './algorithm.ts';
import { compareEffect, timed } from './shapes.ts';

const EVERY = 4;

/** From a whole history to a recommendation, with the prediction and its effects. */
export const fullAlgorithm = family({
  file: 'loop/full_algorithm.json',
  schema: z.object({
    input: algorithmInput,
    expected: z.object({
      recommendation,
      activeInsulin_U: z.number().nullish(),
      activeCarbs_g: z.number().nullish(),
      predictedGlucose: timed.nullish(),
      momentum: timed.nullish(),
      effects_every_4th: z.object({ insulin: timed, carbs: timed, retrospectiveCorrection: timed }).nullish(),
    }),
  }),
  measures: {
    dose: { tolerance: 1e-4, unit: 'U or U/h' },
    prediction: { tolerance: 0.025, unit: 'mg/dL' },
    'on board': { tolerance: 1e-6, unit: 'U or g', relativeTo: 1 },
    momentum: { tolerance: 1e-6, unit: 'mg/dL', relativeTo: 1 },
    insulin: { tolerance: 1e-6, unit: 'mg/dL', relativeTo: 1 },
    carbs: { tolerance: 1e-6, unit: 'mg/dL', relativeTo: 1 },
    retrospection: { tolerance: 1e-6, unit: 'mg/dL', relativeTo: 1 },
  },
  compare: ({ input, expected }, check) => {
    const outcome = runLoop(input);
    compareRecommendation(check, 'dose', input, outcome, expected.recommendation);
    if (outcome.kind === 'refused') return;
    const { prediction } = outcome;
    const { predictedGlucose, effects_every_4th: effects } = expected;
    if (typeof expected.activeInsulin_U === 'number')
      check.near('on board', 'insulin', prediction.onBoard, expected.activeInsulin_U);
    if (typeof expected.activeCarbs_g === 'number')
      check.near('on board', 'carbohydrate', prediction.carbsOnBoard, expected.activeCarbs_g);
    if (predictedGlucose) {
      check.series('prediction', 'predicted', prediction.glucose.mgDl, predictedGlucose.v);
      const start = predictedGlucose.base ?? 0;
      for (const [index, seconds] of predictedGlucose.t_s.entries())
        check.same('instant', prediction.glucose.atMs[index] ?? null, start + seconds * 1_000);
    }
    if (expected.momentum) compareEffect(check, 'momentum', prediction.momentum, expected.momentum);
    if (!effects) return;
    compareEffect(check, 'insulin', prediction.insulin, effects.insulin, EVERY);
    compareEffect(check, 'carbs', prediction.carbs, effects.carbs, EVERY);
    compareEffect(check, 'retrospection', prediction.retrospection, effects.retrospectiveCorrection, EVERY);
  },
});
