import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Difference } from '../../verify/difference.ts';
import { plantedInWords } from '../../verify/mutants/planted/tell.ts';
import { holds } from '../../verify/properties.ts';
import type { SuiteRow } from '../../verify/suites/table.ts';
import { figure } from '../figure.ts';
import { readPlanted } from '../mutants/planted.ts';
import { modelHash } from '../witness/questions.ts';
import { agreementOf, readRecord } from '../witness/record.ts';
import { type MutantCount, nameOfAside } from './aside.ts';
import type { Explored } from './explored.ts';
import type { Gathered } from './found.ts';
import { type Tally, tallyOf } from './rulings.ts';

/** What stands beside the exploration on the page: requirements by evidence, mutants, suites, witnesses. */
export type Beside = {
  readonly mutants: readonly MutantCount[];
  readonly difference: Difference | null;
  readonly suites: readonly SuiteRow[];
  /** What of these is missing, in words. */
  readonly missing: readonly string[];
  readonly verdicts: Tally;
  /** Requirements whose properties were asked here, and those all of whose properties held wherever they were asked. */
  readonly asked: readonly string[];
  readonly held: readonly string[];
  /** Requirements by what the last whole run of the tests showed of them; null where no trace is at hand. */
  readonly traced: Readonly<Record<string, number>> | null;
  readonly witnesses: string;
  /** Who finds faults in charts, as when they were last planted. */
  readonly planted: readonly string[];
};

export const besideOf = ({ explored, asides, missing }: Gathered): Beside => ({
  mutants: asides.flatMap(each => (each.kind === 'mutants' ? [each.count] : [])),
  difference: asides.find(each => each.kind === 'difference')?.difference ?? null,
  suites: asides.flatMap(each => (each.kind === 'suites' ? each.rows : [])),
  missing: missing.map(nameOfAside),
  ...askedIn(explored),
  traced: traced(),
  witnesses: witnessed(),
  planted: [
    plantedInWords('in guards of the pump', 'planted.md', readPlanted('pump')),
    plantedInWords('in small machines', 'plantedSmall.md', readPlanted('small')),
  ],
});

/** The model is read for the witnesses only where there is a record to hold it against. */
const witnessed = (): string => {
  const kept = readRecord();
  return agreementOf(kept, kept === null ? '' : modelHash());
};

const askedIn = (explored: readonly Explored[]): Pick<Beside, 'verdicts' | 'asked' | 'held'> => {
  const verdicts = explored.flatMap(({ rulings }) => rulings);
  const broken = new Set(verdicts.filter(each => !holds(each)).flatMap(({ property }) => property.req));
  const asked = [...new Set(verdicts.flatMap(({ property }) => property.req))].sort();
  return { verdicts: tallyOf(verdicts), asked, held: asked.filter(id => !broken.has(id)) };
};

const TRACE = new URL('../../../specs/generated/traceability.json', import.meta.url);
const trace = z.array(z.object({ id: z.string(), status: z.string() }));

