import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../src/cli/bin.mjs', import.meta.url));

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** `islet` as a child process in a folder of its own. */
export type Islet = {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<Ended>;
};

export const spawnIslet = (args: readonly string[], cwd: string): Islet => {
  const { NO_COLOR: _one, FORCE_COLOR: _other, DISPLAY: _display, ...env } = process.env;
  const child = spawn(process.execPath, [BIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    err += bytes.toString();
  });
  const ended = new Promise<Ended>(resolve => void child.on('close', code => resolve({ code, out, err })));
  return { child, out: () => out, err: () => err, ended };
};

/** Runs `islet` to its end. */
export const islet = (args: readonly string[], cwd: string): Promise<Ended> => spawnIslet(args, cwd).ended;

/** A folder that is gone when `act` is done. */
export const inFolder = async <Result>(act: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-cli-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
