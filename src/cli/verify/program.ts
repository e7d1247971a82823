import type { Command } from 'commander';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { wholeNumber } from '../start/options.ts';
import { memoryToUseMb } from './memory.ts';

const EXAMPLES: readonly string[] = [
  'islet verify',
  'islet verify --most 100000   a part of each machine; exit code 5 when that is not all',
  'islet verify --json',
  'islet verify --resume verify.walks   go on where time, memory or Ctrl-C ended it',
  'islet verify --disk walks   states of a walk that are too many for memory go to files there',
  'islet verify --workers 2   walks and graphs at the same time, with the memory of both',
  'islet verify --independent   the same charts put to SPIN, Rumur and ABC: same states, same steps, same verdicts',
];

/** What nobody need bound: a machine beyond this must be summarised (DESIGN.md §1). */
const MOST = 25_000_000;
/** Where what is not finished goes. */
const KEPT = 'verify.walks';
/** How many states of a walk stay in memory beside a disk. */
const IN_MEMORY = '10000000';

type VerifyFlags = {
  readonly independent?: boolean;
  readonly long?: boolean;
  readonly most: string;
  readonly seconds: string;
  readonly memory?: string;
  readonly workers: string;
  readonly keep?: string;
  readonly resume?: string;
  readonly disk?: string;
  readonly inMemory?: string;
  readonly json?: boolean;
};

/** `islet verify`: every state of every machine, and what must hold there. */
export const addVerify = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const command = islet
    .command('verify')
    .description('explore every state that the charts can reach, and ask every property there');
  command.addHelpText('before', `Examples:\n${EXAMPLES.map(example => `  ${example}`).join('\n')}\n`);
  command
    .option(
      '--independent',
      'ask model checkers that other people wrote (needs spin, rumur, gcc, yosys and berkeley-abc)',
    )
    .option('--long', 'with --independent: also what takes a quarter of an hour')
    .option('--most <states>', 'visit at most so many states of each machine', String(MOST))
    .option('--seconds <time>', 'explore for at most so long', '3600')
    .option('--memory <MB>', 'use at most so much memory (default: three quarters of what this machine has)')
    .option('--workers <number>', 'do so many parts of the work at the same time, each in a thread', '2')
    .option(
      '--keep <file>',
      `where to leave what is not finished, with exit code 5 (default: "${KEPT}", or the file of --resume)`,
    )
    .option('--resume <file>', 'go on with what was left in this file')
    .option(
      '--disk <folder>',
      'put states there that are too many for memory, and go on with those left there',
    )
    .option(
      '--in-memory <states>',
      `with --disk: keep so many states of a walk in memory (default: ${IN_MEMORY})`,
    )
    .option('--json', 'print the findings as one line of JSON')
    .action(
      async ({
        most,
        seconds,
        memory,
        workers,
        keep,
        resume,
        disk,
        inMemory,
        json = false,
        independent = false,
        long = false,
      }: VerifyFlags) => {
        needs('--long', long, '--independent', independent);
        needs('--in-memory', inMemory !== undefined, '--disk', disk !== undefined);
        if (independent) {
          const { witness } = await import('../witness/witness.ts');
          ended(witness(json, long, io));
          return;
        }
        const { verify } = await import('./verify.ts');
        const bounds = {
          most: wholeNumber('--most', most, 1, 1_000_000_000, 'states'),
          seconds: wholeNumber('--seconds', seconds, 1, 1_000_000, 'seconds'),
          isPart: Number(most) < MOST,
          disk:
            disk === undefined
              ? null
              : {
                  folder: disk,
                  inMemory: wholeNumber('--in-memory', inMemory ?? IN_MEMORY, 1, 1_000_000_000, 'states'),
                },
          memoryMb:
            memory === undefined ? memoryToUseMb() : wholeNumber('--memory', memory, 100, 1_000_000, 'MB'),
        };
        const keeping = { path: keep ?? resume ?? KEPT, from: resume ?? null };
        const atOnce = wholeNumber('--workers', workers, 1, 64, 'workers');
        ended(await verify(bounds, keeping, atOnce, json, io));
      },
    );
};

/** Refuses an option that would change nothing without another one: whoever gives it believes that it does. */
const needs = (option: string, isGiven: boolean, other: string, isOther: boolean): void => {
  if (isGiven && !isOther)
    throw new Refusal(EXIT.badInput, `${option} changes nothing without ${other}. Give both, or neither.`);
};
