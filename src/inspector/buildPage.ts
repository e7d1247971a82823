import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The built page. */
export const PAGE_DIR = join(ROOT, 'dist', 'page');
const STAMP = join(ROOT, 'dist', 'page.hash');

/** Everything that ends up in the page: its own sources, what it imports, and the versions of its libraries. */
const SOURCES = ['src', 'machines', 'specs/requirements', 'package-lock.json'];

/** Builds the page when its sources have changed since the last build; tells so before. Rejects when the build fails. */
export const buildPageIfStale = async (onStale: () => void = () => {}): Promise<'fresh' | 'built'> => {
  // The package has the page built, and nothing to build it from.
  if (!existsSync(join(ROOT, 'src/inspector/page/main.tsx'))) return 'fresh';
  const hash = hashOfSources();
  if (existsSync(join(PAGE_DIR, 'index.html')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash)
    return 'fresh';
  onStale();
  // Loaded only when needed: Vite takes longer to load than the pump takes to start.
  const { build } = await import('vite');
  // Beside the old one, which another pump that starts may be reading.
  const built = `${PAGE_DIR}-${process.pid}`;
  await build({ configFile: join(ROOT, 'src/inspector/page/vite.config.ts'), build: { outDir: built } });
  rmSync(PAGE_DIR, { recursive: true, force: true });
  renameSync(built, PAGE_DIR);
  writeFileSync(STAMP, hash);
  return 'built';
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
