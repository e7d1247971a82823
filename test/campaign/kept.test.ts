import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KEPT, type KeptName, keptOf } from '../../src/cli/campaign/kept.ts';
import { campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellAt, nameOf } from '../../src/simulate/campaign/cells.ts';
import type { KeptCell } from '../../src/simulate/campaign/comparison.ts';
import type { ControllerName } from '../../src/simulate/campaign/controllers.ts';
import { PRESETS } from '../../src/simulate/campaign/presets.ts';
import { sampleOf } from '../../src/simulate/campaign/sample.ts';
import { settingsOf } from '../../src/simulate/campaign/summary.ts';
import { expectKept, keptCells } from './livedAgain.ts';

const { rows } = keptOf('published');
const SCENARIOS = PRESETS.published.scenarios.map(({ name }) => name);

const rowOf = (scenario: string, controller: ControllerName) => {
  const found = rows.find(
    row => row.scenario === scenario && row.controller === controller && row.whom === 'all',
  );
  if (found === undefined) throw new Error(`${controller} is not kept in ${scenario}`);
  return found;
};

const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Of each scenario and age one cell, by turns of another controller. */
const someOf = (name: KeptName): readonly KeptCell[] => {
  const { scenarios, faults, controllers } = campaignSchema.parse(PRESETS[name]);
  const parts = scenarios.flatMap(scenario =>
    AGES.map(age => keptCells(name).filter(cell => isIn(cell, scenario.name, age))),
  );
  const turn = faults.length * controllers.length;
  return parts.flatMap((cells, index) => cells.filter((_, place) => place === (7 * index) % turn));
};

const AGES = ['adult', 'adolescent', 'child'] as const;
const isIn = ({ name }: KeptCell, scenario: string, age: string): boolean =>
  name.startsWith(`${scenario}/`) && name.includes(`/${age}#`);

/** All that are kept: test/deep. */
test.each([
  ['published', 15],
  ['seeds-few', 15],
  ['faults-few', 3],
] as const)('what is kept of %s is what comes out today, in %i cells', (name, count) => {
  const cells = someOf(name);
  expect(cells).toHaveLength(count);
  expectKept(name, cells);
});

test('the cells that are kept are drawn of every setting, controller and age', () => {
  for (const name of KEPT) {
    const campaign = campaignSchema.parse(PRESETS[name]);
    const cells = keptCells(name);
    expect(cells.map(({ cell }) => cell)).toEqual(sampleOf(campaign));
    for (const { cell, name: of } of cells) expect(nameOf(cellAt(campaign, cell))).toBe(of);
    expect(cells).toHaveLength(3 * settingsOf(campaign).length * campaign.controllers.length);
  }
});

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
