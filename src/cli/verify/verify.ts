import { memoryUsage } from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { realClock } from '../../../hardware/clock/real.ts';
import { properties } from '../../../specs/properties.ts';
import type { Property } from '../../../specs/property.ts';
import { explore } from '../../verify/explore.ts';
import { check, holds } from '../../verify/properties.ts';
import { type Survey, surveyOf } from '../../verify/survey.ts';
import { checksOf } from '../../verify/walk/checks.ts';
import { goneOn, type Kept, kept } from '../../verify/walk/kept.ts';
import { isWalked } from '../../verify/walk/verdicts.ts';
import { walkOf } from '../../verify/walk/walk.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';
import { type Explored, exploredBy, type Session } from './explored.ts';
import { fingerprintOf, hashOf } from './fingerprint.ts';
import { type Explorable, MACHINES } from './machines.ts';
import { linesOf } from './print.ts';
import { progressOf } from './progress.ts';
import { readUnfinished, type UnderWay, writeUnfinished } from './resume.ts';

/** Where a walk ends even if it is not complete. */
export type Bounds = {
  /** States of one system. */
  readonly most: number;
  /** Seconds for the whole command. */
  readonly seconds: number;
  /** Memory of the process, in MB. */
  readonly memoryMb: number;
};

/** Where walks that did not come to an end are left, and whether to go on with those in the file first. */
export type Keeping = { readonly path: string; readonly isToGoOn: boolean };

const MB = 1_000_000;
/** So many states are expanded between two looks at the time, the memory and signals. */
const AT_ONCE = 8_192;

/** Explores every machine and asks every property of it; prints one page. Ends early by a bound or a signal. */
export const verify = async (
  bounds: Bounds,
  { path, isToGoOn }: Keeping,
  json: boolean,
  io: Io,
): Promise<ExitCode> => {
  const clock = realClock();
  const began = clock.now();
  const memoryMb = (): number => Math.round(memoryUsage().rss / MB);
  const before = isToGoOn ? readUnfinished(path, fingerprintIn) : { done: [], underWay: [] };
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
  };
  process.once('SIGINT', interrupt);
  const mayGoOn = (): boolean =>
    !isInterrupted && clock.now() - began < bounds.seconds * 1_000 && memoryMb() < bounds.memoryMb;

  const walked = async (name: string, { walk }: Session): Promise<void> => {
    const tell = progressOf(name, walk, io.say, clock.now);
    while (mayGoOn() && walk.expanded() < bounds.most) {
      if (!walk.goOn(Math.min(AT_ONCE, bounds.most - walk.expanded()))) return;
      if (io.isTerminal) tell();
      await setImmediate();
    }
  };

  const explored: Explored[] = [];
  const underWay: UnderWay[] = [];
  const notBegun: string[] = [];
  for (const machine of MACHINES) {
    const { name } = machine;
    const done = before.done.find(each => each.name === name);
    if (done !== undefined) {
      explored.push(done);
      continue;
    }
    const known = before.underWay.find(each => each.name === name);
    if (known === undefined && !mayGoOn()) {
      notBegun.push(name);
      continue;
    }
    const start = clock.now();
    const sessions = sessionsOf(machine, known?.walks ?? []);
    for (const session of sessions) await walked(name, session);
    const tookMs = (known?.tookMs ?? 0) + Math.max(1, clock.now() - start);
    const walks = sessions.map(({ walk }) => walk);
    if (!walks.every(walk => walk.isComplete()))
      underWay.push({ name, fingerprint: fingerprintIn(name), tookMs, walks: sessions.map(keptBy) });
    const [first] = sessions;
    const survey = machine.world === null || first === undefined ? null : surveyed(first, machine.world);
    explored.push(exploredBy(name, walks, survey, { tookMs, memoryMb: memoryMb() }));
  }
  process.off('SIGINT', interrupt);
  clock.close();

  for (const line of linesOf(explored, notBegun, clock.now() - began, json)) io.out(line);
  const isWhole = underWay.length === 0 && notBegun.length === 0;
  if (!isWhole) {
    writeUnfinished(path, { done: explored.filter(({ complete }) => complete), underWay }, fingerprintIn);
    io.say(`Not finished. Go on with: islet verify --resume ${path}`);
  }
  if (explored.some(isBroken)) return EXIT.failed;
  return isWhole ? EXIT.ok : EXIT.incomplete;
};

const askedIn = (world: Explorable['world']): readonly Property[] =>
  world === null ? [] : properties.filter(property => property.world === 'any' || property.world === world);

/** Rules over whole runs are asked of the graph, when every state is known: they need every step at hand. */
const surveyed = ({ system, walk, checks }: Session, world: Explorable['world']): Survey => {
  const survey = surveyOf(walk, checks);
  const overRuns = askedIn(world).filter(property => !isWalked(property));
  if (overRuns.length === 0 || !walk.isComplete()) return survey;
  const graph = explore(system);
  return { ...survey, verdicts: [...survey.verdicts, ...overRuns.map(property => check(graph, property))] };
};

const sessionsOf = ({ make, world }: Explorable, known: readonly Kept[]): readonly Session[] => {
  const asked = askedIn(world).filter(isWalked);
  return make.map((system, index) => {
    const made = system();
    const begun = known[index];
    if (begun !== undefined) return { system: made, ...goneOn(made, asked, begun) };
    const checks = checksOf(made, asked);
    return { system: made, checks, walk: walkOf(made, checks) };
  });
};

const keptBy = ({ system, walk, checks }: Session): Kept => kept(system, walk, checks);

const fingerprintIn = (name: string): string =>
  hashOf(
    MACHINES.filter(each => each.name === name).flatMap(({ make }) =>
      make.map(each => fingerprintOf(each())),
    ),
  );

/** Whether a fault was found. That something was not met yet is no fault of a walk that was cut short. */
const isBroken = ({ complete, survey }: Explored): boolean =>
  survey !== null &&
  (survey.coverage.deadlocks.length > 0 ||
    survey.verdicts.some(verdict => verdict.violation !== null) ||
    (complete && !survey.verdicts.every(holds)));
