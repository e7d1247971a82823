import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryUsage } from 'node:process';
import { z } from 'zod';
import { type FarKept, type FarSession, farKept, farSession } from '../../verify/walk/farKept.ts';
import { passing } from '../../verify/walk/passing.ts';
import { farVerdictsOf, isWalked, isWalkedAfar } from '../../verify/walk/verdicts.ts';
import { EXIT, Refusal } from '../exits.ts';
import type { Walked } from './explored.ts';
import type { Surroundings } from './job.ts';
import { type Explorable, MACHINES, type Subject } from './machines.ts';
import { progressOf } from './progress.ts';
import { rulesNow } from './resume.ts';
import { ruledTogether } from './rulings.ts';
import { type FileShelf, fileShelf } from './shelf.ts';
import { farHeader } from './unfinished.ts';

/** Where the states of a walk go when there are more than `inMemory`. */
export type Disk = { readonly folder: string; readonly inMemory: number };

const MB = 1_000_000;
/** So many states are expanded between two looks at the time and at signals. */
const AT_ONCE = 8_192;

const FILES = { states: 'states', parents: 'parents', left: 'walk.json' } as const;

const folderOf = ({ folder }: Disk, { name }: Subject): string =>
  join(folder, name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));

/** Whether a walk of this machine was ended there, and can be gone on with. */
export const isBegunAfar = ({ systems }: Explorable, disk: Disk): boolean =>
  systems.some(subject => existsSync(join(folderOf(disk, subject), FILES.left)));

/** Throws a Refusal where the folder cannot be written to, or what was left in it cannot be gone on with. */
export const mustBeUsable = (disk: Disk): void => {
  try {
    mkdirSync(disk.folder, { recursive: true });
  } catch (failure) {
    throw new Refusal(
      EXIT.environment,
      `--disk ${disk.folder}: ${failure instanceof Error ? failure.message : failure}. Name a folder that can be written to.`,
    );
  }
  for (const { systems } of MACHINES) for (const subject of systems) leftIn(folderOf(disk, subject));
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

/**
 * Walks a machine whose states are too many for memory: they go to files, and properties are asked that single states
 * and steps decide. What it left before it goes on with; where it stands at the end is left there, too.
 */
export const walkedAfar = (
  machine: Explorable,
  disk: Disk,
  most: number,
  { mayGoOn, now, say }: Surroundings,
): Walked => {
  const start = now();
  const sessions = machine.systems.map(subject => sessionOf(subject, disk));
  for (const { walk, leave } of sessions) {
    const tell = say === null ? () => {} : progressOf(machine.name, walk, say, now);
    while (mayGoOn() && walk.expanded() < most && walk.goOn(Math.min(AT_ONCE, most - walk.expanded())))
      tell();
    leave();
  }
  const sum = (of: (session: Session) => number): number =>
    sessions.reduce((total, session) => total + of(session), 0);
  const rulings = sessions.flatMap(({ subject: { name: system }, walk, checks }) =>
    farVerdictsOf(walk, checks).map(verdict => ({ ...verdict, system })),
  );
  const asked = new Set(rulings.map(({ property }) => property.name));
  const walked: Walked = {
    name: machine.name,
    states: sum(({ walk }) => walk.expanded()),
    steps: sum(({ walk }) => walk.steps()),
    depth: Math.max(...sessions.map(({ walk }) => walk.depth())),
    complete: sessions.every(({ walk }) => walk.isComplete()),
    tookMs: Math.max(1, now() - start),
    memoryMb: Math.round(memoryUsage().rss / MB),
    bytesPerState: sum(({ walk }) => walk.bytes()) / sum(({ walk }) => walk.met()),
    rulings: ruledTogether(rulings),
    survey: null,
    far: {
      diskMb: Math.ceil(sum(({ shelves }) => shelves.states.bytes() + shelves.parents.bytes()) / MB),
      notAsked: machine.systems
        .flatMap(({ asked: all }) => all.filter(isWalked).map(({ name }) => name))
        .filter((name, at, all) => !asked.has(name) && all.indexOf(name) === at),
    },
  };
  for (const { shelves } of sessions) for (const shelf of Object.values(shelves)) shelf.close();
  return walked;
};
