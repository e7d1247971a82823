import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from './check.ts';
import type { Family } from './family.ts';

/** A family and what came of it; without its file, or with one that is no list of cases, `problem` says so. */
export type Judged = {
  readonly family: Family;
  readonly verdicts: readonly Verdict<string>[];
  readonly problem: string | null;
};

export type FolderJudged = {
  readonly judged: readonly Judged[];
  /** Families whose file is not in the folder. */
  readonly absent: readonly string[];
  /** JSON files of the folder that belong to no family. */
  readonly unknown: readonly string[];
};

/** The JSON files of a folder and of the folders in it, symbolic links followed; throws when one leads nowhere or cannot be read. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .flatMap(entry =>
      statSync(join(folder, entry)).isDirectory()
        ? readdirSync(join(folder, entry)).map(name => `${entry}/${name}`)
        : [entry],
    )
    .filter(name => name.endsWith('.json'))
    .sort();

/** Judges every case in the file of a family below `folder`. */
export const judgeFile = (folder: string, family: Family): Judged => {
  const failed = (problem: string): Judged => ({ family, verdicts: [], problem });
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(join(folder, family.file), 'utf8'));
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
  if (!Array.isArray(raw)) return failed('is not a JSON array of cases');
  if (raw.length === 0) return failed('has no case');
  return { family, verdicts: raw.map(each => family.judge(each)), problem: null };
};

/** Judges every family that has its file in the folder. */
export const judgeFolder = (folder: string, families: readonly Family[]): FolderJudged => {
  const files = filesIn(folder);
  const known = new Set(families.map(({ file }) => file));
  return {
    judged: families.filter(({ file }) => files.includes(file)).map(each => judgeFile(folder, each)),
    absent: families.filter(({ file }) => !files.includes(file)).map(({ file }) => file),
    unknown: files.filter(file => !known.has(file)),
  };
};

export const passes = ({ problem, verdicts }: Judged): boolean =>
  problem === null && verdicts.every(({ wrong }) => wrong.length === 0);
