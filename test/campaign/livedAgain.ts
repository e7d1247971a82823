import { expect } from 'vitest';
import { keptComparison } from '../../src/cli/campaign/readme.ts';
import { campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellAt, cellCount } from '../../src/simulate/campaign/cells.ts';
import { comparisonOf } from '../../src/simulate/campaign/comparison.ts';
import type { ControllerName } from '../../src/simulate/campaign/controllers.ts';
import { PRESETS } from '../../src/simulate/campaign/presets.ts';
import { reportOf } from '../../src/simulate/campaign/report.ts';
import { openRunner, resultOf } from '../../src/simulate/campaign/run.ts';

/** Lives the ten adults of the comparison, who tell of their meals, with the code of today: the row that is kept comes out. */
export const expectKept = (controller: ControllerName): void => {
  const scenarios = PRESETS.published.scenarios.filter(({ name }) => name === 'announced');
  const campaign = campaignSchema.parse({
    ...PRESETS.published,
    patients: ['adults'],
    scenarios,
    controllers: [controller],
  });
  const results = Array.from({ length: cellCount(campaign) }, (_, index) =>
    resultOf(campaign, cellAt(campaign, index), openRunner),
  );
  expect(results).toHaveLength(10);
  const kept = keptComparison().rows.filter(
    row => row.scenario === 'announced' && row.controller === controller && row.whom === 'adult',
  );
  // Adults are everybody here.
  const today = comparisonOf(reportOf(campaign, results)).rows.map(row => ({ ...row, whom: 'adult' }));
  expect(
    today,
    'write the comparison anew: node src/cli/bin.mjs campaign --preset published --readme',
  ).toEqual(kept);
};
