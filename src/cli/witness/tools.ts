import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, Refusal } from '../exits.ts';

/** Work in a folder of its own, which is gone afterwards. */
export const inFolder = <Result>(work: (folder: string) => Result): Result => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const MOST_OUTPUT = 64 * 1_024 * 1_024;

/**
 * What a program prints. Refuses, with the remedy, when it is not installed, and when it does not take what we
 * wrote. One of ours (`./…`) that finds a fault ends with another code than 0; that is no refusal.
 */
export const call = (program: string, args: readonly string[], folder: string): string => {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
  });
  if (error !== undefined)
    throw new Refusal(
      EXIT.environment,
      `${program} cannot be run (${error.message}). Install it: .ci/debian-packages.sh`,
    );
  if (status !== 0 && !program.startsWith('./'))
    throw new Refusal(EXIT.failed, `${program} refused what we wrote: ${(stderr + stdout).slice(0, 800)}`);
  return stdout + stderr;
};

/** What an expression finds in what a program printed. */
export const found = (said: string, what: RegExp): string => {
  const value = what.exec(said)?.[1];
  if (value === undefined)
    throw new Refusal(EXIT.failed, `a checker said nothing of ${String(what)}: ${said.slice(0, 800)}`);
  return value;
};

/** How each tool says its version. Asking them all first tells what is missing before anything has run. */
const ASKED = [
  { name: 'SPIN', program: 'spin', args: ['-V'], says: /Version (\S+)/ },
  { name: 'Rumur', program: 'rumur', args: ['--version'], says: /version (\S+)/ },
  { name: 'gcc', program: 'gcc', args: ['-dumpfullversion'], says: /(\S+)/ },
  { name: 'Yosys', program: 'yosys', args: ['-V'], says: /Yosys (\S+)/ },
  { name: 'ABC', program: 'berkeley-abc', args: ['-c', 'version'], says: /ABC (\S+ \(compiled [^)]*\))/ },
] as const;

/** The version of every tool that the witnesses need, by its name. */
export const toolVersions = (): Readonly<Record<string, string>> =>
  inFolder(folder =>
    Object.fromEntries(
      ASKED.map(({ name, program, args, says }) => [name, found(call(program, args, folder), says)]),
    ),
  );
