import { z } from 'zod';
import { mageOf } from '../../../../src/simulate/mage.ts';
import { type Metrics, metricsOf } from '../../../../src/simulate/metrics.ts';
import { family } from '../../family.ts';

/** What iglu calls a metric, what it is measured as, and what it is called here. */
const FIELDS = [
  ['mean', 'relative', 'mean'],
  ['SD', 'relative', 'sd'],
  ['CV', 'relative', 'cv'],
  ['GMI', 'relative', 'gmi'],
  ['eA1C', 'relative', 'eA1c'],
  ['in_range_70_140', 'share', 'inTightRange'],
  ['in_range_70_180', 'share', 'inRange'],
  ['below_54', 'share', 'below54'],
  ['below_70', 'share', 'below70'],
  ['above_140', 'share', 'above140'],
  ['above_180', 'share', 'above180'],
  ['above_250', 'share', 'above250'],
  ['LBGI', 'index', 'lbgi'],
  ['HBGI', 'index', 'hbgi'],
  ['J_index', 'relative', 'jIndex'],
  ['median', 'relative', 'median'],
  ['GRI', 'relative', 'gri'],
] as const satisfies readonly (readonly [string, string, keyof Metrics])[];

const number = z.number().nullish();

/**
 * For MAGE, iglu lays a trace on a grid whose first place is five minutes after midnight. These traces begin at midnight,
 * and their first sample is not seen.
 */
const UNSEEN = 1;

/** Metrics of a trace, against iglu. */
export const glycemicMetrics = family({
  file: 'metrics/glycemic_metrics.json',
  schema: z.object({
    input: z.object({ glucose_mgdl_5min: z.array(z.number()) }),
    expected: z.object({
      mean: number,
      SD: number,
      CV: number,
      GMI: number,
      eA1C: number,
      in_range_70_140: number,
      in_range_70_180: number,
      below_54: number,
      below_70: number,
      above_140: number,
      above_180: number,
      above_250: number,
      LBGI: number,
      HBGI: number,
      J_index: number,
      median: number,
      GRI: number,
      MAGE: number,
    }),
  }),
  measures: {
    share: { tolerance: 0.01, unit: 'percentage points' },
    relative: { tolerance: 1e-4, unit: '', relativeTo: 1e-9 },
    // iglu rounds 10 · 1.509² to 22.77.
    index: { tolerance: 1e-3, unit: '', relativeTo: 1e-6 },
  },
  compare: ({ input, expected }, check) => {
    const ours = metricsOf(input.glucose_mgdl_5min);
    for (const [name, measure, key] of FIELDS) {
      const theirs = expected[name];
      if (typeof theirs === 'number') check.near(measure, name, ours[key], theirs);
    }
    const mage = mageOf(input.glucose_mgdl_5min.slice(UNSEEN));
    const { MAGE } = expected;
    if (typeof MAGE === 'number' && mage !== null) check.near('relative', 'MAGE', mage, MAGE);
    else check.same('MAGE', mage, MAGE ?? null);
  },
});
