import { z } from 'zod';
import { CONTROLLERS } from './controllers.ts';
import { COMPARED } from './differences.ts';
import { GROUPS } from './people.ts';
import type { Report } from './report.ts';

const figure = z.number();
const controller = z.enum(CONTROLLERS);

const rowSchema = z.strictObject({
  scenario: z.string(),
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

const differenceSchema = z.strictObject({
  scenario: z.string(),
  one: controller,
  other: controller,
  measure: z.enum(COMPARED),
  mean: figure,
  low: figure,
  high: figure,
});

/** What of the published campaign is kept in the repository: pooled figures, and our controller less each other. */
export const comparisonSchema = z.strictObject({
  islet: z.literal('comparison'),
  version: z.literal(1),
  campaign: z.string(),
  rows: z.array(rowSchema).min(1),
  differences: z.array(differenceSchema),
});

export type Comparison = z.infer<typeof comparisonSchema>;

/** Four decimals: more than a hundredth of what a seed changes. */
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Of a campaign without faults; settings with faults are left out. */
export const comparisonOf = ({ campaign, pooled, differences }: Report): Comparison => {
  const [first] = campaign.controllers;
  return {
    islet: 'comparison',
    version: 1,
    campaign: campaign.name,
    rows: pooled
      .filter(({ fault }) => fault === 'none')
      .map(row => ({
        scenario: row.scenario,
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
      .filter(({ fault, whom, one }) => fault === 'none' && whom === 'all' && one === first)
      .map(({ scenario, one, other, measure, mean, low, high }) => ({
        scenario,
        one,
        other,
        measure,
        mean: rounded(mean),
        low: rounded(low),
        high: rounded(high),
      })),
  };
};
