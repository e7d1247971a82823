import { z } from 'zod';
import { shareRemaining } from '../../../../src/domain/insulinModel.ts';
import { family } from '../../family.ts';
import { model } from './model.ts';

/** What is left of 1 U by each insulin model. */
export const curves = family({
  file: 'loop/curves.json',
  schema: z.object({
    input: z.object({ model, t_min: z.array(z.number()) }),
    expected: z.object({ fraction_remaining: z.array(z.number()) }),
  }),
  measures: { 'fraction remaining': { tolerance: 1e-6, unit: 'of the dose', relativeTo: 1 } },
  compare: ({ input, expected }, check) => {
    const ours = input.t_min.map(minutes => shareRemaining(input.model, minutes * 60_000));
    check.series('fraction remaining', 'fraction', ours, expected.fraction_remaining);
  },
});
