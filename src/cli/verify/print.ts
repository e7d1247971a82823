import { holds, type Violation } from '../../verify/properties.ts';
import { type Sifted, sifted } from '../../verify/reports/expected.ts';
import { REPORTS } from '../../verify/reports/reports.ts';
import type { Survey } from '../../verify/survey.ts';
import { linesOfViolation } from '../../verify/temporal/telling.ts';
import { figure } from '../figure.ts';
import { type Beside, besideLines } from './beside.ts';
import type { Bounds } from './bounds.ts';
import type { Explored } from './explored.ts';
import { MACHINES, subjectOf } from './machines.ts';
import { memoryThereIsMb } from './memory.ts';
import type { Ruling } from './rulings.ts';

/** More situations than this, and a chart decides by too much at once. */
const SMELL = 10_000;
/** How many items a list shows; `--json` has all. */
const MOST_ITEMS = 40;
/** Columns of a line. */
const WIDTH = 110;
/** How many events are listed: those that depend on most. */
const LISTED = 8;

/** All that is to be told. */
export type Found = {
  readonly explored: readonly Explored[];
  /** Machines whose turn did not come. */
  readonly notBegun: readonly string[];
  readonly beside: Beside;
  readonly bounds: Bounds;
  readonly tookMs: number;
};

/** What was explored and shown, as one page or as one line of JSON. */
export const linesOf = (found: Found, json: boolean): readonly string[] =>
  json
    ? [JSON.stringify(plain(found))]
    : [
        ...page(found.explored, found.notBegun),
        ...besideLines(found.beside),
        '',
        `took ${seconds(found.tookMs)}; bounds: ${figure(found.bounds.seconds)} s, and ${figure(found.bounds.memoryMb)} MB of ${figure(memoryThereIsMb())} MB of memory`,
      ];

const page = (explored: readonly Explored[], notBegun: readonly string[]): readonly string[] => [
  row('machine', 'states', 'steps', 'depth', 'states/s', 'B/state', 'MB', 'properties'),
  ...explored.map(each =>
    row(
      `${each.name}${missingIn(each)}`,
      figure(each.states),
      figure(each.steps),
      String(each.depth),
      figure(Math.round((each.states * 1_000) / each.tookMs)),
      each.states < FEW ? '' : each.bytesPerState.toFixed(1),
      figure(each.memoryMb),
      each.rulings.length === 0 ? '' : `${each.rulings.filter(holds).length} of ${each.rulings.length}`,
    ),
  ),
  ...notBegun.map(name => `${name} (NOT begun)`),
  ...explored.flatMap(told),
  ...reported(explored),
];

const missingIn = ({ complete, whole }: Explored): string => {
  if (!complete) return ' (NOT complete)';
  return whole ? '' : ' (NOT all asked)';
};

/** Below so many states, memory is what tables have at least. */
const FEW = 10_000;

const row = (name: string, ...cells: readonly string[]): string =>
  name.padEnd(44) + cells.map(cell => cell.padStart(12)).join('');

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** Of a walk that did not stay in memory: where it is, and what could not be asked there. */
const toldFar = (far: Explored['far']): readonly string[] =>
  far === null
    ? []
    : [
        `  its states were too many for memory: ${figure(far.diskMb)} MB are on disk`,
        ...(far.failure === null ? [] : [`  FAILED  ${far.failure}`]),
        ...wrapped('not asked, because it takes all states at hand', far.notAsked),
        ...stuck(far.deadlocks),
      ];

/** What was found of a machine, where there is something to say of it that the table does not. */
const told = (each: Explored): readonly string[] => {
  const { name, survey, rulings, far, complete } = each;
  const open = notAskedYet(each);
  return survey === null && far === null && open.length === 0 && rulings.every(holds)
    ? []
    : [
        '',
        `${name}:`,
        ...(survey === null ? [] : surveyed(survey, complete)),
        ...ruled(rulings),
        ...(open.length === 0
          ? []
          : wrapped(
              'not asked yet, because it takes every state, and of most every step',
              open,
              open.length,
            )),
        ...toldFar(far),
      ];
};

/** Properties by name that nothing was said of, neither by the walk nor by the graph. */
const notAskedYet = ({ name, rulings, far }: Explored): readonly string[] => {
  const known = new Set([...rulings.map(({ property }) => property.name), ...(far?.notAsked ?? [])]);
  const asked = MACHINES.flatMap(machine =>
    machine.name === name ? machine.systems.flatMap(system => system.asked.map(each => each.name)) : [],
  );
  return [...new Set(asked)].filter(each => !known.has(each));
};

/** Deadlocks, one a line: where each is, and the shortest run there. */
const stuck = (deadlocks: readonly string[]): readonly string[] =>
  deadlocks.length === 0
    ? ['  deadlocks: none']
    : ['  DEADLOCKS:', ...deadlocks.map(place => `    ${place}`)];

