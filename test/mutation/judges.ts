import { globSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type Registered, registering, takeTests } from './registry.ts';

type Group = {
  readonly of: string;
  readonly tests: readonly string[];
  /** Those that are loaded alone, and before the others, where all must be loaded anew for a mutant. */
  readonly first?: readonly string[];
};

/** What is mutated, and the tests that must see it: those beside it. */
const GROUPS: readonly Group[] = [
  { of: 'src/domain/', tests: ['test/domain/**/*.test.ts'] },
  // Of charts the guards and tables: what is drawn is decided exhaustively elsewhere (decision 0024).
  {
    of: 'machines/',
    first: ['test/mutation/drawn.ts'],
    tests: ['test/runtime/**/*.test.ts', 'test/mutation/stories.ts'],
  },
  { of: 'src/runtime/', tests: ['test/runtime/**/*.test.ts', 'test/mutation/stories.ts'] },
];

/** These files in parts that have the same judges. */
export const byJudges = (files: readonly string[]): readonly (readonly string[])[] =>
  GROUPS.map(({ of }) => files.filter(path => path.startsWith(of))).filter(some => some.length > 0);

/**
 * Tests that take more than 20 ms each, by name: each survivor would wait for all of them. They judge the file that their
 * own is named after, and no other: a mutant that only they would kill lacks a test that is quick and says what is wrong.
 * Written by `measure.ts`, which spares those of the envelope: only its own mutants wait for them.
 */
export const SLOW_PATH = new URL('slow.json', import.meta.url);
const slow: ReadonlySet<string> = new Set(
  z.array(z.string()).parse(JSON.parse(readFileSync(SLOW_PATH, 'utf8'))),
);

/** The file of tests that is named after one of the code, wherever it lies. */
const namesake = (path: string): string => path.replace('src/', 'test/').replace('.ts', '.test.ts');

/** The same, and that of the folder it lies in: what a table is made of is judged beside the table. */
const namesakes = (path: string): readonly string[] => [
  namesake(path),
  namesake(path.replace(/\/\w+\.ts$/, '.ts')),
];

const registered = async (paths: readonly string[]): Promise<readonly Registered[]> => {
  takeTests();
  for (const path of paths) await registering(path, () => import(pathToFileURL(path).href));
  return takeTests();
};

type Stage = () => Promise<readonly Registered[]>;

/**
 * What loads the tests that judge mutants of these files, of the current folder: those that are to come first, as are those that
 * are named after the one `of` which all is loaded anew; and the others.
 */
const stagesFor = (files: readonly string[], of = ''): readonly Stage[] => {
  const groups = GROUPS.filter(group => files.some(path => path.startsWith(group.of)));
  const first = groups.flatMap(group => group.first ?? []);
  const all = groups.flatMap(({ tests }) => tests).flatMap(pattern => globSync(pattern).sort());
  const named = all.filter(path => namesakes(of).includes(path));
  const stages = [[...first, ...named], all.filter(path => !named.includes(path))];
  return stages.filter(paths => paths.length > 0).map(paths => () => registered(paths));
};

export const testsFor = async (files: readonly string[]): Promise<readonly Registered[]> => {
  const tests: Registered[] = [];
  for (const stage of stagesFor(files)) tests.push(...(await stage()));
  return tests;
};

/** Whether a test stands in the file that is named after one of these. */
const isNamedAfter = (name: string, files: readonly string[]): boolean =>
  files.some(path => name.startsWith(`${namesake(path)} > `));

/** The same, without those that are too slow. */
export const quickStagesFor = (files: readonly string[], of = ''): readonly Stage[] =>
  stagesFor(files, of).map(
    stage => async () => (await stage()).filter(({ name }) => !slow.has(name) || isNamedAfter(name, files)),
  );
