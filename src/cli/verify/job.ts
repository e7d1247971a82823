import { memoryUsage } from 'node:process';
import { explore } from '../../verify/explore.ts';
import { check } from '../../verify/properties.ts';
import { type Findings, findingsOf, type Sort } from '../../verify/reports/reports.ts';
import { surveyOf } from '../../verify/survey.ts';
import { checksOf } from '../../verify/walk/checks.ts';
import { goneOn, type Kept, kept } from '../../verify/walk/kept.ts';
import { isWalked, verdictsOf } from '../../verify/walk/verdicts.ts';
import { walkOf } from '../../verify/walk/walk.ts';
import { type Aside, type Asides, asideOf } from './aside.ts';
import { type Explored, exploredBy, type Session } from './explored.ts';
import { type Explorable, MACHINES } from './machines.ts';
import { progressOf } from './progress.ts';
import { type Ruling, ruledTogether } from './rulings.ts';

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
  /** Neither rulings nor findings where it was ended before every state was known. */
  | {
      readonly part: 'runs';
      readonly rulings: readonly Ruling[];
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
  const cost = { tookMs: Math.max(1, now() - start), memoryMb: Math.round(memoryUsage().rss / MB) };
  const [first] = walks;
  const found = {
    rulings: ruledTogether(
      sessions.flatMap(({ name, walk, checks }) =>
        verdictsOf(walk, checks).map(verdict => ({ ...verdict, system: name })),
      ),
    ),
    survey: machine.isSurveyed && first !== undefined ? surveyOf(first) : null,
  };
  return {
    part: 'walk',
    explored: exploredBy(machine.name, walks, found, cost),
    unfinished: walks.every(walk => walk.isComplete())
      ? []
      : sessions.map(({ system, walk, checks }) => kept(system, walk, checks)),
  };
};

const sessionsOf = ({ systems }: Explorable, begun: readonly Kept[]): readonly Session[] =>
  systems.map(({ name, make, asked: all }, index) => {
    const system = make();
    const asked = all.filter(isWalked);
    const left = begun[index];
    if (left !== undefined) return { name, system, ...goneOn(system, asked, left) };
    const checks = checksOf(system, asked);
    return { name, system, checks, walk: walkOf(system, checks) };
  });

const CUT: Result = { part: 'runs', rulings: [], findings: null, isWhole: false };

const runs = (machine: Explorable, { most }: Exploring, { mayGoOn }: Surroundings): Result => {
  const rulings: Ruling[] = [];
  const sorts: Sort[] = [];
  for (const { name, make, asked, input } of machine.systems) {
    const graph = explore(make(), most, mayGoOn);
    if (!graph.complete) return CUT;
    for (const property of asked.filter(each => !isWalked(each))) {
      if (!mayGoOn()) return CUT;
      rulings.push({ ...check(graph, property), system: name });
    }
    sorts.push({ graph, input });
  }
  const [first, ...others] = sorts;
  if (first === undefined || !mayGoOn()) return CUT;
  return {
    part: 'runs',
    rulings: ruledTogether(rulings),
    findings: findingsOf([first, ...others]),
    isWhole: true,
  };
};
