import { closeSync, existsSync, openSync, readSync, rmSync, statfsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Resumed } from './resume.ts';
import { APPLICATION_ID, openShelf, type Shelf } from './shelf.ts';

/** Bytes that are free where a file lies, or would lie. */
export type Free = (path: string) => number;

export const freeOnDisk: Free = path => {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize;
};

/** An index takes a fifth of its journal, and both are on one disk: an index that nobody needs must never be what fills it. */
const LEAST_FREE = 200_000_000;

export type Opened = {
  readonly shelf: Shelf;
  readonly from: Resumed;
  /** Why what was there could not be used, or nothing is kept there. */
  readonly rebuilt: string | null;
};

export type Where = {
  /** Null keeps it in memory. */
  readonly path: string | null;
  readonly journalSize: () => number;
  readonly free: Free;
};

/** What is there, once it is shown to be right; otherwise another in its place, on disk or else in memory. */
export const opened = ({ path, journalSize, free }: Where, begin: (shelf: Shelf) => Resumed): Opened => {
  const inMemory = (rebuilt: string | null): Opened => withShelf(openShelf(null), begin, rebuilt);
  if (path === null) return inMemory(null);
  const hasRoom = (): boolean => free(path) >= Math.max(LEAST_FREE, journalSize());
  const onDisk = (rebuilt: string | null): Opened => withShelf(openShelf(path, hasRoom), begin, rebuilt);
  try {
    if (!hasRoom()) return inMemory('there is too little room on the disk, and it is kept in memory');
    if (ownerOf(path) === 'somebody')
      return inMemory(
        `${basename(path)} is no index of Islet and stays as it is, and this one is kept in memory`,
      );
    return onDisk(null);
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    // Somebody else builds it, such as the pump that writes this journal.
    if (/locked|busy/i.test(why)) return inMemory(null);
    try {
      removeShelf(path);
      return onDisk(why);
    } catch {
      return inMemory(why);
    }
  }
};

const withShelf = (shelf: Shelf, begin: (shelf: Shelf) => Resumed, rebuilt: string | null): Opened => {
  try {
    return { shelf, from: begin(shelf), rebuilt };
  } catch (failure) {
    shelf.close();
    throw failure;
  }
};

/** How a file of SQLite begins, and where the number of the program stands in it that made it (https://www.sqlite.org/fileformat.html, 1.3). */
const MAGIC = 'SQLite format 3\0';
const APPLICATION_ID_AT = 68;

/** Whose the file is; an empty one is nobody's. */
const ownerOf = (path: string): 'nobody' | 'islet' | 'somebody' => {
  if (!existsSync(path)) return 'nobody';
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(100);
    const length = readSync(file, start, 0, start.length, 0);
    if (length === 0) return 'nobody';
    const isOurs =
      start.toString('latin1', 0, MAGIC.length) === MAGIC &&
      start.readInt32BE(APPLICATION_ID_AT) === APPLICATION_ID;
    return isOurs ? 'islet' : 'somebody';
  } finally {
    closeSync(file);
  }
};

/** Takes an index away, whatever is left of it; no other file. */
const removeShelf = (path: string): void => {
  if (ownerOf(path) === 'somebody') throw new Error(`${path} is no index of Islet`);
  for (const ending of ['', '-wal', '-shm']) if (existsSync(path + ending)) rmSync(path + ending);
};
