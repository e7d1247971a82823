import { z } from 'zod';
import { riskOf } from '../../../../src/simulate/risk.ts';
import { family } from '../../family.ts';

export const risk = family({
  file: 'simglucose/risk_index.json',
  schema: z.object({
    input: z.object({ BG_mgdl: z.number() }),
    expected: z.object({ LBGI: z.number(), HBGI: z.number(), RI: z.number() }),
  }),
  measures: { risk: { tolerance: 1e-6, unit: 'relative', relativeTo: 1e-9 } },
  compare: ({ input, expected }, check) => {
    const { low, high, sum } = riskOf(input.BG_mgdl);
    check.near('risk', 'low', low, expected.LBGI);
    check.near('risk', 'high', high, expected.HBGI);
    check.near('risk', 'sum', sum, expected.RI);
  },
});
