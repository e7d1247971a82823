import * as fs from 'node:fs';
import { dirname } from 'node:path';
import type { JournalPort } from '../../src/ports.ts';
import { lock } from './lock.ts';
import { explained } from './trouble.ts';

/** The calls of `node:fs` in use; tests put a failing or a deadly one in their place. */
export type FileCalls = Pick<
  typeof fs,
  | 'closeSync'
  | 'existsSync'
  | 'fdatasyncSync'
  | 'fsyncSync'
  | 'ftruncateSync'
  | 'openSync'
  | 'readFileSync'
  | 'renameSync'
  | 'writeSync'
>;

/** A torn tail that was cut off: where it began, how long it was, and the file that keeps it. */
export type Repair = { readonly atByte: number; readonly bytes: number; readonly copy: string };

export type JournalFile = JournalPort & {
  readonly path: string;
  /** Everything that was in the file when it was opened, a torn tail included. */
  readonly bytes: Uint8Array;
  readonly repaired: Repair | null;
  /**
   * Moves the file away, to `<path>.damaged`, and begins a new one in its place with this first line; the lock stays.
   * Nothing of the old file is changed. This one is closed by it.
   */
  readonly setAside: (firstLine: string) => { readonly kept: string; readonly file: JournalFile };
  /** Closes the file and lets another controller have it. Safe to call twice. */
  readonly close: () => void;
};

const NEWLINE = 10;

/**
 * Begins a journal with this first line (without its newline). The file appears whole or not at all:
 * it is written and synced under another name, then renamed. Throws when there is one already, when
 * another controller is at work on it, or when the file system refuses; the message says what to do.
 */
export const createJournalFile = (path: string, firstLine: string, calls: FileCalls = fs): JournalFile =>
  locked(path, release => {
    if (calls.existsSync(path))
      throw new Error(`${path}: there is a file already; open it, or name another path`);
    const bytes = Buffer.from(`${firstLine}\n`);
    writeWhole(calls, `${path}.new`, bytes);
    explained(path, 'create the journal', () => calls.renameSync(`${path}.new`, path));
    syncFolder(calls, path);
    return journalFile(calls, { path, bytes, repaired: null, end: bytes.length, release });
  });

/**
 * Opens a journal to go on with it. A line that was being written when everything stopped is copied to
 * `<path>.torn-<byte>` and cut off. Throws as `createJournalFile` does, and when there is no such file.
 */
export const openJournalFile = (path: string, calls: FileCalls = fs): JournalFile => {
  // Asked first, so that a wrong path leaves no lock file behind.
  if (!calls.existsSync(path))
    throw new Error(`${path}: there is no such journal; check the path, or begin a new one`);
  return locked(path, release => {
    const bytes = explained(path, 'read the journal', () => calls.readFileSync(path));
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    const repaired = end < bytes.length ? cutTail(calls, path, bytes, end) : null;
    return journalFile(calls, { path, bytes, repaired, end, release });
  });
};

const locked = (path: string, open: (release: () => void) => JournalFile): JournalFile => {
  const release = lock(path);
  try {
    return open(release);
  } catch (error) {
    release();
    throw error;
  }
};

type Opened = {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly repaired: Repair | null;
  readonly end: number;
  readonly release: () => void;
};

const journalFile = (calls: FileCalls, opened: Opened): JournalFile => {
  const { path, bytes, repaired, release } = opened;
  const file = explained(path, 'open the journal for writing', () => calls.openSync(path, 'a'));
  let end = opened.end;
  let isOpen = true;
  return {
    path,
    bytes,
    repaired,
    append: line => {
      const record = Buffer.from(`${line}\n`);
      explained(path, `append ${record.length} bytes`, () => {
        try {
          writeAll(calls, file, record);
        } catch (error) {
          cutBack(calls, file, end);
          throw error;
        }
      });
      end += record.length;
    },
    sync: () => explained(path, 'make the journal durable', () => calls.fdatasyncSync(file)),
    setAside: firstLine => {
      const kept = freeName(calls, `${path}.damaged`);
      const begun = Buffer.from(`${firstLine}\n`);
      writeWhole(calls, `${path}.new`, begun);
      explained(path, `set the journal aside as ${kept}`, () => calls.renameSync(path, kept));
      explained(path, 'create the journal', () => calls.renameSync(`${path}.new`, path));
      syncFolder(calls, path);
      isOpen = false;
      calls.closeSync(file);
      const next = { path, bytes: begun, repaired: null, end: begun.length, release };
      return { kept, file: journalFile(calls, next) };
    },
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      calls.closeSync(file);
      release();
    },
  };
};

/** A write may take less than it was given; the rest follows. */
const writeAll = (calls: FileCalls, file: number, record: Buffer): void => {
  for (let written = 0; written < record.length; ) written += calls.writeSync(file, record, written);
};

/** Half a line is worth nothing. If even this fails, the next start repairs it. */
const cutBack = (calls: FileCalls, file: number, end: number): void => {
  try {
    calls.ftruncateSync(file, end);
  } catch {
    // The error that led here is the one to report.
  }
};

/** The copy is durable before anything is cut. */
const cutTail = (calls: FileCalls, path: string, bytes: Buffer, end: number): Repair => {
  const tail = bytes.subarray(end);
  const copy = freeName(calls, `${path}.torn-${end}`);
  writeWhole(calls, copy, tail);
  syncFolder(calls, path);
  explained(path, `cut off the torn tail after byte ${end}`, () => {
    const file = calls.openSync(path, 'r+');
    calls.ftruncateSync(file, end);
    calls.fsyncSync(file);
    calls.closeSync(file);
  });
  return { atByte: end, bytes: tail.length, copy };
};

/** Nothing that was kept is ever overwritten. */
const freeName = (calls: FileCalls, name: string): string => {
  if (!calls.existsSync(name)) return name;
  for (let n = 2; ; n += 1) if (!calls.existsSync(`${name}-${n}`)) return `${name}-${n}`;
};

const writeWhole = (calls: FileCalls, path: string, bytes: Buffer): void =>
  explained(path, `write ${bytes.length} bytes`, () => {
    const file = calls.openSync(path, 'w');
    try {
      writeAll(calls, file, bytes);
      calls.fsyncSync(file);
    } finally {
      calls.closeSync(file);
    }
  });

/** A new name is durable only when its folder is. Windows has no such call and does it by itself. */
const syncFolder = (calls: FileCalls, path: string): void => {
  if (process.platform === 'win32') return;
  explained(path, 'make the folder durable', () => {
    const folder = calls.openSync(dirname(path), 'r');
    calls.fsyncSync(folder);
    calls.closeSync(folder);
  });
};
