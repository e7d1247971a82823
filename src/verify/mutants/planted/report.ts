import { nameOf } from '../../automaton.ts';
import { type Finder, finderOf } from './count.ts';
import type { Planted } from './planted.ts';
import { alsoLine, HEAD, type OfChart, rowsOf } from './tell.ts';
import { UNSPOKEN } from './unspoken.ts';

const PREFACES = {
  pump: [
    '<!-- Written by `islet mutants pump --plant`; do not edit. -->',
    '# Faults planted in guards',
    '',
    'Every guard of the pump is dropped, negated, replaced by each other guard of its region, and weakened (a part lost, turned, or',
    'asking for a state beside the one meant), one thing at a time. Each such pump is put to every property that `islet verify` asks',
    'of it, and the shortest run that breaks one is kept; a test takes each of these runs again on its faulty chart, and explores a',
    'sample anew. *Only what is committed*: no property, but a story or the matrix of events and states, which tests compare. *None',
    'to find*: state, context and all that is asked for are the same in every reachable state, proved over all of them.',
  ],
  small: [
    '<!-- Written by `islet mutants --plant`; do not edit. -->',
    '# Faults planted in small machines',
    '',
    'In every chart beside the pump each guard is dropped, negated, replaced and weakened as in the pump ([planted](planted.md)); and',
    'since most of these charts ask for nothing, what they answer is spoilt as well: another target, an answer, an action or a delay',
    'lost. Each such chart is put to every property that `islet verify` asks of it (`specs/properties/small`), an alarm in each of',
    'its sorts, and the shortest run that breaks one is kept; a test takes each of these runs again. *None to find*: state, context',
    'and all that is asked for are the same in every reachable state. None of these charts is a region of the pump: what they tell it',
    'are alarms that stop therapy, and what it does then is planted there.',
  ],
} as const satisfies Record<string, readonly string[]>;

/** What became of every fault planted in some charts, as a page: the property that finds it and the length of the run. */
export const reportOf = (kind: keyof typeof PREFACES, charts: readonly OfChart[]): string =>
  `${[
    ...PREFACES[kind],
    '',
    row(HEAD),
    row(HEAD.map(() => '---')),
    ...rowsOf(charts).map(row),
    '',
    `Whoever was first, found by: ${alsoLine(charts)}.`,
    '',
    ...section('Nobody finds', ['fault', ''], of(charts, ['nobody']), () => ''),
    ...section('No property finds', ['fault', 'found by'], of(charts, ['committed', 'suite']), each =>
      each.seenBy.join(', '),
    ),
    ...section(
      'No property can find',
      ['fault', 'because'],
      of(charts, ['unspoken']),
      ({ mutant, seenBy }) => `${UNSPOKEN.get(mutant)}; found by ${seenBy.join(', ')}`,
    ),
    ...section(
      'None to find, proved',
      ['fault', 'because'],
      of(charts, ['equivalent']),
      ({ equivalent }) => equivalent ?? '',
    ),
    ...charts.flatMap(chart =>
      section(
        charts.length === 1 ? 'Found by a property' : `Found by a property: ${chart.machine}`,
        ['fault', 'property', 'events', kind === 'pump' ? 'asked of the pump' : 'asked', 'last event'],
        of([chart], ['property']),
        foundIn,
      ),
    ),
  ].join('\n')}`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const of = (charts: readonly OfChart[], finders: readonly Finder[]): readonly Planted[] =>
  charts.flatMap(({ planted }) => planted).filter(each => finders.includes(finderOf(each)));

const section = (
  title: string,
  head: readonly string[],
  faults: readonly Planted[],
  told: (each: Planted) => string,
): readonly string[] =>
  faults.length === 0
    ? []
    : [
        `## ${title}`,
        '',
        row(head),
        `|${head.map(() => '---|').join('')}`,
        ...faults.map(each => row([each.mutant, told(each)])),
        '',
      ];

const foundIn = ({ found }: Planted): string =>
  found === null
    ? ''
    : [
        found.property,
        `${found.run.length}${found.cycle.length > 0 ? ` and ${found.cycle.length} for ever` : ''}`,
        WORLDS.get(found.world) ?? found.world,
        `\`${nameOf(found.run.at(-1) ?? { type: 'none' })}\``,
      ].join(' | ');

const WORLDS = new Map([
  ['free', 'alone'],
  ['plant', 'in its plant'],
]);
