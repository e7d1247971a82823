import { memoryUsage } from 'node:process';
import { properties } from '../../../specs/properties.ts';
import type { Property } from '../../../specs/property.ts';
import { explore } from '../../verify/explore.ts';
import { check, type Verdict } from '../../verify/properties.ts';
import { type Findings, findingsOf, type Sort } from '../../verify/reports/reports.ts';
import { surveyOf } from '../../verify/survey.ts';
import { checksOf } from '../../verify/walk/checks.ts';
import { goneOn, type Kept, kept } from '../../verify/walk/kept.ts';
import { isWalked } from '../../verify/walk/verdicts.ts';
import { walkOf } from '../../verify/walk/walk.ts';
import { type Aside, type Asides, asideOf } from './aside.ts';
import { type Explored, exploredBy, type Session } from './explored.ts';
import { type Explorable, MACHINES } from './machines.ts';
import { progressOf } from './progress.ts';

/**
 * A part of the work that stands by itself. A walk that keeps no steps answers most properties of a machine;
 * rules over whole runs, and the reports, are asked of its graph, for they need every step at hand.
 */
export type Job = Exploring | { readonly part: 'aside'; readonly aside: Aside };

type Exploring = {
  readonly machine: string;
  readonly part: 'walk' | 'runs';
  /** Walks to go on with; none to begin. */
  readonly begun: readonly Kept[];
  /** States of one system. */
  readonly most: number;
};

export type Result =
  | { readonly part: 'walk'; readonly explored: Explored; readonly unfinished: readonly Kept[] }
  /** Neither verdicts nor findings where it was ended before every state was known. */
  | {
      readonly part: 'runs';
      readonly verdicts: readonly Verdict[];
      readonly findings: Findings | null;
      readonly isWhole: boolean;
    }
  | { readonly part: 'aside'; readonly found: Asides };

/** What a job may ask for while it works. */
export type Surroundings = {
  readonly mayGoOn: () => boolean;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** A line for a person; null where there is none. */
  readonly say: ((line: string) => void) | null;
};

const MB = 1_000_000;
/** So many states are expanded between two looks at the time, the memory and signals. */
const AT_ONCE = 8_192;

export const worked = (job: Job, around: Surroundings): Result => {
  if (job.part === 'aside') return { part: 'aside', found: asideOf(job.aside) };
  const machine = MACHINES.find(({ name }) => name === job.machine);
  if (machine === undefined) throw new Error(`there is no machine "${job.machine}"`);
  return job.part === 'walk' ? walked(machine, job, around) : runs(machine, job, around);
};

/** Properties of a machine that need its graph. */
export const overRuns = ({ world }: Explorable): readonly Property[] =>
  askedIn(world).filter(property => !isWalked(property));

const askedIn = (world: Explorable['world']): readonly Property[] =>
  world === null ? [] : properties.filter(property => property.world === 'any' || property.world === world);

const walked = (
  machine: Explorable,
  { begun, most }: Exploring,
  { mayGoOn, now, say }: Surroundings,
): Result => {
  const start = now();
  const sessions = sessionsOf(machine, begun);
  for (const { walk } of sessions) {
    const tell = say === null ? () => {} : progressOf(machine.name, walk, say, now);
    while (mayGoOn() && walk.expanded() < most && walk.goOn(Math.min(AT_ONCE, most - walk.expanded())))
      tell();
  }
  const walks = sessions.map(({ walk }) => walk);
  const [first] = sessions;
  const cost = { tookMs: Math.max(1, now() - start), memoryMb: Math.round(memoryUsage().rss / MB) };
  const survey = machine.world === null || first === undefined ? null : surveyOf(first.walk, first.checks);
  return {
    part: 'walk',
    explored: exploredBy(machine.name, walks, survey, cost),
    unfinished: walks.every(walk => walk.isComplete())
      ? []
      : sessions.map(({ system, walk, checks }) => kept(system, walk, checks)),
  };
};

const sessionsOf = (machine: Explorable, begun: readonly Kept[]): readonly Session[] => {
  const asked = askedIn(machine.world).filter(isWalked);
  return machine.make.map((make, index) => {
    const system = make();
    const left = begun[index];
    if (left !== undefined) return { system, ...goneOn(system, asked, left) };
    const checks = checksOf(system, asked);
    return { system, checks, walk: walkOf(system, checks) };
  });
};

const CUT: Result = { part: 'runs', verdicts: [], findings: null, isWhole: false };

const runs = (machine: Explorable, { most }: Exploring, { mayGoOn }: Surroundings): Result => {
  const verdicts: Verdict[] = [];
  const sorts: Sort[] = [];
  for (const [index, make] of machine.make.entries()) {
    const graph = explore(make(), most, mayGoOn);
    if (!graph.complete) return CUT;
    for (const property of overRuns(machine)) {
      if (!mayGoOn()) return CUT;
      verdicts.push(check(graph, property));
    }
    sorts.push({ graph, input: machine.inputs?.[index] });
  }
  const [first, ...others] = sorts;
  if (first === undefined || !mayGoOn()) return CUT;
  return { part: 'runs', verdicts, findings: findingsOf([first, ...others]), isWhole: true };
};
