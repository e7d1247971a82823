import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { memoryUsage } from 'node:process';
import { z } from 'zod';
import { deadlocksTold } from '../../verify/reports/places.ts';
import { toldOf } from '../../verify/temporal/telling.ts';
import { type FarKept, type FarSession, farKept, farSession } from '../../verify/walk/farKept.ts';
import { passing } from '../../verify/walk/passing.ts';
import { farVerdictsOf, isWalked, isWalkedAfar } from '../../verify/walk/verdicts.ts';
import { EXIT, Refusal } from '../exits.ts';
import type { Walked } from './explored.ts';
import { type Explorable, MACHINES, type Subject } from './machines.ts';
import { MB } from './memory.ts';
import { walkOn } from './pace.ts';
import { progressOf } from './progress.ts';
import { rulesNow } from './resume.ts';
import { type Ruling, ruledTogether } from './rulings.ts';
import { type FileShelf, fileShelf } from './shelf.ts';
import type { Surroundings } from './surroundings.ts';
import { farHeader } from './unfinished.ts';

/** Where the states of a walk go when there are more than `inMemory`. */
export type Disk = { readonly folder: string; readonly inMemory: number };

/** How long a walk goes on at least before it writes down again how far it has come, in ms. */
const EVERY = 60_000;
/** It takes so many times as long as that took, too: all states are read through for it. */
const SHARE = 20;

const FILES = { states: 'states', parents: 'parents', left: 'walk.json' } as const;

const folderOf = ({ folder }: Disk, { name }: Subject): string =>
  join(folder, name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));

/** Whether a walk of this machine was ended there, and can be gone on with. */
export const isBegunAfar = ({ systems }: Explorable, disk: Disk): boolean =>
  systems.some(subject => existsSync(join(folderOf(disk, subject), FILES.left)));

/** Throws a Refusal where the folder cannot be written to, or what was left in it cannot be gone on with. */
export const mustBeUsable = (disk: Disk): void => {
  try {
    make(disk.folder);
    accessSync(disk.folder, constants.W_OK | constants.X_OK);
  } catch (failure) {
    throw new Refusal(
      EXIT.environment,
      `--disk ${disk.folder}: ${failure instanceof Error ? failure.message : failure}. Name a folder that can be written to.`,
    );
  }
  for (const { systems } of MACHINES) for (const subject of systems) leftIn(folderOf(disk, subject));
};

/**
 * Makes a folder and those around it, one by one. Where nobody can make one although the folder around it exists
 * (`/proc`), Node's own `recursive` tries again for ever.
 */
const make = (folder: string): void => {
  if (existsSync(folder)) return;
  make(dirname(resolve(folder)));
  mkdirSync(folder);
};

type Left = FarKept & { readonly digests: Readonly<Record<string, string>> };

/** What was left in a folder; null where nothing was. */
const leftIn = (folder: string): Left | null => {
  const path = join(folder, FILES.left);
  if (!existsSync(path)) return null;
  const { success, data, error } = farHeader.safeParse(jsonOf(path));
  if (!success) throw refused(folder, `${FILES.left} is none of this version: ${z.prettifyError(error)}`);
  const { rules, chart, world, course, findings, digests } = data;
  if (rules !== rulesNow())
    throw refused(folder, 'it rests on other charts, other properties or another engine than these');
  return {
    chart: { ...chart, words: Int32Array.from(chart.words) },
    world: world && { ...world, words: Int32Array.from(world.words) },
    course,
    findings,
    digests,
  };
};

const jsonOf = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

const refused = (folder: string, why: string): Refusal =>
  new Refusal(EXIT.badInput, `${folder}: ${why}. Begin anew: remove this folder.`);

/** One system under way, and its files. */
type Session = FarSession & {
  readonly subject: Subject;
  readonly shelves: { readonly states: FileShelf; readonly parents: FileShelf };
  /** Writes down how far it has come. */
  readonly leave: () => void;
};

