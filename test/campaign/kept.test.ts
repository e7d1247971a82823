import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keptComparison } from '../../src/cli/campaign/readme.ts';
import type { ControllerName } from '../../src/simulate/campaign/controllers.ts';
import { PRESETS } from '../../src/simulate/campaign/presets.ts';
import { expectKept } from './livedAgain.ts';

const { rows } = keptComparison();
const SCENARIOS = PRESETS.published.scenarios.map(({ name }) => name);

const rowOf = (scenario: string, controller: ControllerName) => {
  const found = rows.find(
    row => row.scenario === scenario && row.controller === controller && row.whom === 'all',
  );
  if (found === undefined) throw new Error(`${controller} is not kept in ${scenario}`);
  return found;
};

const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Other controllers: test/deep. */
test.each(['islet', 'islet-enveloped', 'suspension', 'basal-bolus'] as const)(
  'what is kept of %s is what it does today',
  expectKept,
);

describe('what is written of the comparison is what is kept', () => {
  test('decision 0040: what the envelope costs and saves', () => {
    const text = textOf('specs/decisions/0040-envelope.md');
    for (const scenario of SCENARIOS) {
      const [without, within] = (['islet', 'islet-enveloped'] as const).map(controller => {
        const { inRange, below70, gri, meet, failed } = rowOf(scenario, controller);
        return `${inRange.toFixed(1)} / ${below70.toFixed(2)} / ${gri.toFixed(1)} / ${meet} / ${failed}`;
      });
      expect(text).toContain(`| ${scenario} | ${without} | ${within} |`);
    }
  });

  test('README: within the envelope, when nobody tells of meals, more time is out of range than with the best of others', () => {
    const { inRange, below70 } = rowOf('unannounced', 'islet-enveloped');
    expect(textOf('README.md').replaceAll('\n', ' ')).toContain(
      `within them ${inRange.toFixed(1)} % in range (oref0’s microboluses, measured: 80.1), with ${below70.toFixed(1)} % below 70 (7.4)`,
    );
  });

  test.each(['announced', 'basal × 1.3'])(
    'decision 0041: what predictive suspension alone does, %s',
    scenario => {
      const [hand, suspended] = [rowOf(scenario, 'basal-bolus'), rowOf(scenario, 'suspension')];
      const less = (1 - suspended.below70 / hand.below70) * 100;
      const more = suspended.above180 - hand.above180;
      expect(textOf('specs/decisions/0041-settings-learnt-from-a-day.md')).toContain(
        `${scenario}, ${less.toFixed(1)} % less below 70 for ${more.toFixed(2)} points more above 180`,
      );
    },
  );
});
