import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** So long, in ms, nobody needs what was made before. */
const KEPT_MS = 24 * 3_600_000;

/**
 * Makes a folder that is named by what it is made of, unless it is there: it appears whole or not at all, whoever else makes or
 * reads it meanwhile. `make` fills a folder beside it. What stands in the same place and is a day older is removed. Resolves to
 * whether it was made by this call; rejects as `make` does.
 */
export const placed = async (folder: string, make: (beside: string) => Promise<void>): Promise<boolean> => {
  if (existsSync(folder)) return false;
  mkdirSync(dirname(folder), { recursive: true });
  const beside = mkdtempSync(`${folder}.`);
  try {
    await make(beside);
    renameSync(beside, folder);
  } catch (failure) {
    rmSync(beside, { recursive: true, force: true });
    // Somebody else was faster, with the same content.
    if (existsSync(folder)) return false;
    throw failure;
  }
  removeOld(folder);
  return true;
};

const removeOld = (folder: string): void => {
  const made = statSync(folder).mtimeMs;
  for (const name of readdirSync(dirname(folder))) {
    const other = join(dirname(folder), name);
    if (name === basename(folder) || made - statSync(other).mtimeMs < KEPT_MS) continue;
    rmSync(other, { recursive: true, force: true });
  }
};
