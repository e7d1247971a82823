import { chartOf } from '../chart.ts';
import { coverageOf } from '../coverage.ts';
import { eventsTo, type Graph } from '../explore.ts';
import { guardsNever } from './guards.ts';
import { orderMatters } from './order.ts';
import { deadlocksTold } from './places.ts';
import { livelocksIn, trapsIn } from './traps.ts';

/** What is asked of every machine without being told to, by the name of the question. Each finding is a text. */
export const REPORTS = [
  'deadlocks',
  'livelocks',
  'traps',
  'states never active',
  'transitions never taken',
  'events never answered',
  'outcomes of guards that never come',
  'order of regions decides',
] as const;
export type Report = (typeof REPORTS)[number];
export type Findings = Readonly<Record<Report, readonly string[]>>;

/** What never comes is so of a machine when it is so of all its sorts; all else, when it is so of one. */
const NEVER: ReadonlySet<Report> = new Set([
  'states never active',
  'transitions never taken',
  'events never answered',
  'outcomes of guards that never come',
]);

/** A graph whose every state is known, and what its chart was begun with. */
export type Sort = { readonly graph: Graph; readonly input?: unknown };

/** All reports of a machine, of all its sorts together. */
export const findingsOf = (sorts: readonly [Sort, ...Sort[]]): Findings =>
  sorts
    .map(findingsIn)
    .reduce(
      (all, one) =>
        everyReport(report => merged(report, all[report], one[report])),
    );

export const everyReport = (of: (report: Report) => readonly string[]): Findings => ({
  deadlocks: of('deadlocks'),
  livelocks: of('livelocks'),
  traps: of('traps'),
  'states never active': of('states never active'),
  'transitions never taken': of('transitions never taken'),
  'events never answered': of('events never answered'),
  'outcomes of guards that never come': of('outcomes of guards that never come'),
  'order of regions decides': of('order of regions decides'),
});

const merged = (report: Report, one: readonly string[], other: readonly string[]): readonly string[] =>
  NEVER.has(report) ? one.filter(each => other.includes(each)) : [...new Set([...one, ...other])];

const findingsIn = ({ graph, input }: Sort): Findings => {
  const coverage = coverageOf(graph);
  return {
    deadlocks: deadlocksTold(
      graph.system,
      coverage.deadlocks,
      position => eventsTo(graph, position),
      position => graph.states[position] ?? graph.system.initial,
    ),
    livelocks: livelocksIn(graph),
    traps: trapsIn(graph),
    'states never active': coverage.statesNeverActive,
    'transitions never taken': coverage.transitionsNeverTaken,
    'events never answered': coverage.eventsNeverAnswered,
    'outcomes of guards that never come': guardsNever(graph, chartOf(graph.system.chart.machine, input)),
    'order of regions decides': orderMatters(graph, input),
  };
};
