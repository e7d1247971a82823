import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import { type Event, keyOf } from '../../../src/verify/automaton.ts';
import type { Tests } from '../../../src/verify/mutants/kill.ts';
import { STORIES } from '../../../src/verify/mutants/planted/count.ts';
import { beside } from '../paths/beside.ts';
import { pumpModel, spelled } from '../paths/pumpModel.ts';
import { playScenario, runScenario } from '../scenario.ts';

const FOLDER = fileURLToPath(new URL('../../../specs/scenarios/', import.meta.url));

/** A committed story, and what the chart of the pump hears in it. */
export type StoryRun = { readonly file: string; readonly run: readonly Event[] };

/** Committed stories, each played once on the pump that ships: all of them take half a minute. */
export const storyRuns = async (
  files: readonly string[] = readdirSync(FOLDER).filter(name => name.endsWith('.txt')),
): Promise<readonly StoryRun[]> => {
  const stories: StoryRun[] = [];
  for (const file of files) stories.push({ file, run: await heardIn(file) });
  return stories;
};

/**
 * Stories as a suite: one tells the state of the chart and what it asks for after each step, so that it differs where
 * a test that compares both does. Timers begun anew are not told.
 */
export const storyTests = (stories: readonly StoryRun[]): Tests => ({
  name: STORIES,
  runs: stories.map(({ run }) => run),
});

/** Throws for a story whose pump does not go on where it was: such a run would be none of the chart. */
const heardIn = async (file: string): Promise<readonly Event[]> => {
  const run: Event[] = [];
  let state = pumpModel.initial;
  await runScenario(textOf(file), ({ deliveries }) => {
    for (const { machine, before, event } of deliveries) {
      if (machine !== 'pump') continue;
      if (keyOf(before) !== pumpModel.key(state))
        throw new Error(
          `${file}: the chart is in ${keyOf(before)} where its run so far leads to ${pumpModel.key(state)}`,
        );
      const heard = spelled(event);
      run.push(heard);
      state = pumpModel.step(state, heard).target;
    }
  });
  return run;
};

/**
 * What is seen from outside of a pump with another chart while a story is played on it: the first thing that it asks
 * of devices, journal or person where the pump that ships, beside it, asks for something else; null where nothing is.
 */
export const seenInStory = async (file: string, chart: AnyStateMachine): Promise<string | null> => {
  const compare = beside();
  let seen: string | null = null;
  const watch = (step: Parameters<typeof compare>[0]): void => {
    seen ??= compare(step);
  };
  try {
    await playScenario(textOf(file), watch, chart);
  } catch (broken) {
    // Where nothing was seen before, the story could not be gone on with: the pump takes something that it must not refuse.
    return (
      seen ?? `the story breaks off: ${broken instanceof Error ? broken.message.split('\n')[0] : broken}`
    );
  }
  return seen;
};

const textOf = (file: string): string => readFileSync(`${FOLDER}${file}`, 'utf8');
