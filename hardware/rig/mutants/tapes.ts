import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { recorder, type Tape } from '../../../src/verify/mutants/observed/tape.ts';
import { STORIES } from '../../../src/verify/mutants/planted/count.ts';
import { drive } from '../paths/drive.ts';
import type { PumpPath } from '../paths/pumpModel.ts';
import { playScenario } from '../scenario.ts';

/** Pump time that goes on after a path, ms: pulses of a rate that is another fall due at other times. */
export const ON_MS = 60_000;

/** A path, driven once with the pump that ships. What the bench cannot bring about ends it there. */
export const tapeOfPath = async (path: PumpPath, suite: string): Promise<Tape> => {
  const { watch, tape } = recorder();
  await drive(path, { transport: 'memory', onStep: watch, goesOnMs: ON_MS });
  return tape(path.name, suite);
};

const FOLDER = fileURLToPath(new URL('../../../specs/scenarios/', import.meta.url));

export const storyFiles = (): readonly string[] => readdirSync(FOLDER).filter(name => name.endsWith('.txt'));

/** A committed story, played once by the pump that ships. */
export const tapeOfStory = async (file: string): Promise<Tape> => {
  const { watch, tape } = recorder();
  await playScenario(readFileSync(`${FOLDER}${file}`, 'utf8'), watch);
  return tape(file, STORIES);
};
