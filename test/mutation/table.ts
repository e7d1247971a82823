import type { Found, Kept } from './kept.ts';

const code = (text: string): string => {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)) + 1);
  const inside = text.startsWith('`') || text.endsWith('`') ? ` ${text} ` : text;
  return text === '' ? '(nothing)' : `${fence}${inside.replaceAll('|', '\\|')}${fence}`;
};

const isOpen = (reason: string): boolean => reason === '' || reason === 'open';

const killedOf = ({ killed, endless, uncompiled }: Found[string]): number => killed + endless + uncompiled;
const mutantsOf = (each: Found[string]): number => killedOf(each) + each.survivors.length;

const scoreOf = (each: Found[string]): string =>
  mutantsOf(each) === 0 ? '–' : `${((100 * killedOf(each)) / mutantsOf(each)).toFixed(1)} %`;

/** `specs/mutants.md`: the score of each file, what survives in it and why, and the files not reached. */
export const tableOf = (kept: Kept): string => {
  const files = Object.entries(kept.files).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = files.map(
    ([path, each]) =>
      `| ${path} | ${mutantsOf(each)} | ${scoreOf(each)} | ${each.killed} | ${each.endless} | ${each.uncompiled} | ${each.survivors.length} | ${each.seconds === 0 ? '–' : each.seconds} |`,
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
  const total = (of: (each: Found[string]) => number): number =>
    files.reduce((sum, [, each]) => sum + of(each), 0);
  const open = files.flatMap(([, each]) => each.survivors.filter(({ reason }) => isOpen(reason))).length;
  return `${[
    '<!-- Written by `npm run mutate`; do not edit. Reasons are given in test/mutation/kept.json. -->',
    '# Mutants of the code',
    '',
    'Stryker changes the code in one thing at a time and asks the quick tests of domain and runtime. A mutant is *killed* by',
    'a test that fails, *endless* if the run did not end, *uncompiled* if the compiler refuses it before any test. Seconds are',
    'those of its tests. Mutants of the charts are decided exhaustively by `islet mutants` (decision 0024). Why so: decision 0028.',
    '',
    `${files.length} of ${files.length + kept.notReached.length} files reached: ${total(mutantsOf)} mutants, ${total(killedOf)} of them killed, ${total(each => each.survivors.length)} survivors, of which ${open} are open; ${total(each => each.seconds)} seconds of tests.`,
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
  ].join('\n')}\n`;
};
