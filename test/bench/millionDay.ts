import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busyRun } from '../support/busyRun.ts';

/** Facts of the screen in a second, with which a day has a million records. */
const TOUCHES_PER_SECOND = 12;

/**
 * The journal of a real run of the real pump in lock-step, so many minutes of it; made once and kept in the folder for
 * temporary files. A day has more than a million records and takes half a minute of the processor.
 */
export const busyJournal = async (minutes: number): Promise<string> => {
  const folder = join(tmpdir(), 'islet-busy-days');
  const path = join(folder, `${minutes}-minutes-${TOUCHES_PER_SECOND}.jsonl`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const file = openSync(`${path}.new`, 'w');
  const append = (line: string): void => void writeSync(file, `${line}\n`);
  const storage = (first: string) => {
    append(first);
    return { append, sync: () => {} };
  };
  await busyRun({ minutes, touchesPerSecond: TOUCHES_PER_SECOND, options: { keeps: false, storage } });
  closeSync(file);
  renameSync(`${path}.new`, path);
  return path;
};
