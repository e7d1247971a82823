import { z } from 'zod';
import { momentum } from '../../../../src/automation/effects/glucose.ts';
import { minutes } from '../../../../src/automation/effects/grid.ts';
import { family } from '../../family.ts';
import { compareEffect, readings, timed } from './shapes.ts';

export const momenta = family({
  file: 'loop/momentum.json',
  schema: z.object({
    input: z.object({ glucose: readings, duration_min: z.number() }),
    expected: z.object({ effect: timed }),
  }),
  measures: { momentum: { tolerance: 1e-6, unit: 'mg/dL', relativeTo: 1 } },
  compare: ({ input, expected }, check) =>
    compareEffect(check, 'momentum', momentum(input.glucose, minutes(input.duration_min)), expected.effect),
});
