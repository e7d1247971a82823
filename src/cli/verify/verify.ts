import { memoryUsage } from 'node:process';
import { realClock } from '../../../hardware/clock/real.ts';
import { holds } from '../../verify/properties.ts';
import { sifted } from '../../verify/reports/expected.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';
import { ASIDES, type Asides } from './aside.ts';
import { besideOf } from './beside.ts';
import type { Explored } from './explored.ts';
import { fingerprintOf, hashOf } from './fingerprint.ts';
import type { Job, Result } from './job.ts';
import { MACHINES } from './machines.ts';
import { inThreads } from './pool.ts';
import { linesOf } from './print.ts';
import { readUnfinished, type Unfinished, writeUnfinished } from './resume.ts';
import { writeViolations } from './violations.ts';

/** Where a walk ends even if it is not complete. */
export type Bounds = {
  /** States of one system. */
  readonly most: number;
  /** Seconds for the whole command. */
  readonly seconds: number;
  /** Memory of the process, in MB. */
  readonly memoryMb: number;
  /** Only a part of each machine is wanted: what is told beside the exploration is left out. */
  readonly isPart: boolean;
};

/** Where walks that did not come to an end are left, and whether to go on with those in the file first. */
export type Keeping = { readonly path: string; readonly isToGoOn: boolean };

const MB = 1_000_000;
/** Where runs that break a property are written. */
const VIOLATIONS = 'runs/violations';

/** Explores every machine and asks every property of it; prints one page. Ends early by a bound or a signal. */
export const verify = async (
  { most, seconds, memoryMb, isPart }: Bounds,
  { path, isToGoOn }: Keeping,
  workers: number,
  json: boolean,
  io: Io,
): Promise<ExitCode> => {
  const clock = realClock();
  const began = clock.now();
  const before: Unfinished = isToGoOn ? readUnfinished(path, fingerprintIn) : { done: [], underWay: [] };
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
  };
  process.once('SIGINT', interrupt);
  const results = await inThreads(jobsOf(before, most, isPart), workers, {
    mayGoOn: () =>
      !isInterrupted && clock.now() - began < seconds * 1_000 && memoryUsage().rss < memoryMb * MB,
    clock,
    say: io.isTerminal ? io.say : null,
  });
  process.off('SIGINT', interrupt);
  const tookMs = clock.now() - began;
  clock.close();

  const now = gathered(before, results);
  for (const line of linesOf({ ...now, beside: besideOf(now.explored, now.asides), tookMs }, json))
    io.out(line);
  await writeViolations(now.explored, VIOLATIONS, json ? { ...io, out: io.say } : io);
  const isWhole = now.explored.every(({ complete, whole }) => complete && whole) && now.notBegun.length === 0;
  if (!isWhole) {
    writeUnfinished(path, now, fingerprintIn);
    io.say(`Not finished. Go on with: islet verify --resume ${path}`);
  }
  if (now.explored.some(isBroken) || (now.asides.difference?.beyond ?? 0) > 0) return EXIT.failed;
  return isWhole ? EXIT.ok : EXIT.incomplete;
};

/** What is left to do: the largest machine first, then what is told beside all of them, then the rest. */
const jobsOf = ({ done, underWay }: Unfinished, most: number, isPart: boolean): readonly Job[] => {
  const [largest = [], ...others] = MACHINES.toSorted((one, other) => other.size - one.size).map(
    (machine): readonly Job[] => {
      const { name } = machine;
      const known = done.find(each => each.name === name);
      const begun = underWay.find(each => each.name === name)?.walks ?? [];
      return [
        ...(known === undefined ? [{ machine: name, part: 'walk' as const, begun, most }] : []),
        ...(known?.whole === true ? [] : [{ machine: name, part: 'runs' as const, begun: [], most }]),
      ];
    },
  );
  const asides = isPart ? [] : ASIDES.map(aside => ({ part: 'aside' as const, aside }));
  return [...largest, ...asides, ...others.flat()];
};

/** What was found before and now, in the order of the machines. */
const gathered = (before: Unfinished, results: ReadonlyMap<Job, Result>) => {
  const explored: Explored[] = [];
  const underWay: Unfinished['underWay'][number][] = [];
  const notBegun: string[] = [];
  for (const machine of MACHINES) {
    const { name } = machine;
    const own = [...results].flatMap(([job, result]) =>
      job.part !== 'aside' && job.machine === name ? [result] : [],
    );
    const walk = own.find(each => each.part === 'walk');
    const runs = own.find(each => each.part === 'runs');
    const begun = before.underWay.find(each => each.name === name);
    const found = before.done.find(each => each.name === name) ?? walk?.explored;
    const walks = walk === undefined ? (begun?.walks ?? []) : walk.unfinished;
    const tookMs = (begun?.tookMs ?? 0) + (walk?.explored.tookMs ?? 0);
    if (walks.length > 0) underWay.push({ name, fingerprint: fingerprintIn(name), tookMs, walks });
    if (found === undefined) notBegun.push(name);
    else explored.push(joined(walk === undefined ? found : { ...found, tookMs }, runs));
  }
  const asides: Asides = Object.assign(
    {},
    ...[...results.values()].flatMap(result => (result.part === 'aside' ? [result.found] : [])),
  );
  return { explored, underWay, notBegun, asides, done: explored.filter(({ complete }) => complete) };
};

/** A machine with what was found of its whole runs, where every state of it is known. */
const joined = (found: Explored, runs: Extract<Result, { part: 'runs' }> | undefined): Explored => {
  if (found.whole || !found.complete || runs?.isWhole !== true) return found;
  return {
    ...found,
    whole: true,
    findings: runs.findings,
    rulings: [...found.rulings, ...runs.rulings],
  };
};

const fingerprintIn = (name: string): string =>
  hashOf(
    MACHINES.filter(each => each.name === name).flatMap(({ systems }) =>
      systems.map(({ make }) => fingerprintOf(make())),
    ),
  );

/** Whether a fault was found. That something was not met yet is no fault of a walk that was cut short. */
const isBroken = ({ name, complete, rulings, survey, findings }: Explored): boolean =>
  (findings !== null && sifted(name, findings).some(({ unexpected }) => unexpected.length > 0)) ||
  (survey !== null && survey.coverage.deadlocks.length > 0) ||
  rulings.some(({ violation }) => violation !== null) ||
  (complete && !rulings.every(holds));
