import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * SHA-256 in hexadecimal over names and contents of all files in these folders of Islet that end so (code, when nobody
 * says), in a fixed order.
 */
export const hashOfSources = (
  folders: readonly string[],
  ends: readonly string[] = ['.ts', '.js'],
): string => {
  const hash = createHash('sha256');
  const files = folders
    .flatMap(folder =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter(name => ends.some(end => name.endsWith(end)))
        .map(name => join(folder, name)),
    )
    .sort();
  for (const file of files) hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
};

/** All that takes a step, judges it, and says what is shown of it. */
const SHOWING = [
  'machines',
  'specs',
  'src/domain',
  'src/automation',
  'src/runtime',
  'src/verify',
  'src/inspector',
];

/** Identifies the program that takes steps again: the files on disk, in a checkout or in the package. */
export const programIdentity = (): string => hashOfSources(SHOWING).slice(0, 16);
