import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { islet } from '../../src/cli/islet.ts';

const BIN = fileURLToPath(new URL('../../src/cli/bin.mjs', import.meta.url));

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** `islet` as a child process in a folder of its own. */
export type Islet = {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<Ended>;
};

const alive = new Set<ChildProcess>();

export const spawnIslet = (args: readonly string[], cwd: string): Islet => {
  const { NO_COLOR: _one, FORCE_COLOR: _other, DISPLAY: _display, ...env } = process.env;
  const child = spawn(process.execPath, [BIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  alive.add(child);
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

/** Runs a command within this process, in this folder: for commands that end by themselves. */
export const isletHere = async (args: readonly string[], folder: string): Promise<Ended> => {
  const out: string[] = [];
  const err: string[] = [];
  const before = process.cwd();
  process.chdir(folder);
  try {
    const io = {
      out: (line: string) => void out.push(line),
      say: (line: string) => void err.push(line),
      isTerminal: false,
      env: { PATH: process.env.PATH },
    };
    const code = await islet(args, io);
    return { code, out: out.map(line => `${line}\n`).join(''), err: err.map(line => `${line}\n`).join('') };
  } finally {
    process.chdir(before);
  }
};

/** A folder that is gone when `act` is done, as is every process that was left in it. */
export const inFolder = async <Result>(act: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-cli-'));
  try {
    return await act(folder);
  } finally {
    for (const child of alive) child.kill('SIGKILL');
    alive.clear();
    rmSync(folder, { recursive: true, force: true });
  }
};
