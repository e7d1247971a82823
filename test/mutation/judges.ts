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

const registered = async (patterns: readonly string[]): Promise<readonly Registered[]> => {
  takeTests();
  for (const path of patterns.flatMap(pattern => globSync(pattern).sort()))
    await registering(path, () => import(pathToFileURL(path).href));
  return takeTests();
};

/** What loads the tests that judge mutants of these files, of the current folder: those that are to come first, and the others. */
const stagesFor = (files: readonly string[]): readonly (() => Promise<readonly Registered[]>)[] => {
  const groups = GROUPS.filter(({ of }) => files.some(path => path.startsWith(of)));
  const stages = [groups.flatMap(({ first = [] }) => first), groups.flatMap(({ tests }) => tests)];
  return stages.filter(patterns => patterns.length > 0).map(patterns => () => registered(patterns));
};

export const testsFor = async (files: readonly string[]): Promise<readonly Registered[]> => {
  const tests: Registered[] = [];
  for (const stage of stagesFor(files)) tests.push(...(await stage()));
  return tests;
};

/** Whether a test stands in the file that is named after one of these. */
const isNamedAfter = (name: string, files: readonly string[]): boolean =>
  files.some(path => name.startsWith(`${path.replace('src/', 'test/').replace('.ts', '.test.ts')} > `));

/** The same, without those that are too slow. */
export const quickStagesFor = (files: readonly string[]): readonly (() => Promise<readonly Registered[]>)[] =>
  stagesFor(files).map(
    stage => async () => (await stage()).filter(({ name }) => !slow.has(name) || isNamedAfter(name, files)),
  );
