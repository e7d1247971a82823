import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Engine } from '../../src/cli/campaign/engine.ts';
import { cellAt } from '../../src/simulate/campaign/cells.ts';
import { openRunner, resultOf } from '../../src/simulate/campaign/run.ts';
import { isletHere } from '../cli/islet.ts';

/** A campaign of a second, and how many cells it has. */
export const SMALL = `
name = "small"
days = 1
patients = ["adult#001", "child#003", "hovorka#001"]
seeds = [1, 2]
controllers = ["suspension", "basal-bolus"]

[[scenarios]]
name = "home"
`;
export const CELLS = 12;

/** One of as many cells that takes long enough to be ended in the middle. */
export const LONG = SMALL.replace('"basal-bolus"', '"islet"');

/** The files of a report, by name. */
export const reportIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter(name => !name.endsWith('.jsonl'))
      .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
  );

export const write = (folder: string, name: string, text: string): void =>
  writeFileSync(join(folder, name), text);

/** The small campaign, done by one machine in one go, by threads. */
export const whole = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  write(folder, 'small.toml', SMALL);
  const { code, err } = await isletHere(
    ['campaign', 'small.toml', '--out', 'whole', '--workers', '2'],
    folder,
  );
  expect(err).not.toContain('failed');
  expect(code).toBe(0);
  return reportIn(join(folder, 'whole'));
};

/** Lines of the cell log in a folder: one for each cell that is done, and the header. */
export const linesIn = (folder: string, out: string): number => {
  try {
    return readFileSync(join(folder, out, 'cells.jsonl'), 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
};

/** Does cells where it stands, last first: another engine must come to the same. */
export const inPlace: Engine = async ({ campaign, cells }, { told }) => {
  for (const cell of cells.toReversed()) told(resultOf(campaign, cellAt(campaign, cell), openRunner));
  return 'done';
};
