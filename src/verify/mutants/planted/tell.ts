import { type Count, countOf, countsOf, FINDERS, type Finder } from './count.ts';
import type { Planted } from './planted.ts';

/** All faults that were planted in one chart, and of each of its properties one that breaks it. */
export type OfChart = {
  readonly machine: string;
  readonly planted: readonly Planted[];
  readonly breaks: Readonly<Record<string, string>>;
};

const HEADS: Readonly<Record<Finder, string>> = {
  property: 'a property',
  unspoken: 'no property can',
  committed: 'only what is committed',
  suite: 'only a generated suite',
  nobody: 'nobody',
  equivalent: 'none to find',
};

/** The head of a table of counts, and its rows: by the chart where there are several, and by the kind of fault. */
export const HEAD: readonly string[] = [
  'fault',
  'planted',
  ...FINDERS.map(finder => HEADS[finder]),
  'median',
  'most',
];
export const rowsOf = (charts: readonly OfChart[]): readonly (readonly string[])[] => [
  ...(charts.length > 1 ? charts.map(({ machine, planted }) => cellsOf(countOf(machine, planted))) : []),
  ...countsOf(charts.flatMap(({ planted }) => planted)).map(cellsOf),
];

const cellsOf = ({ of, faults, first, median, most }: Count): readonly string[] => [
  of,
  String(faults),
  ...FINDERS.map(finder => String(first[finder])),
  String(median),
  String(most),
];

/** How many everybody finds, whoever was first. */
export const alsoLine = (charts: readonly OfChart[]): string =>
  Object.entries(
    countOf(
      'all',
      charts.flatMap(({ planted }) => planted),
    ).seenBy,
  )
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** Who finds faults first, as a table for a terminal. */
export const tableOf = (charts: readonly OfChart[]): readonly string[] => {
  const rows = [HEAD, ...rowsOf(charts)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return [
    `faults planted in ${charts.length === 1 ? `the ${charts[0]?.machine} chart` : `${charts.length} charts`}, by who finds them first; events of the shortest run that breaks a property`,
    ...rows.map(row =>
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
    ),
    `  whoever was first, found by: ${alsoLine(charts)}`,
  ];
};

/** The same as one line. */
export const plantedInWords = (where: string, report: string, charts: readonly OfChart[]): string => {
  const all = charts.flatMap(({ planted }) => planted);
  const { faults, first, median, most } = countOf('all', all);
  const unfound = first.committed + first.suite + first.nobody;
  return (
    `  of ${faults} faults planted ${where} ${first.property} break a property, by runs of ${median} events at the median and ${most} at most, ` +
    `${first.equivalent} are proved equivalent${first.unspoken > 0 ? `, ${first.unspoken} are of a kind that no property can find` : ''}` +
    `${unfound > 0 ? `, and ${unfound} break NONE` : ''}; as last planted: specs/${report}`
  );
};
