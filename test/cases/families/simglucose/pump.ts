import { z } from 'zod';
import { PUMPS, simglucoseRate } from '../../../../src/simulate/pumps.ts';
import { family } from '../../family.ts';

export const pump = family({
  file: 'simglucose/pump_rounding.json',
  schema: z.object({
    input: z.object({ pump: z.enum(['Cozmo', 'Insulet']), U_per_min: z.number() }),
    expected: z.object({ basal_U_per_min: z.number(), bolus_U_per_min: z.number() }),
  }),
  measures: { rate: { tolerance: 1e-9, unit: 'U/min' } },
  compare: ({ input, expected }, check) => {
    const { mostBasal, mostBolus } = PUMPS[input.pump];
    check.near('rate', 'basal', simglucoseRate(input.U_per_min, mostBasal), expected.basal_U_per_min);
    check.near('rate', 'bolus', simglucoseRate(input.U_per_min, mostBolus), expected.bolus_U_per_min);
  },
});
