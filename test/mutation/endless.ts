import { existsSync, readFileSync } from 'node:fs';

/** Where the watchdog writes the mutants that a process before this one was ended for, one a line. */
export const ENDLESS_PATH = 'endless.txt';

export const knownEndless = (): ReadonlySet<string> =>
  new Set(existsSync(ENDLESS_PATH) ? readFileSync(ENDLESS_PATH, 'utf8').split('\n') : []);
