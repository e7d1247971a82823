import { memoryUsage } from 'node:process';
import { match } from 'ts-pattern';
import type { AnyProperty } from '../../../specs/property.ts';
import { explore } from '../../verify/explore.ts';
import { check } from '../../verify/properties.ts';
import { findingsOf, type Sort } from '../../verify/reports/reports.ts';
import { surveyOf } from '../../verify/survey.ts';
import { checksOf } from '../../verify/walk/checks.ts';
import { goneOn, type Kept, kept } from '../../verify/walk/kept.ts';
import { isWalked, verdictsOf } from '../../verify/walk/verdicts.ts';
import { walkOf } from '../../verify/walk/walk.ts';
import { type Disk, isBegunAfar, walkedAfar } from './afar.ts';
import { type Aside, type AsideFound, asideOf, nameOfAside } from './aside.ts';
import { type RunsFound, type Session, type Walked, walkedBy } from './explored.ts';
import { type Explorable, MACHINES } from './machines.ts';
import { MB } from './memory.ts';
import { walkOn } from './pace.ts';
import { progressOf } from './progress.ts';
import { type Ruling, ruledTogether } from './rulings.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * A part of the work that stands by itself. A walk that keeps no steps answers most properties of a machine;
 * rules over whole runs, and the reports, are asked of its graph, for they need every step at hand.
 */
export type Job = Walking | Running | { readonly part: 'aside'; readonly aside: Aside };

type Exploring = {
  readonly machine: string;
  /** States of one system. */
  readonly most: number;
};

/** `begun` are walks to go on with; none to begin. */
type Walking = Exploring & {
  readonly part: 'walk';
  readonly begun: readonly Kept[];
  /** Where states go that are too many for memory; null: nowhere. */
  readonly disk: Disk | null;
};

/** `answered` need not be asked again. */
type Running = Exploring & { readonly part: 'runs'; readonly answered: readonly Ruling[] };

export type Result =
  | { readonly part: 'walk'; readonly walked: Walked; readonly unfinished: readonly Kept[] }
  | { readonly part: 'runs'; readonly runs: RunsFound }
  | { readonly part: 'aside'; readonly found: AsideFound };

/** What a job is about, in words. */
export const nameOfJob = (job: Job): string =>
  match(job)
    .with({ part: 'walk' }, ({ machine }) => `the walk of ${machine}`)
    .with({ part: 'runs' }, ({ machine }) => `the graph of ${machine}`)
    .with({ part: 'aside' }, ({ aside }) => nameOfAside(aside))
    .exhaustive();

export const worked = (job: Job, around: Surroundings): Result => {
  if (job.part === 'aside') return { part: 'aside', found: asideOf(job.aside) };
  const machine = MACHINES.find(({ name }) => name === job.machine);
  if (machine === undefined) throw new Error(`there is no machine "${job.machine}"`);
  return job.part === 'walk' ? walked(machine, job, around) : runs(machine, job, around);
};

const walked = (machine: Explorable, { begun, most, disk }: Walking, around: Surroundings): Result => {
  const { mayGoOn, now, say } = around;
  const afar = (to: Disk): Result => ({
    part: 'walk',
    walked: walkedAfar(machine, to, most, around),
    unfinished: [],
  });
  if (disk !== null && isBegunAfar(machine, disk)) return afar(disk);
  const start = now();
  const sessions = sessionsOf(machine, begun);
  const room = disk?.inMemory ?? Number.POSITIVE_INFINITY;
  for (const { walk } of sessions) {
    const tell = say === null ? () => {} : progressOf(machine.name, walk, say, now);
    walkOn(walk, most, () => mayGoOn() && walk.met() <= room, tell);
    // It is walked anew: what was walked here is little beside what is to come.
    if (disk !== null && walk.met() > disk.inMemory) return afar(disk);
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
    walked: walkedBy(machine.name, walks, found, cost),
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

const runs = (machine: Explorable, { most, answered }: Running, { mayGoOn }: Surroundings): Result => {
  const rulings: Ruling[] = [];
  const sorts: Sort[] = [];
  const isLeft = (property: AnyProperty): boolean =>
    !isWalked(property) && answered.every(known => known.property.name !== property.name);
  /** What was asked of all systems that it is about need not be asked again. */
  const cut = (): Result => {
    const known = ruledTogether(rulings.filter(({ property }) => isAskedOfAll(machine, property, rulings)));
    return { part: 'runs', runs: { rulings: [...answered, ...known], findings: null } };
  };
  for (const { name, make, asked, input } of machine.systems) {
    const graph = explore(make(), most, mayGoOn);
    if (!graph.complete) return cut();
    for (const property of asked.filter(isLeft)) {
      if (!mayGoOn()) return cut();
      rulings.push({ ...check(graph, property), system: name });
    }
    sorts.push({ graph, input });
  }
  const [first, ...others] = sorts;
  if (first === undefined || !mayGoOn()) return cut();
  return {
    part: 'runs',
    runs: {
      rulings: [...answered, ...ruledTogether(rulings)],
      findings: findingsOf([first, ...others]),
    },
  };
};

const isAskedOfAll = (
  { systems }: Explorable,
  { name }: AnyProperty,
  rulings: readonly Ruling[],
): boolean => {
  const isAbout = ({ name: other }: AnyProperty): boolean => other === name;
  const wanted = systems.filter(({ asked }) => asked.some(isAbout)).length;
  return rulings.filter(({ property }) => isAbout(property)).length === wanted;
};
