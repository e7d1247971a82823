import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Everything that may change what a cell comes to: code, and data of patients. */
const PARTS = [
  'src/domain',
  'src/automation',
  'src/runtime',
  'src/simulate',
  'machines',
  'hardware',
] as const;
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let known: string | undefined;

/**
 * Tells the code that does cells, and the engine that reckons for it, from any other. Two machines whose fingerprints are
 * equal come to the same numbers to the last bit.
 */
export const codeFingerprint = (): string => {
  known ??= PARTS.flatMap(filesUnder)
    .sort()
    .reduce(
      (hash, file) =>
        hash
          .update(file)
          .update('\0')
          .update(readFileSync(join(ROOT, file)))
          .update('\0'),
      createHash('sha256').update(process.versions.v8),
    )
    .digest('hex');
  return known;
};

const filesUnder = (part: string): readonly string[] =>
  readdirSync(join(ROOT, part), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length).replaceAll('\\', '/'));
