import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { campaignSchema } from '../../simulate/campaign/campaign.ts';
import { type Comparison, comparisonOf, comparisonSchema } from '../../simulate/campaign/comparison.ts';
import { wordsOf } from '../../simulate/campaign/controllers.ts';
import { peersIn } from '../../simulate/campaign/peers.ts';
import { PRESETS } from '../../simulate/campaign/presets.ts';
import type { Report } from '../../simulate/campaign/report.ts';

const fileOf = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const COMPARISON = fileOf('specs/generated/comparison.json');
export const README = fileOf('README.md');

const BEGIN = '<!-- comparison: written by islet campaign --preset published --readme -->';
const END = '<!-- end of the comparison -->';

/** Keeps the outcome of the published campaign in the repository, and shows it in the README. */
export const keepComparison = (report: Report): void => {
  writeFileSync(COMPARISON, `${JSON.stringify(comparisonOf(report), null, 1)}\n`);
  writeFileSync(README, readmeWith(readFileSync(README, 'utf8')));
};

/** The comparison that is kept in the repository. */
export const keptComparison = (): Comparison =>
  comparisonSchema.parse(JSON.parse(readFileSync(COMPARISON, 'utf8')));

/** The README with the table of the comparison that is kept. Throws where it has no place for it. */
export const readmeWith = (text: string): string => {
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`README.md has no ${BEGIN} … ${END}`);
  return `${before}${BEGIN}\n\n${tableOf(keptComparison()).join('\n')}\n\n${END}${after}`;
};

type Figures = {
  readonly inRange: number;
  readonly below70: number;
  readonly gri: number;
  readonly meet: number;
};

const cell = ({ inRange, below70, gri, meet }: Figures): string =>
  `${inRange.toFixed(1)} · ${below70.toFixed(2)} · ${gri.toFixed(1)} · ${meet}`;

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Controllers down, scenarios across; below them the software of others as it was measured. */
export const tableOf = ({ rows }: Comparison): readonly string[] => {
  const campaign = campaignSchema.parse(PRESETS.published);
  const { scenarios, controllers } = campaign;
  const measured = scenarios.map(scenario => peersIn(campaign, scenario));
  const peers = [...new Set(measured.flat().map(({ name }) => name))];
  return [
    line(['', ...scenarios.map(({ name }) => name)]),
    line(['---', ...scenarios.map(() => '---')]),
    ...controllers.map(controller =>
      line([
        `**${wordsOf(controller)}**`,
        ...scenarios.map(({ name }) => {
          const own = rows.find(
            row => row.scenario === name && row.controller === controller && row.whom === 'all',
          );
          return own === undefined ? '' : cell(own);
        }),
      ]),
    ),
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
