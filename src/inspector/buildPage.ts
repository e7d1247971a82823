import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { placed } from './placed.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The page of the package, which has nothing to build it from. */
const PACKED = join(ROOT, 'dist', 'page');
const PACKED_FILE = join(ROOT, 'dist', 'file');

/** Everything that ends up in the page: its own sources, what it imports, and the versions of its libraries. */
const SOURCES = ['src', 'machines', 'specs/requirements', 'package-lock.json'];

/**
 * The folder of the built page, which is built where there is none of these sources; tells so before. Each has a folder of its own, so that
 * a pump that runs keeps its page. Rejects when the build fails.
 */
export const builtPage = async (onStale: () => void = () => {}): Promise<string> => {
  if (!existsSync(join(ROOT, 'src/inspector/page/main.tsx'))) return PACKED;
  const folder = join(ROOT, 'dist', 'pages', hashOfSources().slice(0, 16));
  await placed(folder, async beside => {
    onStale();
    // Loaded only when needed: Vite takes longer to load than the pump takes to start.
    const { build } = await import('vite');
    await build({ configFile: join(ROOT, 'src/inspector/page/vite.config.ts'), build: { outDir: beside } });
  });
  return folder;
};

/** The folder with the page as one script and one style sheet, for a file with a run in it; built as `builtPage` is. */
export const builtFile = async (onStale: () => void = () => {}): Promise<string> => {
  if (!existsSync(join(ROOT, 'src/inspector/page/main-file.tsx'))) return PACKED_FILE;
  const folder = join(ROOT, 'dist', 'files', hashOfSources().slice(0, 16));
  await placed(folder, async beside => {
    onStale();
    const { build } = await import('vite');
    const configFile = join(ROOT, 'src/inspector/page/vite.file.config.ts');
    await build({ configFile, build: { outDir: beside } });
  });
  return folder;
};

const hashOfSources = (): string => {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of filesUnder(join(ROOT, source)))
      hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path));
  }
  return hash.digest('hex');
};

const filesUnder = (path: string): readonly string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap(name => filesUnder(join(path, name)))
    : [path];