/** What a walk that was cut short has not met is no finding yet: nobody may read it as one. */
const surveyed = ({ regions, events, coverage, deadlocks }: Survey, complete: boolean): readonly string[] => [
  ...wrapped(
    'regions, their states, and how many times fewer states there would be without',
    regions.map(({ id, leaves, multiplier }) => `${id} ${leaves} ×${multiplier.toFixed(1)}`),
  ),
  ...wrapped(
    'events by the situations they are answered in',
    events
      .slice(0, LISTED)
      .map(
        ({ event, situations }) => `${event} ${figure(situations)}${situations > SMELL ? ' (too many)' : ''}`,
      ),
  ),
  ...wrapped(
    complete ? 'states that are never active' : 'states that were not active so far',
    coverage.statesNeverActive,
  ),
  ...wrapped(
    complete ? 'transitions that are never taken' : 'transitions that were not taken so far',
    coverage.transitionsNeverTaken,
  ),
  ...wrapped(
    complete ? 'events that are never answered' : 'events that were not answered so far',
    coverage.eventsNeverAnswered,
  ),
  ...stuck(deadlocks),
];

const ruled = (rulings: readonly Ruling[]): readonly string[] => {
  const checks = rulings.reduce((sum, ruling) => sum + ruling.checks, 0);
  return [
    `  properties: ${rulings.filter(holds).length} of ${rulings.length} hold, in ${figure(checks)} checks`,
    ...rulings
      .filter(ruling => !holds(ruling))
      .flatMap(({ property, checks: asked, violation, system }) =>
        violation === null
          ? [`  NOT SHOWN  ${property.name}: asked ${asked} times`]
          : [`  BROKEN  ${property.req.join(' ')} ${property.name}`, ...violated(system, violation)],
      ),
  ];
};

/** What the default reports found: whatever nobody expected, one a line; what is expected, with its reason. */
const reported = (explored: readonly Explored[]): readonly string[] => {
  const whole = explored.flatMap(({ name, findings }) =>
    findings === null ? [] : [{ name, reports: sifted(name, findings) }],
  );
  if (whole.length === 0) return [];
  const count = REPORTS.map(report => {
    const all = whole.flatMap(({ reports }) => reports.filter(each => each.report === report));
    const sum = (of: (each: Sifted) => readonly unknown[]): number =>
      all.reduce((total, each) => total + of(each).length, 0);
    const known = sum(({ expected }) => expected.flatMap(({ findings }) => findings));
    return `${report} ${sum(({ unexpected }) => unexpected)}${known > 0 ? ` (and ${known} expected)` : ''}`;
  });
  return [
    '',
    ...wrapped(`reports on ${whole.length} machines`, count),
    ...whole.flatMap(({ name, reports }) =>
      reports.flatMap(({ report, unexpected, expected }) => [
        ...unexpected.map(finding => `  UNEXPECTED  ${name}, ${report}: ${finding}`),
        ...expected
          .filter(({ findings }) => findings.length > 0)
          .map(({ why, findings }) => `  expected  ${name}, ${report}: ${findings.length}: ${why}`),
      ]),
    ),
  ];
};

/** The run that breaks a property, one event a line; told again by the machine itself. */
const violated = (system: string, violation: Violation): readonly string[] =>
  linesOfViolation(subjectOf(system).make(), violation).map(line => `    ${line}`);

/** A heading and what belongs to it, in lines that fit a terminal. */
const wrapped = (what: string, items: readonly string[], most = MOST_ITEMS): readonly string[] => {
  const lines: string[] = [];
  const more = items.length > most ? [`and ${items.length - most} more`] : [];
  for (const item of items.length === 0 ? ['none'] : [...items.slice(0, most), ...more]) {
    const last = lines.at(-1);
    if (last === undefined || last.length + item.length > WIDTH) lines.push(`    ${item}`);
    else lines[lines.length - 1] = `${last} · ${item}`;
  }
  const [only] = lines;
  const joined = `  ${what}: ${only?.trim() ?? ''}`;
  return lines.length === 1 && joined.length <= WIDTH ? [joined] : [`  ${what}:`, ...lines];
};

const plain = ({ explored, notBegun, beside, bounds, tookMs }: Found) => ({
  version: 2,
  tookMs,
  bounds: { ...bounds, thereIsMb: memoryThereIsMb() },
  notBegun,
  beside,
  machines: explored.map(each => ({
    ...each,
    notAskedYet: notAskedYet(each),
    rulings: each.rulings.map(ruling => ({
      ...ruling,
      property: ruling.property.name,
      holds: holds(ruling),
    })),
  })),
});
