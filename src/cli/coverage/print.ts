import { nameOf } from '../../verify/automaton.ts';
import type { Coverage, Item, Measured, Unmet, Way } from '../../verify/cover/coverage.ts';
import { SECOND_LOCKS } from '../../verify/cover/secondLocks.ts';
import { MEASURES, type Measure } from '../../verify/cover/universe.ts';
import { figure } from '../figure.ts';

/** What is met and what is not, for a person to read. */
export type Shown = {
  /** Everything that was never met, each with a way there; otherwise how much, and the nearest of it. */
  readonly everything: boolean;
};

const WIDTH = 22;

/** A table of all machines, and below it what each of them left out. */
export const pageOf = ({ sources, machines }: Coverage, shown: Shown): readonly string[] => [
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
    unmet === undefined ? [] : unmetLines(name, unmet, shown),
  ),
];

const row = (name: string, cells: readonly string[]): string =>
  name.padEnd(WIDTH) + cells.map(cell => cell.padStart(15)).join('');

const cellOf = ({ hits, unmet }: Measured, measure: Measure): string => {
  const met = Object.keys(hits[measure]).length;
  const reachable = Object.values(unmet?.items[measure] ?? {}).filter(way => way !== null).length;
  return met + reachable === 0 ? '–' : `${met} of ${met + reachable}`;
};

const unmetLines = (name: string, unmet: Unmet, { everything }: Shown): readonly string[] => {
  const lines = MEASURES.flatMap(measure => {
    const open = openIn(unmet, measure);
    const shut = shutIn(unmet, measure);
    return everything ? inFull(measure, open, shut, unmet) : inBrief(measure, open, shut);
  });
  return lines.length === 0 ? [] : ['', `${name}, ${extentOf(unmet)}:`, ...lines];
};

type Open = { readonly id: string; readonly way: Way };

/** What can be met, the nearest first. */
const openIn = ({ items }: Unmet, measure: Measure): readonly Open[] =>
  Object.entries(items[measure])
    .flatMap(([id, way]) => (way === null ? [] : [{ id, way }]))
    .sort((a, b) => a.way.length - b.way.length);

const shutIn = ({ items }: Unmet, measure: Measure): readonly string[] =>
  Object.entries(items[measure]).flatMap(([id, way]) => (way === null ? [id] : []));

/** How much there is of each, the nearest of it, and the locks that never close. */
const inBrief = (measure: Measure, open: readonly Open[], shut: readonly string[]): readonly string[] => {
  const [nearest] = open;
  const locks = shut.filter(id => SECOND_LOCKS.has(id));
  return [
    ...(open.length + shut.length === 0
      ? []
      : [
          `  ${measure}: ${open.length} left to meet${shut.length === 0 ? '' : `, ${shut.length} unreachable`}`,
        ]),
    ...(nearest === undefined ? [] : [`    nearest: ${nearest.id}`, `      ${wayIn(nearest.way)}`]),
    ...locks.map(id => `    ${id}${lockOf(id)}`),
  ];
};

const inFull = (
  measure: Measure,
  open: readonly Open[],
  shut: readonly string[],
  unmet: Unmet,
): readonly string[] => [
  ...(open.length === 0 ? [] : [`  ${measure} left to meet: ${open.length}`]),
  ...open.map(({ id, way }) => `    ${id}\n      ${wayIn(way)}`),
  ...(shut.length === 0 ? [] : [`  ${measure} ${verdictOf(unmet)}: ${shut.length}`]),
  ...shut.map(id => `    ${id}${lockOf(id)}`),
];

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
