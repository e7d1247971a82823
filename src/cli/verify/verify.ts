import { memoryUsage } from 'node:process';
import { realClock } from '../../../hardware/clock/real.ts';
import { holds } from '../../verify/properties.ts';
import { sifted } from '../../verify/reports/expected.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';
import { mustBeWritable } from '../writable.ts';
import { mustBeUsable } from './afar.ts';
import { besideOf } from './beside.ts';
import type { Bounds } from './bounds.ts';
import type { Explored } from './explored.ts';
import { type Gathered, gathered, isWhole, jobsOf } from './found.ts';
import { nameOfJob } from './job.ts';
import { SUBJECTS } from './machines.ts';
import { MB } from './memory.ts';
import { inThreads } from './pool.ts';
import { linesOf } from './print.ts';
import { readUnfinished, writeUnfinished } from './resume.ts';
import { NOTHING_DONE } from './unfinished.ts';
import { writeViolations } from './violations.ts';

/** Where walks that did not come to an end are left, and the file with those to go on with, if any. */
export type Keeping = { readonly path: string; readonly from: string | null };

/** Where runs that break a property are written. */
const VIOLATIONS = 'runs/violations';

/** Explores every machine and asks every property of it; prints one page. Ends early by a bound or a signal. */
export const verify = async (
  bounds: Bounds,
  { path, from }: Keeping,
  workers: number,
  json: boolean,
  io: Io,
): Promise<ExitCode> => {
  const { most, seconds, memoryMb, isPart, disk } = bounds;
  if (disk !== null) mustBeUsable(disk);
  // A chart that is refused is refused at once, and not after minutes with the others.
  for (const { make } of SUBJECTS) make();
  const clock = realClock();
  const began = clock.now();
  const before = from === null ? NOTHING_DONE : readUnfinished(from);
  mustBeWritable('--keep', path);
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
  };
  process.once('SIGINT', interrupt);
  const { results, starved } = await inThreads(jobsOf(before, most, isPart, disk), workers, {
    mayGoOn: () =>
      !isInterrupted && clock.now() - began < seconds * 1_000 && memoryUsage().rss < memoryMb * MB,
    clock,
    say: io.isTerminal ? io.say : null,
    heapMb: memoryMb,
  });
  process.off('SIGINT', interrupt);
  const tookMs = clock.now() - began;
  clock.close();

  const now = gathered(before, results);
  const beside = besideOf(now);
  for (const line of linesOf({ ...now, beside, bounds, tookMs }, json)) io.out(line);
  await writeViolations(now.explored, VIOLATIONS, json ? { ...io, out: io.say } : io);
  for (const job of starved)
    io.say(
      `Not enough memory for ${nameOfJob(job)}. Give it more (--memory), or less at the same time (--workers 1).`,
    );
  if (!isWhole(now)) {
    writeUnfinished(path, now);
    for (const line of anew(now)) io.say(line);
    const again = disk === null ? '' : ` --disk ${disk.folder} --in-memory ${disk.inMemory}`;
    io.say(`Not finished. Go on with: islet verify --resume ${path}${again}`);
  }
  const isBeyond = now.asides.some(each => each.kind === 'difference' && each.difference.beyond > 0);
  if (now.explored.some(isBroken) || isBeyond) return EXIT.failed;
  return isWhole(now) ? EXIT.ok : EXIT.incomplete;
};

/** What a file does not keep, and has to be done again. */
const anew = ({ explored, runs }: Gathered): readonly string[] =>
  explored
    .filter(({ complete, whole }) => complete && !whole)
    .map(({ name }) => {
      const known = runs.find(each => each.name === name)?.rulings.length ?? 0;
      return `The graph of ${name} is not kept and will be built anew; the answers to ${known} questions about its whole runs are kept.`;
    });

/** Whether a fault was found. That something was not met yet is no fault of a walk that was cut short. */
const isBroken = ({ name, complete, rulings, survey, findings, far }: Explored): boolean =>
  (findings !== null && sifted(name, findings).some(({ unexpected }) => unexpected.length > 0)) ||
  (survey !== null && survey.coverage.deadlocks.length > 0) ||
  (far !== null && far.deadlocks.length > 0) ||
  rulings.some(({ violation }) => violation !== null) ||
  (complete && !rulings.every(holds));
