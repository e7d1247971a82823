import { z } from 'zod';
import { netDoses } from '../../../../src/automation/effects/doses.ts';
import { insulinEffect, insulinEffectByAction } from '../../../../src/automation/effects/insulin.ts';
import { family } from '../../family.ts';
import { model } from './model.ts';
import { compareEffect, delivered, doses, interval, spans, timed } from './shapes.ts';

/** What insulin does to glucose, by both ways to take its sensitivity. */
export const insulinEffects = family({
  file: 'loop/insulin_effect.json',
  schema: z.object({
    input: z.object({ doses, basal: spans, model, sensitivity: spans, window: interval }),
    expected: z.object({ dose_start_isf: timed, mid_absorption_isf: timed }),
  }),
  measures: {
    'by dose start': { tolerance: 1e-6, unit: 'mg/dL', relativeTo: 1 },
    'by action': { tolerance: 1e-6, unit: 'mg/dL', relativeTo: 1 },
  },
  compare: ({ input, expected }, check) => {
    const net = netDoses(delivered(input.doses, input.model), input.basal);
    const [from, to] = input.window;
    compareEffect(
      check,
      'by dose start',
      insulinEffect(net, input.sensitivity, from, to),
      expected.dose_start_isf,
    );
    const byAction = insulinEffectByAction(net, input.sensitivity, from, to);
    compareEffect(check, 'by action', byAction, expected.mid_absorption_isf);
  },
});
