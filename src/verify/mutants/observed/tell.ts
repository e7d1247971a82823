import { chartOf, MUTATED } from '../fields.ts';
import { OPERATORS } from '../mutant.ts';
import { mutantsOf } from '../mutants.ts';
import type { Fate } from './fate.ts';
import type { Record } from './record.ts';

/** How a mutant ends. */
const ENDS = ['seen', 'open', 'survivor', 'unobservable', 'equivalent', 'refused'] as const;
type End = (typeof ENDS)[number];

export const endOf = ({ verdict, seen, proved, because }: Fate): End => {
  if (verdict !== 'killed') return verdict;
  if (seen !== null) return 'seen';
  if (proved) return 'unobservable';
  return because === null ? 'open' : 'survivor';
};

/** A number as a reader likes it: thousands apart. */
const spaced = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ' ');

/** What became of all mutants, in the words in which the README has it. */
export const figuresOf = ({ fates }: Record): string => {
  const count = (end: End): string => spaced(fates.filter(fate => endOf(fate) === end).length);
  return `${count('seen')} of ${spaced(fates.length)} are seen outside, ${count('unobservable')} proved unobservable, ${count('survivor')} survive for a reason, ${count('open')} are open`;
};

const operatorOf = ({ mutant }: Fate): string => mutant.slice(0, mutant.indexOf(':'));

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): readonly string[] => [row(head), row(head.map(() => '---')), ...rows.map(row)];

const endsOf = (name: string, some: readonly Fate[]): readonly (string | number)[] => [
  name,
  some.length,
  ...ENDS.map(end => some.filter(fate => endOf(fate) === end).length),
];

/** The words of a test that may hold a bar of a table. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Tests and steps of each suite, and how many mutants of these charts it shows. */
const suiteRows = (
  title: string,
  { suites, fates }: Record,
  isSuch: (machine: string) => boolean,
): readonly (readonly (string | number)[])[] => {
  const own = fates.filter(({ machine }) => isSuch(machine));
  const sizes = Map.groupBy(
    suites.filter(({ machine }) => isSuch(machine)),
    ({ name }) => name,
  );
  return [...sizes].map(([name, some]) => [
    title,
    name,
    some.reduce((sum, { tests }) => sum + tests, 0),
    some.reduce((sum, { steps }) => sum + steps, 0),
    own.filter(({ by }) => by.includes(name)).length,
    own.filter(({ seen }) => seen?.suite === name).length,
  ]);
};

/** What is known of a mutant that nobody has a reason for. */
const knownOf = ({ met }: Fate): string =>
  met
    ? 'recorded steps are answered otherwise, and nothing is seen outside after them'
    : 'no recorded run comes to a step that is answered otherwise';

/** By chart and by what is known, each with what would tell it. */
const openLines = (open: readonly Fate[]): readonly string[] =>
  open.length === 0
    ? ['None.', '']
    : [...Map.groupBy(open, fate => `${fate.machine}, ${knownOf(fate)}`)].flatMap(([title, all]) => [
        `### ${title}: ${all.length}`,
        '',
        ...all.map(({ mutant, tells }) =>
          cell(`- ${mutant}${tells === undefined ? '' : ` (told by ${tells})`}`),
        ),
        '',
      ]);

/** By reason. */
const listed = (some: readonly Fate[]): readonly string[] =>
  some.length === 0
    ? ['None.', '']
    : [...Map.groupBy(some, ({ because }) => because ?? '')].flatMap(([because, all]) => [
        `### ${because}: ${all.length}`,
        '',
        ...all.map(({ mutant }) => `- ${cell(mutant)}`),
        '',
      ]);

/** What became of all mutants, as a page: counts, which suite shows how many, and every survivor with its reason. */
export const pageOf = (record: Record): string => {
  const { fates } = record;
  const machines = [...Map.groupBy(fates, ({ machine }) => machine)];
  const missing = MUTATED.flatMap(name => {
    const left = mutantsOf(chartOf(name)).length - fates.filter(({ machine }) => machine === name).length;
    return left === 0 ? [] : [`${left} of ${name}`];
  });
  const operators = Map.groupBy(fates, operatorOf);
  const seen = fates.filter(fate => endOf(fate) === 'seen');
  const open = fates.filter(fate => endOf(fate) === 'open');
  const survivors = fates.filter(fate => endOf(fate) === 'survivor');
  return `${[
    '<!-- Written by `npm run mutants`; do not edit. -->',
    '# Mutants of the charts, looked at from outside',
    '',
    'Every chart of the pump is changed in one thing at a time. Each such mutant is decided over all reachable states of its chart:',
    '*equivalent* (no run tells it from the original) or not. Each that is not stands in for its chart in the whole pump, and is *seen*',
    'where something outside differs: motion, alarms, reports, refusals, what the journal is asked to hold, what the second channel or a',
    'remote is told, or the words for what the pump is doing. *Unobservable*: the state of its chart differs, and it is proved that nothing outside ever',
    'does. The rest are not seen: a *survivor* has a reason that somebody wrote; what nobody has a reason for is *open*. *Refused*: the',
    'change makes no chart. How, and why so: decision 0044.',
    '',
    ...(missing.length === 0 ? [] : [`Not put before it yet: ${missing.join(', ')}.`, '']),
    ...table(
      ['chart', 'mutants', ...ENDS],
      [...machines.map(([name, some]) => endsOf(name, some)), endsOf('**all**', fates)],
    ),
    '',
    ...table(
      ['change', 'mutants', ...ENDS],
      OPERATORS.flatMap(operator => {
        const some = operators.get(operator) ?? [];
        return some.length === 0 ? [] : [endsOf(operator, some)];
      }),
    ),
    '',
    '## By suite',
    '',
    `Of ${seen.length + open.length + survivors.length} that can be told apart and are not proved unobservable. Walks are put before what nothing above them shows.`,
    '',
    ...table(
      ['chart', 'suite', 'tests', 'steps', 'sees', 'sees first'],
      [
        ...suiteRows('pump', record, machine => machine === 'pump'),
        ...suiteRows('others', record, machine => machine !== 'pump'),
      ],
    ),
    '',
    '## Open',
    '',
    'What is known of them is how they were looked at, and that is no reason. What would tell each is a shortest run of its chart, in a',
    'world where anything may come at any time.',
    '',
    ...openLines(open),
    '## Survivors, each with its reason',
    '',
    ...listed(survivors),
    '## Unobservable, proved',
    '',
    ...listed(fates.filter(fate => endOf(fate) === 'unobservable')),
  ]
    .join('\n')
    .trimEnd()}\n`;
};

/** The same of some charts, as lines of a terminal. */
export const outsideLines = ({ fates }: Record, names: readonly string[]): readonly string[] => {
  const some = fates.filter(({ machine }) => names.includes(machine));
  const missing = names.filter(name => !some.some(({ machine }) => machine === name));
  const count = (end: End): number => some.filter(fate => endOf(fate) === end).length;
  const all = count('seen') + count('open') + count('survivor') + count('unobservable');
  return [
    ...(some.length === 0
      ? []
      : [
          `in the whole pump, looked at from outside: of ${all} mutants that can be told apart ${count('seen')} are seen, ${count('unobservable')} are proved unobservable, ${count('survivor')} survive for a reason, and ${count('open')} are open; as last put before it (npm run mutants): specs/chartMutants.md`,
        ]),
    ...(missing.length === 0
      ? []
      : [
          `not put before the whole pump yet: the mutants of ${missing.join(', ')}; npm run mutants -- ${missing.join(' ')}`,
        ]),
  ];
};
