import { z } from 'zod';
import { CONTROLLERS } from './controllers.ts';
import { COMPARED } from './differences.ts';
import { GROUPS } from './people.ts';
import type { Report } from './report.ts';
import type { CellResult } from './run.ts';
import { sampleOf } from './sample.ts';

const figure = z.number();
const controller = z.enum(CONTROLLERS);

const rowSchema = z.strictObject({
  scenario: z.string(),
  fault: z.string(),
  controller,
  whom: z.enum(['all', ...GROUPS]),
  inRange: figure,
  below70: figure,
  below54: figure,
  above180: figure,
  mean: figure,
  gri: figure,
  meet: z.int(),
  cells: z.int(),
  failed: z.int(),
});

/** A cell of the sample, by its place and name in the campaign. */
const cellSchema = z.strictObject({
  cell: z.int().min(0),
  name: z.string(),
  inRange: figure,
  below70: figure,
  below54: figure,
  above180: figure,
  mean: figure,
  gri: figure,
});

export type KeptCell = z.infer<typeof cellSchema>;

const differenceSchema = z.strictObject({
  scenario: z.string(),
  fault: z.string(),
  one: controller,
  other: controller,
  measure: z.enum(COMPARED),
  mean: figure,
  low: figure,
  high: figure,
});

/** What of a campaign is kept in the repository: pooled figures, the first controller less each other, and some cells by lot. */
export const comparisonSchema = z.strictObject({
  islet: z.literal('comparison'),
  version: z.literal(2),
  campaign: z.string(),
  rows: z.array(rowSchema).min(1),
  differences: z.array(differenceSchema),
  cells: z.array(cellSchema).min(1),
});

export type Comparison = z.infer<typeof comparisonSchema>;

/** Four decimals: more than a hundredth of what a seed changes. */
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** A cell as it is kept. */
export const keptCellOf = (result: CellResult): KeptCell => ({
  cell: result.cell,
  name: result.name,
  inRange: rounded(result.inRange),
  below70: rounded(result.below70),
  below54: rounded(result.below54),
  above180: rounded(result.above180),
  mean: rounded(result.mean),
  gri: rounded(result.gri),
});

/** What is kept of a campaign that is complete. */
export const comparisonOf = ({ campaign, known, pooled, differences }: Report): Comparison => {
  const [first] = campaign.controllers;
  const drawn = new Set(sampleOf(campaign));
  return {
    islet: 'comparison',
    version: 2,
    campaign: campaign.name,
    rows: pooled.map(row => ({
      scenario: row.scenario,
      fault: row.fault,
      controller: row.controller,
      whom: row.whom,
      inRange: rounded(row.inRange),
      below70: rounded(row.below70),
      below54: rounded(row.below54),
      above180: rounded(row.above180),
      mean: rounded(row.mean),
      gri: rounded(row.gri),
      meet: row.meet,
      cells: row.cells,
      failed: row.failed,
    })),
    differences: differences
      .filter(({ whom, one }) => whom === 'all' && one === first)
      .map(({ scenario, fault, one, other, measure, mean, low, high }) => ({
        scenario,
        fault,
        one,
        other,
        measure,
        mean: rounded(mean),
        low: rounded(low),
        high: rounded(high),
      })),
    cells: known.flatMap(({ result }) => (drawn.has(result.cell) ? [keptCellOf(result)] : [])),
  };
};
