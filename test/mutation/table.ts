import { type Kept, NOT_ASKED } from './kept.ts';
import { type Counts, countsOf, isOpen, sumOf } from './state.ts';

const code = (text: string): string => {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)) + 1);
  const inside = text.startsWith('`') || text.endsWith('`') ? ` ${text} ` : text;
  return text === '' ? '(nothing)' : `${fence}${inside.replaceAll('|', '\\|')}${fence}`;
};

const scoreOf = ({ mutants, killed }: Counts): string =>
  mutants === 0 ? '–' : `${((100 * killed) / mutants).toFixed(1)} %`;

/** `specs/mutants.md`: the score of each file, what survives in it and why, and the files not reached. */
export const tableOf = (kept: Kept): string => {
  const files = Object.entries(kept.files).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = files.map(
    ([path, each]) =>
      `| ${path} | ${countsOf(each).mutants} | ${scoreOf(countsOf(each))} | ${each.killed} | ${each.endless} | ${each.uncompiled} | ${each.survivors.length} | ${each.seconds === 0 ? '–' : each.seconds} |`,
  );
  const survivors = files.flatMap(([path, each]) =>
    each.survivors.length === 0
      ? []
      : [
          `### ${path}`,
          '',
          '| in | mutant | why it survives |',
          '|---|---|---|',
          ...each.survivors.map(
            ({ within, mutator, from, to, reason }) =>
              `| ${within} | ${mutator}: ${code(from)} → ${code(to)} | ${isOpen(reason) ? '**open: a test is missing**' : reason} |`,
          ),
          '',
        ],
  );
  const all = sumOf(files.map(([, each]) => countsOf(each)));
  const seconds = files.reduce((sum, [, each]) => sum + each.seconds, 0);
  return `${[
    '<!-- Written by `npm run mutate`; do not edit. Reasons are given in test/mutation/kept.json. -->',
    '# Mutants of the code',
    '',
    'Stryker changes the code in one thing at a time and asks the quick tests of domain and runtime. A mutant is *killed* by',
    'a test that fails, *endless* if the run did not end, *uncompiled* if the compiler refuses it before any test. Seconds are',
    'those of its tests. Why so: decision 0028. What charts are made of (states, transitions, guards and actions by name) is mutated',
    'and decided exhaustively by `islet mutants` (decision 0024); here such a mutant is killed by the chart as it is drawn, and',
    'what `machines/` adds are their functions and tables, which the tests of the runtime judge.',
    '',
    `${files.length} of ${files.length + kept.notReached.length} files reached: ${all.mutants} mutants, ${all.killed} of them killed, ${all.listed + all.open} survivors, of which ${all.open} are open; ${seconds} seconds of tests.`,
    '',
    '| file | mutants | score | killed | endless | uncompiled | survived | seconds |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    '## Survivors',
    '',
    ...survivors,
    '## Not reached',
    '',
    ...(kept.notReached.length === 0 ? ['None.'] : kept.notReached.map(path => `- ${path}`)),
    '',
    '## Not asked',
    '',
    `\`${NOT_ASKED}\`, the world that the pump is explored in: no pump runs it. What holds it, and what does not: decision 0074.`,
  ].join('\n')}\n`;
};
