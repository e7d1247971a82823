import { nameOf } from '../../verify/automaton.ts';
import type { Outcome } from '../../verify/mutants/judge.ts';
import type { MutantSummary } from '../../verify/mutants/summary.ts';

/** What became of the mutants of a chart, and how long it took. */
export type Made = {
  readonly summary: MutantSummary;
  readonly walkMs: number;
  readonly tookMs: number;
};

/** Survivors that are written out; all of them are in the JSON. */
const MOST_SURVIVORS = 20;

export const linesOf = ({ summary, walkMs, tookMs }: Made): readonly string[] => {
  const { machine, observed, states, mutants, killed, equivalent, refused, runs } = summary;
  const rate = Math.round((mutants * 1_000) / tookMs);
  return [
    `${machine}: ${mutants} mutants, each decided over ${states} states: ${killed} killed, ${equivalent} equivalent, ${refused} refused`,
    `  observed: ${observed}`,
    `  shortest kills: ${runs.median} events at the median, ${runs.most} at most`,
    `  ${(walkMs / 1_000).toFixed(1)} s to walk and to make the tests, then ${(tookMs / 1_000).toFixed(1)} s: ${rate} mutants a second, all suites included`,
    '',
    ...table(
      ['operator', 'killed', 'equivalent', 'refused'],
      summary.operators.map(each => [each.operator, each.killed, each.equivalent, each.refused]),
    ),
    ...headed(
      'equivalent, proved, because',
      summary.reasons.map(({ because, count }) => `${String(count).padStart(5)}  ${because}`),
    ),
    ...headed('refused', reasonsOf(summary)),
    '',
    ...table(
      ['suite', 'tests', 'events', `kills of ${killed}`],
      summary.suites.map(each => [each.name, each.tests, each.events, each.kills]),
    ),
    '  (kill is made of the first of them and the shortest kill of each mutant that it misses: it finds all by construction)',
    ...(summary.suites.some(({ name }) => name === 'H')
      ? []
      : [
          `  (not here: complete suites, which would ask each of ${states} states by each event; they are made of at most 10 000 states)`,
        ]),
    ...headed(
      'found by no suite but "kill", each with its shortest kill',
      summary.survivors.slice(0, MOST_SURVIVORS).flatMap(survivorLines),
    ),
    ...(summary.survivors.length > MOST_SURVIVORS
      ? [`    and ${summary.survivors.length - MOST_SURVIVORS} more (--json)`]
      : []),
    '',
  ];
};

/** Mutants by what is said of them last: the rest of it names their place, as they do themselves. */
const reasonsOf = ({ refusals }: MutantSummary): readonly string[] =>
  [...Map.groupBy(refusals, ({ because }) => because.split(': ').at(-1) ?? because)].flatMap(
    ([because, all]) => [
      `${String(all.length).padStart(5)}  ${because}`,
      ...all.map(({ mutant }) => `         ${mutant}`),
    ],
  );

const survivorLines = ({ mutant, verdict }: Outcome): readonly string[] => [
  mutant.id,
  `    ${verdict.kind === 'killed' ? verdict.run.map(nameOf).join(', ') : ''}`,
];

const headed = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `  ${title}`, ...lines.map(line => `    ${line}`)];

const table = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): readonly string[] => {
  const all = [head, ...rows.map(row => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0)));
  return all.map(row =>
    `  ${row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')}`.trimEnd(),
  );
};

/** One line of JSON: every survivor with the events of its shortest kill. */
export const jsonOf = (made: readonly Made[]): string =>
  JSON.stringify({
    version: 1,
    machines: made.map(({ summary: { outcomes: _all, ...summary }, walkMs, tookMs }) => ({
      ...summary,
      walkMs,
      tookMs,
      survivors: summary.survivors.map(({ mutant, verdict }) => ({
        mutant: mutant.id,
        kill: verdict.kind === 'killed' ? verdict.run : [],
      })),
    })),
  });