const traced = (): Beside['traced'] => {
  let text: string;
  try {
    text = readFileSync(TRACE, 'utf8');
  } catch {
    return null;
  }
  const counts: Record<string, number> = {};
  for (const { status } of trace.parse(JSON.parse(text))) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

export const besideLines = ({
  verdicts: { held: shown, broken, notShown },
  asked,
  held,
  traced,
  witnesses,
  planted,
  mutants,
  difference,
  suites,
  missing,
}: Beside): readonly string[] => [
  '',
  `properties by verdict: ${shown} hold, ${broken} broken, ${notShown} not shown`,
  `requirements: of ${asked.length} that have properties, those of ${held.length} hold in all that was explored`,
  `  traced through the last whole run of the tests: ${
    traced === null
      ? 'not at hand; npm test, then npm run trace'
      : Object.entries(traced)
          .map(([status, count]) => `${count} ${status}`)
          .join(', ')
  } (specs/generated/traceability.md)`,
  witnesses,
  ...(difference === null
    ? []
    : [
        '',
        `of ${figure(difference.free)} states of the pump in a free world, ${figure(difference.planted)} occur in its plant` +
          `${difference.beyond === 0 ? '' : `, and ${difference.beyond} that DO NOT occur in the free world`}; ` +
          `the plant rules out ${difference.transitions.length} transitions and ${difference.together.length} pairs of states`,
        ...groups(difference.together).map(line => `    ${line}`),
      ]),
  ...(mutants.length === 0 ? [] : ['', ...mutantLines(mutants), ...planted]),
  ...(suites.length === 0 ? [] : ['', ...suiteLines(suites)]),
  ...(missing.length === 0 ? [] : ['', `NOT done: ${listed(missing)}`]),
];

/** The first few, and how many more there are. */
const listed = (names: readonly string[]): string =>
  [...names.slice(0, 3), ...(names.length > 3 ? [`and ${names.length - 3} more`] : [])].join(', ');

/** Pairs by their first state: what it never meets. */
const groups = (pairs: readonly (readonly [string, string])[]): readonly string[] =>
  [...Map.groupBy(pairs, ([one]) => one)].map(
    ([one, all]) =>
      `${one} never beside ${all.length > 3 ? `${all.length} others, such as ` : ''}${all
        .slice(0, 3)
        .map(([, other]) => other)
        .join(', ')}`,
  );

const mutantLines = (mutants: readonly MutantCount[]): readonly string[] => {
  const sum = (of: (each: MutantCount) => number): number =>
    mutants.reduce((total, each) => total + of(each), 0);
  return [
    table('mutants, each decided', 'states', 'mutants', 'killed', 'equivalent', 'refused', 'by kill only'),
    ...mutants.map(each =>
      table(
        each.machine,
        each.states,
        each.mutants,
        each.killed,
        each.equivalent,
        each.refused,
        each.survivors,
      ),
    ),
    `  ${figure(sum(({ mutants: all }) => all))} mutants, of which ${figure(sum(({ killed }) => killed))} can be told apart; of these the suites of ordinary criteria find`,
    ...mutants.slice(0, 1).map(each => `    of the ${each.machine}: ${foundBy(each)}`),
    `    of all: ${foundBy({ killed: sum(({ killed }) => killed), suites: summedUp(mutants) })}`,
    '  the suite "kill" finds all, by construction: it has the shortest run of each that the first criterion misses',
  ];
};

/** What suites of ordinary criteria find, by criterion. */
const foundBy = ({ killed, suites }: Pick<MutantCount, 'killed' | 'suites'>): string =>
  suites
    .filter(({ name }) => name !== 'kill')
    .map(
      ({ name, kills }) => `${name} ${figure(kills)} (${((100 * kills) / Math.max(1, killed)).toFixed(0)} %)`,
    )
    .join(', ');

/** The criteria that every chart has, all charts together. */
const summedUp = (mutants: readonly MutantCount[]): MutantCount['suites'] =>
  (mutants[0]?.suites ?? []).map(suite => ({
    ...suite,
    kills: mutants
      .flatMap(({ suites }) => suites.filter(({ name }) => name === suite.name))
      .reduce((total, { kills }) => total + kills, 0),
  }));

const suiteLines = (suites: readonly SuiteRow[]): readonly string[] => [
  table('suites, by criterion', 'goals', 'infeasible', 'tests', 'steps', 'length', 'bound', 'ratio'),
  ...[
    ...Map.groupBy(suites, ({ machine }) => (machine === 'pumpAlone' ? machine : 'small machines')),
  ].flatMap(([group, rows]) =>
    [...Map.groupBy(rows, nameOfRow)].map(([criterion, all]) => summed(`${group}: ${criterion}`, all)),
  ),
  ...(suites.some(isFarFromBound) ? FAR_FROM_BOUND.map(line => `  ${line}`) : []),
];

/** Twice its bound, or more: then it is the bound that says little, as far as anybody knows. */
const isFarFromBound = (row: SuiteRow): boolean =>
  !('refused' in row) && row.ratio !== null && row.ratio >= 2;
const FAR_FROM_BOUND: readonly string[] = [
  'no suite is shorter than its bound; one that is twice as long is not shown to be too long: a bound lets walks be taken in',
  'fractions, which share their beginnings, or looks at the last move of each way (specs/decisions/0022-suites.md, 0043)',
];

/** A complete suite is one for so many states more than the machine has, k. */
const nameOfRow = ({ criterion, extra }: SuiteRow): string =>
  extra === null ? criterion : `${criterion}, k = ${extra}`;

const summed = (name: string, rows: readonly SuiteRow[]): string => {
  const made = rows.flatMap(row => ('refused' in row ? [] : [row]));
  const sum = (of: (row: (typeof made)[number]) => number): number =>
    made.reduce((total, row) => total + of(row), 0);
  const [length, bound] = [sum(row => row.length), sum(row => row.bound)];
  const refused = rows.length - made.length;
  return (
    table(
      name,
      sum(({ goals }) => goals),
      sum(({ infeasible }) => infeasible),
      sum(({ tests }) => tests),
      sum(({ steps }) => steps),
      length,
      bound,
      bound === 0 ? '' : (length / bound).toFixed(2),
    ) + (refused === 0 ? '' : `   (${refused} refused)`)
  );
};

const table = (name: string, ...cells: readonly (string | number)[]): string =>
  name.padEnd(44) + cells.map(cell => (typeof cell === 'number' ? figure(cell) : cell).padStart(13)).join('');
