import { z } from 'zod';
import { orefModel } from '../../../../src/automation/oref/curve.ts';
import { activityPerMinute, shareRemaining } from '../../../../src/domain/insulinModel.ts';
import { family } from '../../family.ts';

const curveName = z.enum(['bilinear', 'rapid-acting', 'ultra-rapid']);

/** What is left of a dose and what of it acts, by each of oref0's curves. */
export const curves = family({
  file: 'oref0/iob_curve.json',
  schema: z.object({
    input: z.object({
      curve: curveName,
      dia_h: z.number(),
      peak_min_configured: z.number().nullable(),
      dose_U: z.number(),
      minutes_since_dose: z.array(z.number()),
    }),
    expected: z.object({ iob_U: z.array(z.number()), activity_U_per_min: z.array(z.number()) }),
  }),
  measures: {
    'insulin on board': { tolerance: 1e-9, unit: 'U' },
    activity: { tolerance: 1e-9, unit: 'U/min' },
  },
  compare: ({ input, expected }, check) => {
    const model = orefModel(input.curve, input.dia_h, input.peak_min_configured);
    const at = (of: typeof shareRemaining): number[] =>
      input.minutes_since_dose.map(minutes => input.dose_U * of(model, minutes * 60_000));
    // The polynomials of the bilinear curve dip below nothing in the last minutes, by 0.0002 of the dose; ours end at nothing.
    const iob = expected.iob_U.map(units => (input.curve === 'bilinear' ? Math.max(0, units) : units));
    check.series('insulin on board', 'insulin on board', at(shareRemaining), iob);
    check.series('activity', 'activity', at(activityPerMinute), expected.activity_U_per_min);
  },
});
