import { nameOf } from '../../verify/automaton.ts';
import type { Coverage, Item, Measured, Unmet, Way } from '../../verify/cover/coverage.ts';
import { SECOND_LOCKS } from '../../verify/cover/secondLocks.ts';
import { MEASURES, type Measure } from '../../verify/cover/universe.ts';
import { figure } from '../figure.ts';

/** What is met and what is not, for a person to read. */
export type Shown = {
  /** Everything that was never met, however much it is; otherwise, of what is too much to be read, the nearest. */
  readonly everything: boolean;
};

/** What is not covered is listed whole while it is no more than a page of this many; of more, the nearest of each list. */
const PAGE = 1_500;
const LEAST = 5;

/** How much of a list fits, where so many machines share a page. */
const shareOf = (machines: number): number =>
  Math.max(LEAST, Math.floor(PAGE / (machines * MEASURES.length)));

const WIDTH = 22;

/** A table of all machines, and below it what each of them left out. */
export const pageOf = ({ sources, machines }: Coverage, { everything }: Shown): readonly string[] => [
  `Coverage of ${sources.length === 1 ? sources[0] : `${sources.length} runs`}: met, of what can be reached.`,
  '',
  row('', MEASURES),
  ...Object.entries(machines).map(([name, measured]) =>
    row(
      name,
      MEASURES.map(measure => cellOf(measured, measure)),
    ),
  ),
  ...Object.entries(machines).flatMap(([name, { unmet }]) =>
    unmet === undefined
      ? []
      : unmetLines(
          name,
          unmet,
          everything ? Number.POSITIVE_INFINITY : shareOf(Object.keys(machines).length),
        ),
  ),
];

const row = (name: string, cells: readonly string[]): string =>
  name.padEnd(WIDTH) + cells.map(cell => cell.padStart(15)).join('');

const cellOf = ({ hits, unmet }: Measured, measure: Measure): string => {
  const met = Object.keys(hits[measure]).length;
  const reachable = Object.values(unmet?.items[measure] ?? {}).filter(way => way !== null).length;
  return met + reachable === 0 ? '–' : `${met} of ${met + reachable}`;
};

const unmetLines = (name: string, unmet: Unmet, most: number): readonly string[] => {
  const lines = MEASURES.flatMap(measure => listOf(measure, unmet, most));
  return lines.length === 0 ? [] : ['', `${name}, ${extentOf(unmet)}:`, ...lines];
};

const listOf = (measure: Measure, unmet: Unmet, most: number): readonly string[] => {
  const open = openIn(unmet, measure);
  const shut = shutIn(unmet, measure);
  return [
    ...(open.length === 0 ? [] : [`  ${measure} left to meet: ${open.length}`]),
    ...bounded(open, most, ({ id, way }) => [`    ${id}`, `      ${wayIn(way)}`]),
    ...(shut.length === 0 ? [] : [`  ${measure} ${verdictOf(unmet)}: ${shut.length}`]),
    ...bounded(shut, most, id => [`    ${id}${lockOf(id)}`]),
  ];
};

const bounded = <Each>(
  all: readonly Each[],
  most: number,
  linesOf: (each: Each) => readonly string[],
): readonly string[] => [
  ...all.slice(0, most).flatMap(linesOf),
  ...(all.length > most ? [`    and ${figure(all.length - most)} more: --uncovered lists them all`] : []),
];

type Open = { readonly id: string; readonly way: Way };

/** What can be met, the nearest first. */
const openIn = ({ items }: Unmet, measure: Measure): readonly Open[] =>
  Object.entries(items[measure])
    .flatMap(([id, way]) => (way === null ? [] : [{ id, way }]))
    .sort((a, b) => a.way.length - b.way.length);

/** What cannot, locks that never close first: that they do not is worth reading. */
const shutIn = ({ items }: Unmet, measure: Measure): readonly string[] =>
  Object.entries(items[measure])
    .flatMap(([id, way]) => (way === null ? [id] : []))
    .sort((a, b) => Number(SECOND_LOCKS.has(b)) - Number(SECOND_LOCKS.has(a)));

/** `by 3 events: power.applied, selfTest.passed, journal.read verdict=new`. */
const wayIn = (way: Way): string =>
  way.length === 0
    ? 'by no event: it is so at the start'
    : `by ${way.length} event${way.length === 1 ? '' : 's'}: ${way.map(nameOf).join(', ')}`;

const extentOf = ({ world, states, complete }: Unmet): string =>
  `${complete ? 'all' : 'the first'} ${figure(states)} states ${WORLDS[world]}`;

const verdictOf = (unmet: Unmet): string =>
  unmet.complete
    ? `unreachable, proved over ${extentOf(unmet)}`
    : `not found in ${extentOf(unmet)}: the search was cut short`;

const WORLDS = {
  open: 'where anything may come at any time',
  plant: 'of it in its plant',
} as const satisfies Record<Unmet['world'], string>;

const lockOf = (id: string): string => {
  const why = SECOND_LOCKS.get(id);
  return why === undefined ? '' : `: a second lock, for ${why}`;
};

/** Items one by one, below a heading. */
export const itemLines = (heading: string, items: readonly Item[]): readonly string[] => [
  `${heading}: ${items.length}`,
  ...items.map(({ machine, measure, id }) => `  ${machine}, ${measure}: ${id}`),
];
