/**
 * `npm pack` runs this first: it makes `dist/lib`, the tree of Islet in JavaScript, which an ordinary Node runs from `node_modules`, where
 * types are not stripped. The code is the source with its types blanked out, line for line, so that no source map is needed; declarations
 * come from the compiler; the page is built.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtFile, builtPage } from '../../inspector/buildPage.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LIB = join(ROOT, 'dist', 'lib');
/** What runs, and what it reads. */
const FOLDERS = ['machines', 'src', 'hardware', 'specs'];
/** Parts of the page are in its built files; this is no part of what runs; and pictures are for the repository. */
const LEFT_OUT = /\.tsx$|\.d\.ts$|\.html$|vite\.config\.ts$|^src\/cli\/pack\/|\.png$/;
const COMPILER = join(ROOT, 'node_modules/@typescript/native/bin/tsc');

/** Relative paths of modules end in `.js` where they ended in `.ts`: of imports, and of threads and files of code named by URL. */
const named = (code: string): string =>
  code.replaceAll(/((?:from|import|import\(|new URL\()\s*)(['"])(\.{1,2}\/[^'"\n]+)\.ts\2/g, '$1$2$3.js$2');

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(LIB, path)), { recursive: true });
  writeFileSync(join(LIB, path), text);
};

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(ROOT.length));

const declare = (): void => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [COMPILER, '-p', join(ROOT, 'tsconfig.pack.json')],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`the declarations cannot be made:\n${stdout}${stderr}`);
  for (const entry of readdirSync(LIB, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.d.ts')) continue;
    const path = join(entry.parentPath, entry.name);
    writeFileSync(path, named(readFileSync(path, 'utf8')));
  }
};

const build = async (): Promise<void> => {
  rmSync(LIB, { recursive: true, force: true });
  const [page, file] = [await builtPage(), await builtFile()];
  const files = FOLDERS.flatMap(filesIn).filter(path => !LEFT_OUT.test(path));
  for (const path of files) {
    if (path.endsWith('.ts'))
      put(path.replace(/\.ts$/, '.js'), named(stripTypeScriptTypes(readFileSync(join(ROOT, path), 'utf8'))));
    else cpSync(join(ROOT, path), join(LIB, path), { recursive: true });
  }
  cpSync(page, join(LIB, 'dist', 'page'), { recursive: true });
  cpSync(file, join(LIB, 'dist', 'file'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(LIB, 'package.json'));
  declare();
};

await build();
