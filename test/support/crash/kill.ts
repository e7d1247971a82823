import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deedOf } from '../../../hardware/rig/scenario.ts';
import { doomedFile } from './bundle.ts';
import type { Sentence } from './executioner.ts';
import { type Commitment, commitmentSchema, type Life, lifeSchema } from './life.ts';

const SCENARIOS = new URL('../../../specs/scenarios/', import.meta.url);

/**
 * A killed process leaves all that it has written, whether or not it was synced: the files of the dead may lie in memory,
 * where the host has such a folder, and hundreds of lives do not wait for a disk.
 */
const inMemory = (): string => {
  const folder = '/dev/shm';
  try {
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return tmpdir();
  }
};

/** What a dead pump leaves behind: its files, and what its plunger was committed to. */
export type Remains = {
  readonly path: string;
  readonly journal: Buffer;
  readonly commitments: readonly Commitment[];
};

/** A whole life of a scenario, to compare the shorter ones with. */
export type WholeLife = Life & { readonly journal: Buffer; readonly commitments: readonly Commitment[] };

export type Doom = {
  /** Lives the scenario to its end. */
  readonly whole: () => Promise<WholeLife>;
  /** Kills it on the way, and hands over what is left; the folder is gone afterwards. */
  readonly killed: <Result>(
    sentence: Sentence,
    then: (remains: Remains) => Promise<Result>,
  ) => Promise<Result>;
  readonly forget: () => void;
};

/** Lives and deaths of the pump in `specs/scenarios/<name>.txt`, each in a process of its own. */
export const doomOf = (name: string): Doom => {
  const base = mkdtempSync(join(inMemory(), 'islet-crash-'));
  const script = join(base, 'deeds.json');
  const lines = readFileSync(new URL(`${name}.txt`, SCENARIOS), 'utf8').split('\n');
  writeFileSync(script, JSON.stringify(lines.map(deedOf).filter(deed => deed !== null)));

  const live = async ({ kind, count }: Sentence) => {
    const folder = mkdtempSync(join(base, 'life-'));
    const end = await ended(
      [await doomedFile(), folder, script, kind, String(count)],
      join(tmpdir(), 'islet-crash-cache'),
    );
    const path = join(folder, 'journal.jsonl');
    const journal = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const kept = readFileSync(join(folder, 'mechanics.jsonl'), 'utf8').trimEnd().split('\n');
    const commitments = kept.map(line => commitmentSchema.parse(JSON.parse(line)));
    return { folder, end, remains: { path, journal, commitments } };
  };

  return {
    whole: async () => {
      const { folder, end, remains } = await live({ kind: 'never', count: 0 });
      if (end.code !== 0) throw new Error(`${name} did not live to its end: ${end.said}`);
      return { ...remains, ...lifeSchema.parse(JSON.parse(readFileSync(join(folder, 'life.json'), 'utf8'))) };
    },
    killed: async (sentence, then) => {
      const { folder, end, remains } = await live(sentence);
      if (end.signal !== 'SIGKILL') {
        throw new Error(
          `${name}, ${sentence.kind} ${sentence.count}: not killed but ended with ${end.code}: ${end.said}`,
        );
      }
      try {
        return await then(remains);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    forget: () => rmSync(base, { recursive: true, force: true }),
  };
};

type End = { readonly code: number | null; readonly signal: string | null; readonly said: string };

const ended = (args: readonly string[], cache: string): Promise<End> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: cache },
    });
    let said = '';
    child.stderr.on('data', chunk => {
      said += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, said }));
  });
