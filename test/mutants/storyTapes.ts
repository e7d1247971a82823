import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { playScenario } from '../../hardware/rig/scenario.ts';
import { recorder, type Tape } from '../../src/verify/mutants/observed/tape.ts';

export const STORIES = 'stories';

const FOLDER = fileURLToPath(new URL('../../specs/scenarios/', import.meta.url));

/** Every committed story, by the name of its file. */
export const storyNames = (): readonly string[] => readdirSync(FOLDER).filter(name => name.endsWith('.txt'));

const tapes = new Map<string, Promise<Tape>>();

/** A committed story, played once with the pump that ships, whoever asks. */
export const tapeOfStory = (file: string): Promise<Tape> => {
  const tape = tapes.get(file) ?? recorded(file);
  tapes.set(file, tape);
  return tape;
};

const recorded = async (file: string): Promise<Tape> => {
  const { watch, tape } = recorder();
  await playScenario(readFileSync(`${FOLDER}${file}`, 'utf8'), watch);
  return tape(file, STORIES);
};
