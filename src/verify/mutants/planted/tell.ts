import { nameOf } from '../../automaton.ts';
import { type Count, countOf, countsOf, type Finder, finderOf } from './count.ts';
import type { Planted } from './planted.ts';

const HEADS: Readonly<Record<Finder, string>> = {
  property: 'a property',
  committed: 'only what is committed',
  suite: 'only a generated suite',
  nobody: 'nobody',
  equivalent: 'none to find',
};
const heads = Object.values(HEADS);

const cellsOf = ({ operator, faults, first, median, most }: Count): readonly string[] => [
  operator,
  String(faults),
  ...(Object.keys(HEADS) as Finder[]).map(finder => String(first[finder])),
  String(median),
  String(most),
];
const HEAD = ['fault', 'planted', ...heads, 'median', 'most'];

const alsoLine = (counts: readonly Count[]): string => {
  const { seenBy = {} } = counts.at(-1) ?? {};
  return Object.entries(seenBy)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
};

/** Who finds faults in guards first, as a table for a terminal. */
export const tableOf = (all: readonly Planted[]): readonly string[] => {
  const counts = countsOf(all);
  const rows = [HEAD, ...counts.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return [
    'faults planted in guards, by who finds them first; events of the shortest run that breaks a property',
    ...rows.map(row =>
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
    ),
    `  whoever was first, found by: ${alsoLine(counts)}`,
  ];
};

/** The same as one line. */
export const plantedInWords = (all: readonly Planted[]): string => {
  const { faults, first, median, most } = countOf('all', all);
  const unfound = first.committed + first.suite + first.nobody;
  return (
    `  of ${faults} faults planted in guards ${first.property} break a property, by runs of ${median} events at the median and ${most} at most, ` +
    `${first.equivalent} are proved equivalent${unfound > 0 ? `, and ${unfound} break NONE` : ''}; as last planted: specs/planted.md`
  );
};

/** The same as a page, with every fault, the property that finds it and the length of the run. */
export const reportOf = (all: readonly Planted[]): string => {
  const counts = countsOf(all);
  const of = (finder: Finder) => all.filter(each => finderOf(each) === finder);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[
    '<!-- Written by `islet mutants pump --plant`; do not edit. -->',
    '# Faults planted in guards',
    '',
    'Every guard of the pump is dropped, negated, replaced by each other guard of its region, and weakened (a part lost, turned, or',
    'asking for a state beside the one meant), one thing at a time. Each such pump is put to every property that `islet verify` asks',
    'of it, and the shortest run that breaks one is kept; a test takes each of these runs again on its faulty chart, and explores a',
    'sample anew. *Only what is committed*: no property, but a story or the matrix of events and states, which tests compare. *None',
    'to find*: state, context and all that is asked for are the same in every reachable state, proved over all of them.',
    '',
    row(HEAD),
    row(HEAD.map(() => '---')),
    ...counts.map(count => row(cellsOf(count))),
    '',
    `Whoever was first, found by: ${alsoLine(counts)}.`,
    '',
    ...section(
      'Nobody finds',
      of('nobody').map(({ mutant }) => row([mutant, ''])),
      ['fault', ''],
    ),
    ...section(
      'No property finds',
      [...of('committed'), ...of('suite')].map(({ mutant, seenBy }) => row([mutant, seenBy.join(', ')])),
      ['fault', 'found by'],
    ),
    ...section(
      'None to find, proved',
      of('equivalent').map(({ mutant, equivalent }) => row([mutant, equivalent ?? ''])),
      ['fault', 'because'],
    ),
    ...section(
      'Found by a property',
      of('property').map(({ mutant, found }) =>
        row([
          mutant,
          found?.property ?? '',
          lengthOf(found),
          found?.world === 'plant' ? 'in its plant' : 'alone',
          `\`${nameOf(found?.run.at(-1) ?? { type: 'none' })}\``,
        ]),
      ),
      ['fault', 'property', 'events', 'asked of the pump', 'last event'],
    ),
  ].join('\n')}`;
};

const lengthOf = (found: Planted['found']): string =>
  found === null
    ? ''
    : `${found.run.length}${found.cycle.length > 0 ? ` and ${found.cycle.length} for ever` : ''}`;

const section = (title: string, rows: readonly string[], head: readonly string[]): readonly string[] =>
  rows.length === 0
    ? []
    : [`## ${title}`, '', `| ${head.join(' | ')} |`, `|${head.map(() => '---|').join('')}`, ...rows, ''];
