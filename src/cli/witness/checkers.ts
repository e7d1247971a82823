import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { murphiOf } from '../../verify/witness/murphi.ts';
import type { Program } from '../../verify/witness/program.ts';
import { promelaOf } from '../../verify/witness/promela.ts';
import { EXIT, Refusal } from '../exits.ts';

/** What another program says of one of ours. */
export type Testimony = {
  readonly states: number;
  readonly steps: number;
  /** How far `steps` can be trusted: SPIN prints large numbers rounded. */
  readonly isRounded: boolean;
  /** The claim that it found broken, by its name; null when all hold. */
  readonly broken: string | null;
};

/** A model checker that somebody else wrote. Throws a refusal when it is not installed, or gives up. */
export type Checker = {
  readonly name: string;
  readonly testify: (program: Program) => Testimony;
};

const DEPTH = 20_000_000;

/** Rumur swaps two words at once, which a compiler for this processor must be allowed to. */
const WIDE = process.arch === 'x64' ? ['-mcx16'] : [];

/** Depth first, without reduction, so that it counts every state and every step. */
export const spin: Checker = {
  name: 'SPIN',
  testify: program =>
    inFolder(folder => {
      writeFileSync(join(folder, 'chart.pml'), promelaOf(program));
      call('spin', ['-a', 'chart.pml'], folder);
      call('gcc', ['-O1', '-w', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c'], folder);
      const said = call('./pan', [`-m${DEPTH}`, '-w24'], folder);
      const steps = found(said, /(\S+) transitions \(= stored\+matched\)/);
      return {
        states: Number(found(said, /(\d+) states, stored/)),
        // The first step is the one into the initial state.
        steps: Number(steps) - 1,
        isRounded: steps.includes('e'),
        broken: brokenIn(said),
      };
    }),
};

const brokenIn = (said: string): string | null => {
  if (/errors: 0\b/.test(said)) {
    // A search that was cut short has shown nothing.
    if (/Search not completed|max search depth too small|out of memory/.test(said))
      throw new Refusal(EXIT.incomplete, `SPIN did not come to an end: ${said.slice(0, 400)}`);
    return null;
  }
  const claim = /assertion violated .*?\(?(\d+)==9999/.exec(said)?.[1];
  if (claim === undefined) throw new Refusal(EXIT.failed, `SPIN gave up: ${said.slice(0, 400)}`);
  return claim;
};

/** Breadth first: what it finds broken, it finds by a shortest run. */
export const rumur: Checker = {
  name: 'Rumur',
  testify: program =>
    inFolder(folder => {
      writeFileSync(join(folder, 'chart.m'), murphiOf(program));
      call('rumur', ['--output', 'chart.c', 'chart.m'], folder);
      call('gcc', ['-O1', '-w', '-std=c11', ...WIDE, '-o', 'chart', 'chart.c', '-lpthread'], folder);
      const said = call('./chart', [], folder);
      return {
        states: Number(found(said, /(\d+) states, \d+ rules fired/)),
        steps: Number(found(said, /\d+ states, (\d+) rules fired/)),
        isRounded: false,
        broken: /No error found/.test(said) ? null : found(said, /Assertion failed: \S+: (\d+)/),
      };
    }),
};

const inFolder = <Result>(work: (folder: string) => Result): Result => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const MOST_OUTPUT = 64 * 1_024 * 1_024;

/** What a program prints. A checker that finds a fault ends with another code than 0; that is no refusal. */
const call = (program: string, args: readonly string[], folder: string): string => {
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
  const isChecker = program.startsWith('./');
  if (status !== 0 && !isChecker)
    throw new Refusal(EXIT.failed, `${program} refused what we wrote: ${(stderr + stdout).slice(0, 800)}`);
  return stdout + stderr;
};

const found = (said: string, what: RegExp): string => {
  const value = what.exec(said)?.[1];
  if (value === undefined)
    throw new Refusal(EXIT.failed, `a checker said nothing of ${String(what)}: ${said.slice(0, 800)}`);
  return value;
};
