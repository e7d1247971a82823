import type { Disk } from './afar.ts';
import { ASIDES, type Aside, type AsideFound, LONGEST_FIRST, nameOfAside } from './aside.ts';
import type { Explored } from './explored.ts';
import type { Job, Result } from './job.ts';
import { MACHINES } from './machines.ts';
import type { OfRuns, UnderWay, Unfinished } from './unfinished.ts';

/** All that is known: what can be gone on with, and what is to be told. */
export type Gathered = Unfinished & {
  readonly explored: readonly Explored[];
  /** Machines whose turn did not come. */
  readonly notBegun: readonly string[];
  /** What is to be told beside the exploration, and was not found yet. */
  readonly missing: readonly Aside[];
};

/** What is left to do: the largest machine first, then what is told beside all of them, then the rest. */
export const jobsOf = (
  before: Unfinished,
  most: number,
  isPart: boolean,
  disk: Disk | null = null,
): readonly Job[] => {
  const [largest = [], ...others] = MACHINES.toSorted((one, other) => other.size - one.size).map(
    ({ name: machine }): readonly Job[] => {
      const begun = before.underWay.find(each => each.name === machine)?.walks ?? [];
      const runs = before.runs.find(each => each.name === machine);
      return [
        ...(before.done.some(each => each.name === machine)
          ? []
          : [{ machine, part: 'walk' as const, begun, most, disk }]),
        ...(isAllAsked(runs)
          ? []
          : [{ machine, part: 'runs' as const, answered: runs?.rulings ?? [], most }]),
      ];
    },
  );
  const asides = LONGEST_FIRST.filter(aside => !before.asides.some(found => isOf(aside, found)));
  return [
    ...largest,
    ...(isPart ? [] : asides.map(aside => ({ part: 'aside' as const, aside }))),
    ...others.flat(),
  ];
};

/** What was found before and now, in the order of the machines. */
export const gathered = (before: Unfinished, results: ReadonlyMap<Job, Result>): Gathered => {
  const done: Unfinished['done'][number][] = [];
  const underWay: UnderWay[] = [];
  const runs: OfRuns[] = [];
  const explored: Explored[] = [];
  const notBegun: string[] = [];
  for (const { name } of MACHINES) {
    const own = [...results].flatMap(([job, result]) =>
      job.part !== 'aside' && job.machine === name ? [result] : [],
    );
    const walk = own.find(each => each.part === 'walk');
    const begun = before.underWay.find(each => each.name === name);
    const tookMs = (begun?.tookMs ?? 0) + (walk?.walked.tookMs ?? 0);
    const walks = walk === undefined ? (begun?.walks ?? []) : walk.unfinished;
    if (walks.length > 0) underWay.push({ name, tookMs, walks });
    const ran = own.find(each => each.part === 'runs')?.runs ?? before.runs.find(each => each.name === name);
    if (ran !== undefined) runs.push({ name, ...ran });
    const found = before.done.find(each => each.name === name) ?? (walk && { ...walk.walked, tookMs });
    if (found === undefined) notBegun.push(name);
    else {
      if (found.complete) done.push(found);
      explored.push(joined(found, ran));
    }
  }
  const asides = [
    ...before.asides,
    ...[...results.values()].flatMap(result => (result.part === 'aside' ? [result.found] : [])),
  ];
  return {
    done,
    underWay,
    runs,
    explored,
    notBegun,
    asides: ASIDES.flatMap(aside => asides.filter(found => isOf(aside, found))),
    missing: ASIDES.filter(aside => !asides.some(found => isOf(aside, found))),
  };
};

/** Whether nothing is left to do. */
export const isWhole = ({ explored, notBegun, missing }: Gathered): boolean =>
  explored.every(({ complete, whole }) => complete && whole) && notBegun.length === 0 && missing.length === 0;

/** A machine with what was found of its whole runs. */
const joined = (found: Unfinished['done'][number], runs: Omit<OfRuns, 'name'> | undefined): Explored => ({
  ...found,
  whole: isAllAsked(runs) && (found.far?.notAsked ?? []).length === 0,
  findings: runs?.findings ?? null,
  rulings: [...found.rulings, ...(runs?.rulings ?? [])],
});

const isAllAsked = (runs: Pick<OfRuns, 'findings'> | undefined): boolean => (runs?.findings ?? null) !== null;

const isOf = (aside: Aside, found: AsideFound): boolean => nameOfAside(aside) === nameOfAside(found);
