import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A fault: of a file the words that stand there once, and what stands there instead. */
export type Fault = { readonly file: string; readonly was: string; readonly is: string };

/** Islet copied to a folder of its own with faults planted, as a stranger would. The folder is gone when `act` is done. */
export const inPlantedTree = (faults: readonly Fault[], act: (tree: string) => void): void => {
  const tree = mkdtempSync(join(tmpdir(), 'islet-planted-'));
  try {
    for (const part of ['src', 'machines', 'specs', 'hardware', 'package.json', 'tsconfig.json'])
      cpSync(join(ROOT, part), join(tree, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    for (const { file, was, is } of faults) {
      const path = join(tree, file);
      const pieces = readFileSync(path, 'utf8').split(was);
      if (pieces.length !== 2) throw new Error(`${file} has "${was}" ${pieces.length - 1} times`);
      writeFileSync(path, pieces.join(is));
    }
    act(tree);
  } finally {
    rmSync(tree, { recursive: true });
  }
};

/** `islet` of a tree, run in it. */
export const isletOf = (tree: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [join(tree, 'src/cli/bin.mjs'), ...args], { cwd: tree, encoding: 'utf8' });