const sessionOf = (subject: Subject, disk: Disk): Session => {
  const folder = folderOf(disk, subject);
  mkdirSync(folder, { recursive: true });
  const left = leftIn(folder);
  const met = left?.course.met ?? 0;
  const shelves = {
    states: fileShelf(join(folder, FILES.states), met * 2),
    parents: fileShelf(join(folder, FILES.parents), met),
  };
  if (left !== null)
    for (const [name, shelf] of Object.entries(shelves))
      if (shelf.digest() !== left.digests[name]) throw refused(folder, `${name} is damaged or not complete`);
  const states = passing();
  const system = subject.make(states);
  const asked = subject.asked.filter(property => isWalkedAfar(property, system));
  const session = farSession(system, states, asked, shelves, disk.inMemory, left);
  return {
    ...session,
    subject,
    shelves,
    leave: () => {
      const { chart, world, course, findings } = farKept(system, session);
      const path = join(folder, FILES.left);
      const text = JSON.stringify({
        islet: 'far walk',
        version: 1,
        rules: rulesNow(),
        chart: { ...chart, words: [...chart.words] },
        world: world && { ...world, words: [...world.words] },
        course,
        findings,
        digests: Object.fromEntries(Object.entries(shelves).map(([name, shelf]) => [name, shelf.digest()])),
      });
      // Whole or not at all: the files behind it are only ever added to.
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    },
  };
};

/** Walks one system on, and leaves where it stands: now and then, so that little is lost with the process, and at the end. */
const walkedOn = (
  machine: string,
  { walk, leave }: Session,
  most: number,
  { mayGoOn, now, say }: Surroundings,
): void => {
  const tell = say === null ? () => {} : progressOf(machine, walk, say, now);
  let next = now() + EVERY;
  walkOn(walk, most, mayGoOn, () => {
    tell();
    const began = now();
    if (began < next) return;
    leave();
    next = now() + Math.max(EVERY, (now() - began) * SHARE);
  });
  leave();
};

/**
 * Walks a machine whose states are too many for memory: they go to files, and properties are asked that single states
 * and steps decide. What it left before it goes on with; where it stands at the end is left there, too. Where a file
 * cannot be written, the walk ends there, is not complete, and says why; what was left before is still good.
 */
export const walkedAfar = (machine: Explorable, disk: Disk, most: number, around: Surroundings): Walked => {
  const start = around.now();
  const sessions: Session[] = [];
  const rulings: Ruling[] = [];
  const deadlocks: string[] = [];
  const failures: string[] = [];
  const tried = (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      if (!isOfSystem(thrown)) throw thrown;
      failures.push(thrown.message);
    }
  };
  tried(() => {
    for (const subject of machine.systems) sessions.push(sessionOf(subject, disk));
    for (const session of sessions) walkedOn(machine.name, session, most, around);
  });
  tried(() => {
    for (const { subject, walk, checks } of sessions) {
      rulings.push(...farVerdictsOf(walk, checks).map(verdict => ({ ...verdict, system: subject.name })));
      // A state on disk has no number that its system knows: the run there is taken once more, in memory.
      const system = subject.make();
      deadlocks.push(
        ...deadlocksTold(
          system,
          walk.deadlocks,
          state => walk.eventsTo(state),
          state => toldOf(system, walk.eventsTo(state)).end,
        ),
      );
    }
  });
  const sum = (of: (session: Session) => number): number =>
    sessions.reduce((total, session) => total + of(session), 0);
  const asked = new Set(rulings.map(({ property }) => property.name));
  const [failure] = failures;
  const walked: Walked = {
    name: machine.name,
    states: sum(({ walk }) => walk.expanded()),
    steps: sum(({ walk }) => walk.steps()),
    depth: Math.max(0, ...sessions.map(({ walk }) => walk.depth())),
    complete: failure === undefined && sessions.every(({ walk }) => walk.isComplete()),
    tookMs: Math.max(1, around.now() - start),
    memoryMb: Math.round(memoryUsage().rss / MB),
    bytesPerState:
      sum(({ walk }) => walk.bytes()) /
      Math.max(
        1,
        sum(({ walk }) => walk.met()),
      ),
    rulings: ruledTogether(rulings),
    survey: null,
    far: {
      diskMb: Math.ceil(sum(({ shelves }) => shelves.states.bytes() + shelves.parents.bytes()) / MB),
      notAsked: machine.systems
        .flatMap(({ asked: all }) => all.filter(isWalked).map(({ name }) => name))
        .filter((name, at, all) => !asked.has(name) && all.indexOf(name) === at),
      deadlocks,
      failure: failure === undefined ? null : `${failure}. ${remedyOf(machine, disk)}`,
    },
  };
  for (const { shelves } of sessions) for (const shelf of Object.values(shelves)) shelf.close();
  return walked;
};

/** Whether the operating system has said it, of a file: no room, no permission, no folder. */
const isOfSystem = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && 'syscall' in thrown && 'code' in thrown;

const remedyOf = (machine: Explorable, disk: Disk): string =>
  `Make room in ${disk.folder}, and see that it can be written to; ` +
  (isBegunAfar(machine, disk)
    ? 'the walk goes on where it was last left there.'
    : 'the walk begins anew, for nothing was left there yet.');
