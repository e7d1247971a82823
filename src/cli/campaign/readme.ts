import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { campaignSchema } from '../../simulate/campaign/campaign.ts';
import type { Comparison } from '../../simulate/campaign/comparison.ts';
import { type ControllerName, wordsOf } from '../../simulate/campaign/controllers.ts';
import { peersIn } from '../../simulate/campaign/peers.ts';
import { PRESETS } from '../../simulate/campaign/presets.ts';
import type { Report } from '../../simulate/campaign/report.ts';
import { KEPT, type KeptName, keep, keptOf } from './kept.ts';

export const README = fileURLToPath(new URL('../../../README.md', import.meta.url));

const beginOf = (name: KeptName): string =>
  `<!-- ${name}: written by islet campaign --preset ${name} --readme -->`;
const endOf = (name: KeptName): string => `<!-- end of ${name} -->`;

/** Keeps the outcome of a campaign in the repository, and shows it in the README. */
export const keepComparison = (name: KeptName, report: Report): void => {
  keep(name, report);
  writeFileSync(README, readmeWith(readFileSync(README, 'utf8')));
};

/** The README with the tables of all that is kept. Throws where it has no place for one. */
export const readmeWith = (text: string): string =>
  KEPT.reduce((whole, name) => {
    const [before, rest] = whole.split(beginOf(name));
    const after = rest?.split(endOf(name))[1];
    if (before === undefined || after === undefined)
      throw new Error(`README.md has no ${beginOf(name)} … ${endOf(name)}`);
    return `${before}${beginOf(name)}\n\n${TABLES[name](keptOf(name)).join('\n')}\n\n${endOf(name)}${after}`;
  }, text);

type Figures = {
  readonly inRange: number;
  readonly below70: number;
  readonly gri: number;
  readonly meet: number;
};

const cell = ({ inRange, below70, gri, meet }: Figures): string =>
  `${inRange.toFixed(1)} · ${below70.toFixed(2)} · ${gri.toFixed(1)} · ${meet}`;

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Everybody's figures of a controller; nothing where none are kept. */
const cellIn = (
  { rows }: Comparison,
  scenario: string,
  fault: string,
  controller: ControllerName,
): string => {
  const own = rows.find(
    row =>
      row.scenario === scenario && row.fault === fault && row.controller === controller && row.whom === 'all',
  );
  return own === undefined ? '' : cell(own);
};

const NO_FAULT = 'none';

/** Controllers down, scenarios across. */
const byScenario = (name: KeptName, kept: Comparison): readonly string[] => {
  const { scenarios, controllers } = campaignSchema.parse(PRESETS[name]);
  return [
    line(['', ...scenarios.map(scenario => scenario.name)]),
    line(['---', ...scenarios.map(() => '---')]),
    ...controllers.map(controller =>
      line([
        `**${wordsOf(controller)}**`,
        ...scenarios.map(scenario => cellIn(kept, scenario.name, NO_FAULT, controller)),
      ]),
    ),
  ];
};

/** The same, and below them the software of others as it was measured. */
export const tableOf = (kept: Comparison): readonly string[] => {
  const campaign = campaignSchema.parse(PRESETS.published);
  const measured = campaign.scenarios.map(scenario => peersIn(campaign, scenario));
  const peers = [...new Set(measured.flat().map(({ name }) => name))];
  return [
    ...byScenario('published', kept),
    ...peers.map(peer =>
      line([
        `${peer}, measured`,
        ...measured.map(all => {
          const found = all.find(({ name }) => name === peer);
          return found === undefined ? '' : cell(found);
        }),
      ]),
    ),
  ];
};

/** What goes wrong down, controllers across. */
const byFault = (kept: Comparison): readonly string[] => {
  const { scenarios, faults, controllers } = campaignSchema.parse(PRESETS['faults-few']);
  return [
    line(['', ...controllers.map(wordsOf)]),
    line(['---', ...controllers.map(() => '---')]),
    ...scenarios.flatMap(scenario =>
      faults.map(({ name }) =>
        line([
          name === NO_FAULT ? 'nothing' : name,
          ...controllers.map(each => cellIn(kept, scenario.name, name, each)),
        ]),
      ),
    ),
  ];
};

const TABLES: Readonly<Record<KeptName, (kept: Comparison) => readonly string[]>> = {
  published: tableOf,
  'seeds-few': kept => byScenario('seeds-few', kept),
  'faults-few': byFault,
};
