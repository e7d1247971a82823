import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { murphiOf } from '../../verify/witness/murphi.ts';
import type { Program } from '../../verify/witness/program.ts';
import { promelaOf } from '../../verify/witness/promela.ts';
import { EXIT, Refusal } from '../exits.ts';
import { call, found, inFolder } from './tools.ts';

/** What another program says of one of ours. */
export type Testimony = {
  readonly states: number;
  readonly steps: number;
  /** How far `steps` can be trusted: SPIN prints large numbers rounded. */
  readonly isRounded: boolean;
  /** The claim that it found broken, by its name; null when all hold. */
  readonly broken: string | null;
  /** Steps of the run that breaks it, where the checker finds a shortest one; null when all hold. */
  readonly length: number | null;
};

/** A model checker that somebody else wrote. Throws a refusal when it is not installed, or gives up. */
export type Checker = {
  readonly name: string;
  readonly testify: (program: Program) => Testimony;
};

const DEPTH = 20_000_000;

/** Of a small program, to compile it takes longer than to run it. */
const SMALL = 50_000;
const levelOf = (text: string): string => (text.length < SMALL ? '-O0' : '-O1');

/** Rumur swaps two words at once, which a compiler for this processor must be allowed to. */
const WIDE = process.arch === 'x64' ? ['-mcx16'] : [];

/** Depth first, without reduction, so that it counts every state and every step. */
export const spin: Checker = {
  name: 'SPIN',
  testify: program =>
    inFolder(folder => {
      const text = promelaOf(program);
      writeFileSync(join(folder, 'chart.pml'), text);
      call('spin', ['-a', 'chart.pml'], folder);
      call(
        'gcc',
        [
          levelOf(text),
          '-w',
          ...(program.never === null ? ['-DSAFETY'] : []),
          '-DNOREDUCE',
          '-o',
          'pan',
          'pan.c',
        ],
        folder,
      );
      const how = program.never === null ? [] : ['-a'];
      const said = call('./pan', [...how, `-m${DEPTH}`, '-w24'], folder);
      const steps = found(said, /(\S+) transitions \(= (?:stored|visited)\+matched\)/);
      // Judging the initial state is a step of its own, from a state of its own.
      const judged = program.initially.length === 0 ? 0 : 1;
      return {
        states: Number(found(said, /(\d+) states, stored/)) - judged,
        // The first step is the one into the initial state.
        steps: Number(steps) - 1 - judged,
        isRounded: steps.includes('e'),
        broken: brokenIn(said, program),
        length: null,
      };
    }),
};

const brokenIn = (said: string, program: Program): string | null => {
  if (/errors: 0\b/.test(said)) {
    // A search that was cut short has shown nothing.
    if (/Search not completed|max search depth too small|out of memory/.test(said))
      throw new Refusal(EXIT.incomplete, `SPIN did not come to an end: ${said.slice(0, 400)}`);
    return null;
  }
  if (said.includes('acceptance cycle') && program.never !== null) return program.never.claim;
  const claim = /assertion violated .*?\(?(\d+)==9999/.exec(said)?.[1];
  if (claim === undefined) throw new Refusal(EXIT.failed, `SPIN gave up: ${said.slice(0, 400)}`);
  return claim;
};

/** Breadth first: what it finds broken, it finds by a shortest run. */
export const rumur: Checker = {
  name: 'Rumur',
  testify: program =>
    inFolder(folder => {
      const text = murphiOf(program);
      writeFileSync(join(folder, 'chart.m'), text);
      // Only one thread by itself finds a shortest run.
      call('rumur', ['--threads', '1', '--output', 'chart.c', 'chart.m'], folder);
      call('gcc', [levelOf(text), '-w', '-std=c11', ...WIDE, '-o', 'chart', 'chart.c', '-lpthread'], folder);
      const said = call('./chart', [], folder);
      const broken = /No error found/.test(said) ? null : found(said, /Assertion failed: \S+: (\d+)/);
      return {
        states: Number(found(said, /(\d+) states, \d+ rules fired/)),
        steps: Number(found(said, /\d+ states, (\d+) rules fired/)),
        isRounded: false,
        broken,
        length: broken === null ? null : [...said.matchAll(/^Rule ".*" fired\.$/gm)].length,
      };
    }),
};
