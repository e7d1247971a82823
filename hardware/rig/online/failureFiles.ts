import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepAt } from '../../../src/verify/paths.ts';
import { modelOf } from '../../../src/verify/suites/make.ts';
import { type Suite, suiteToJson } from '../../../src/verify/suites/suite.ts';
import { written } from '../run/phases.ts';
import { tellOnBench } from '../story/benchStory.ts';
import type { ExploreOptions, Failure } from './explore.ts';
import { graphAlong } from './rules.ts';

/** Where a failure was written: as a suite of one test that a rig drives, and as a story. */
export type Written = { readonly suite: string; readonly story: string };

/** Writes a failure as a suite to a folder, and answers its path. Throws Unwritten. */
export const writeSuite = (folder: string, failure: Failure, seed: number): string => {
  const path = join(folder, `online-seed-${seed}.json`);
  written(() => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, `${suiteToJson(suiteOf(failure, seed))}\n`);
  });
  return path;
};

/** Writes a failure of simulated devices to a folder. The same seed overwrites what it wrote before. Rejects with Unwritten. */
export const writeFailure = async (
  folder: string,
  failure: Failure,
  { seed, ...options }: ExploreOptions,
): Promise<Written> => {
  const suite = writeSuite(folder, failure, seed);
  const story = join(folder, `online-seed-${seed}.txt`);
  const events = failure.path.steps.map(({ event }) => event);
  const { told } = await tellOnBench(
    [`Found on line with seed ${seed}: ${failure.says.split('\n')[0] ?? ''}`],
    events,
    options,
  );
  written(() => writeFileSync(story, told));
  return { suite, story };
};

/** A suite of one test: to fail as it did. */
export const suiteOf = ({ path, says }: Failure, seed: number): Suite => {
  const graph = graphAlong(path.steps.map(({ event }) => event));
  const steps = path.steps.map((_, edge) => stepAt(graph, edge));
  const goal = says.split('\n')[0] ?? says;
  return {
    version: 1,
    machine: 'pump',
    model: modelOf(graph),
    criterion: 'found on line',
    definition: 'The pump is driven to where it failed.',
    source: 'islet rig explore',
    seed,
    goals: [{ name: goal, test: 0, step: steps.length - 1 }],
    tests: [{ name: goal, steps, covers: [goal] }],
    steps: steps.length,
    resets: 1,
    bound: { length: 0, by: 'nothing is known of shorter failures' },
    onePerGoal: steps.length + 1,
  };
};
