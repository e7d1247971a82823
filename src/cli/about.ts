import { execFile } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { About } from '../inspector/about.ts';
import { chartsIdentity } from './machines.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What runs here: asked anew each time, for a checkout can change under a running pump. */
export const aboutHere = async (folder: string = ROOT): Promise<About> => {
  const commit = await commitOf(folder);
  return {
    islet: versionIn(new URL('../../package.json', import.meta.url)),
    commit: commit.id,
    model: chartsIdentity(),
    node: process.versions.node,
    xstate: versionIn(new URL('package.json', xstateFolder())),
    missing: commit.id === null ? { commit: commit.why } : {},
  };
};

const packageSchema = z.looseObject({ version: z.string() });
const versionIn = (file: URL): string => packageSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).version;

/** Of the XState that is loaded, wherever it was installed: its entry lies in `dist`. */
const xstateFolder = (): URL => new URL('../', import.meta.resolve('xstate'));

/** The commit of a folder that is itself a checkout: installed as a package it may lie in somebody else's. */
const commitOf = async (
  folder: string,
): Promise<{ readonly id: string } | { readonly id: null; readonly why: string }> => {
  const top = await git(folder, 'rev-parse', '--show-toplevel');
  if (top === null || realpathSync(top) !== realpathSync(folder))
    return { id: null, why: 'Islet does not run from a checkout of its repository here' };
  const id = await git(folder, 'rev-parse', 'HEAD');
  if (id === null) return { id: null, why: 'the checkout has no commit' };
  const changes = await git(folder, 'status', '--porcelain', '--untracked-files=no');
  return { id: changes === '' ? id : `${id} (changed)` };
};

/** What git says; null where it is not installed or does not know. The pump goes on meanwhile. */
const git = (folder: string, ...words: readonly string[]): Promise<string | null> =>
  new Promise(resolve =>
    execFile('git', ['-C', folder, ...words], (failure, said) =>
      resolve(failure === null ? said.trim() : null),
    ),
  );
