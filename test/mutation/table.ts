import type { Found, Kept } from './kept.ts';

const code = (text: string): string => {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)) + 1);
  const inside = text.startsWith('`') || text.endsWith('`') ? ` ${text} ` : text;
  return text === '' ? '(nothing)' : `${fence}${inside.replaceAll('|', '\\|')}${fence}`;
};

const isOpen = (reason: string): boolean => reason === '' || reason === 'open';

const scoreOf = (each: Found[string]): string => {
  const killed = each.killed + each.endless + each.uncompiled;
  const all = killed + each.survivors.length;
  return all === 0 ? '–' : `${((100 * killed) / all).toFixed(1)} %`;
};

/** `specs/mutants.md`: the score of each file, what survives in it and why, and the files not reached. */
export const tableOf = (kept: Kept): string => {
  const files = Object.entries(kept.files).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = files.map(
    ([path, each]) =>
      `| ${path} | ${scoreOf(each)} | ${each.killed} | ${each.endless} | ${each.uncompiled} | ${each.survivors.length} | ${each.untried} |`,
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
  const open = files.flatMap(([, each]) => each.survivors.filter(({ reason }) => isOpen(reason))).length;
  return `${[
    '<!-- Written by `npm run mutate`; do not edit. Reasons are given in test/mutation/kept.json. -->',
    '# Mutants of the code',
    '',
    'Stryker changes the code in one thing at a time and asks the quick tests beside it. A mutant is *killed* by a test that',
    'fails, *endless* if the run did not end, *uncompiled* if the compiler refuses it before any test. *Untried* is what is',
    'made once, when a file is loaded: tables and the charts themselves, of which Stryker can only ask all tests anew.',
    'Mutants of the charts are decided exhaustively instead, by `islet mutants` (decision 0024). Why so: decision 0028.',
    '',
    `${files.length} of ${files.length + kept.notReached.length} files reached, ${files.reduce((sum, [, each]) => sum + each.survivors.length, 0)} survivors, of which ${open} are open.`,
    '',
    '| file | score | killed | endless | uncompiled | survived | untried |',
    '|---|---|---|---|---|---|---|',
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
