import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MISHAPS } from '../../verify/alphabet.ts';
import type { Violation } from '../../verify/properties.ts';
import { chartStoryOf } from '../../verify/stories/chartStory.ts';
import { lengthOf } from '../../verify/temporal/telling.ts';
import { EXIT, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import type { Explored } from './explored.ts';
import { subjectOf } from './machines.ts';

/**
 * Writes each violation as a story that `islet replay` opens, and says which command that is. Where the bench can
 * bring the run about, the story is of the whole pump with simulated devices; else of the chart alone.
 */
export const writeViolations = async (
  explored: readonly Explored[],
  folder: string,
  io: Io,
): Promise<void> => {
  for (const { system, violation } of explored.flatMap(({ rulings }) => rulings)) {
    if (violation === null) continue;
    const { property } = violation;
    const path = join(
      folder,
      `${[...property.req, fileNameOf(system), fileNameOf(property.name)].join('-')}.txt`,
    );
    const { told, kind } = await storyOf(system, violation);
    write(folder, path, told);
    io.out(`${property.name}: broken by ${lengthOf(violation)}; ${kind}: islet replay ${path}`);
  }
};

const storyOf = async (
  name: string,
  violation: Violation,
): Promise<{ readonly told: string; readonly kind: string }> => {
  const system = subjectOf(name).make();
  const mishaps = new Set<string>(MISHAPS.map(({ type }) => type));
  const { property, run, cycle } = violation;
  if (system.chart.machine.id === 'pump' && cycle === undefined) {
    // A rig is a lot to load for a pump in which nothing is broken.
    const { followedOnBench } = await import('../../../hardware/rig/story/benchStory.ts');
    const events = run.filter(({ type }) => !mishaps.has(type));
    const about = [`${property.req.join(' ')}: ${property.name}`, `Broken by ${lengthOf(violation)}.`];
    const told = await followedOnBench(about, events);
    if (told !== null) return { told, kind: 'the whole pump does it' };
  }
  return { told: chartStoryOf(name, system, violation), kind: 'a run of the chart alone' };
};

/** `a pulse in doubt counts` becomes `a-pulse-in-doubt-counts`. */
const fileNameOf = (words: string): string =>
  words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);

const write = (folder: string, path: string, text: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  } catch (failure) {
    throw new Refusal(EXIT.environment, `${path}: cannot be written: ${String(failure)}.`);
  }
};
