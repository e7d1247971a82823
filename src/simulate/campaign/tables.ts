/** A report as files for other programs. Shares are percent, glucose mg/dL, insulin U; numbers are written in full. */
import { cellAt } from './cells.ts';
import type { Report } from './report.ts';

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;

/** A field with a comma, a quote or a line break is quoted (RFC 4180); nothing is an empty field. */
const field = (value: Value): string => {
  const text = value === null ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows of the same columns, the names first. */
const csv = (rows: readonly Row[]): string => {
  const [first] = rows;
  if (first === undefined) return '';
  const columns = Object.keys(first);
  return [columns, ...rows.map(row => columns.map(column => row[column] ?? null))]
    .map(line => `${line.map(field).join(',')}\n`)
    .join('');
};

/** A line for each cell: who, and all metrics. */
const cellRows = ({ campaign, known }: Report): readonly Row[] =>
  known.map(({ setting, controller, patient, result }) => {
    const { cell, name: _name, day: _day, ...measured } = result;
    return { cell, ...setting, controller, patient, seed: cellAt(campaign, cell).seed, ...measured };
  });

/** What other programs read of a report, by the names of the files. */
export const tablesOf = (report: Report): Readonly<Record<string, string>> => ({
  'patients.csv': csv(cellRows(report)),
  'pooled.csv': csv(report.pooled),
  'differences.csv': csv(report.differences),
  'report.json': `${JSON.stringify(jsonOf(report), null, 1)}\n`,
});

const jsonOf = (report: Report) => ({
  islet: 'campaign report',
  version: 1,
  campaign: report.campaign,
  pooled: report.pooled,
  differences: report.differences,
  patients: cellRows(report),
});
