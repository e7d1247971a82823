import { meansOf } from '../../inspector/report/comparison.ts';
import type { Report } from '../../simulate/campaign/report.ts';
import { type Pooled, type Setting, settingsOf, WHOM } from '../../simulate/campaign/summary.ts';

const COLUMNS = ['TIR %', '<70 %', '<54 %', '>180 %', 'mean', 'GRI', 'U/day', 'meet', 'fail'] as const;

/** A setting as a heading. */
export const headingOf = ({ scenario, fault }: Setting): string =>
  fault === 'none' ? scenario : `${scenario}, ${fault}`;

const line = (name: string, cells: readonly string[], groups: string): string =>
  `  ${name.padEnd(14)}${cells.map(cell => cell.padStart(8)).join('')}  ${groups}`.trimEnd();

/** The report as a page of text: a table for each setting, time in range and below 70 of each group at the end of a line. */
export const linesOf = ({ campaign, pooled }: Report): readonly string[] =>
  settingsOf(campaign).flatMap(setting => {
    const rows = pooled.filter(row => row.scenario === setting.scenario && row.fault === setting.fault);
    return [
      '',
      `${headingOf(setting)}:`,
      line('', COLUMNS, 'TIR/<70 of each group'),
      ...rows
        .filter(({ whom }) => whom === 'all')
        .map(row => line(row.controller, meansOf(row), groupsOf(rows, row))),
    ];
  });

const groupsOf = (rows: readonly Pooled[], { controller }: Pooled): string =>
  WHOM.flatMap(whom =>
    whom === 'all'
      ? []
      : rows
          .filter(row => row.whom === whom && row.controller === controller)
          .map(row => `${whom} ${row.inRange.toFixed(1)}/${row.below70.toFixed(1)}`),
  ).join('  ');
