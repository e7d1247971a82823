import { z } from 'zod';
import { bretonErrors, quarterHourErrors } from '../../../../src/simulate/sensor/breton.ts';
import { family } from '../../family.ts';

/** Gives these numbers one after the other; what is asked beyond them is a mistake of the caller. */
const given = (values: readonly number[]) => {
  let index = 0;
  return (): number => {
    const value = values[index];
    if (value === undefined) throw new RangeError(`more than ${values.length} normal numbers were asked for`);
    index += 1;
    return value;
  };
};

export const noise = family({
  file: 'simglucose/cgm_noise.json',
  schema: z.object({
    input: z.object({
      sample_time_min: z.number().positive(),
      PACF: z.number(),
      gamma: z.number(),
      lam: z.number(),
      delta: z.number(),
      xi: z.number(),
      block_points_15min: z.literal(10),
      normals: z.array(z.number()),
    }),
    expected: z.object({
      noise_15min_mgdl: z.array(z.number()).min(1),
      noise_at_sample_time_mgdl: z.array(z.number()).min(1),
    }),
  }),
  measures: {
    'quarter hours': { tolerance: 1e-6, unit: 'mg/dL' },
    spline: { tolerance: 1e-5, unit: 'mg/dL' },
  },
  compare: ({ input, expected }, check) => {
    const { PACF: pacf, lam: lambda, gamma, delta, xi } = input;
    const constants = { pacf, lambda, gamma, delta, xi };
    const quarter = quarterHourErrors(given(input.normals), constants);
    check.series(
      'quarter hours',
      'the error every 15 minutes',
      expected.noise_15min_mgdl.map(() => quarter()),
      expected.noise_15min_mgdl,
    );
    const fine = bretonErrors(given(input.normals), input.sample_time_min, constants);
    check.series(
      'spline',
      'the error at each reading',
      expected.noise_at_sample_time_mgdl.map(() => fine()),
      expected.noise_at_sample_time_mgdl,
    );
  },
});
