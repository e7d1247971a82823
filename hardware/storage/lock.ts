import { DatabaseSync } from 'node:sqlite';

/** SQLITE_BUSY: somebody else holds the lock. */
const BUSY = 5;

/**
 * Takes the exclusive lock on `path` through an empty SQLite file beside it, `<path>.lock`: the
 * operating system releases it when this process ends in whatever way, so it can never go stale, as a
 * file with a process number does. Returns the release; throws when another holder is alive.
 */
export const lock = (path: string): (() => void) => {
  const database = opened(`${path}.lock`);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw refusal(path, error);
  }
  return () => {
    if (database.isOpen) database.close();
  };
};

const opened = (path: string): DatabaseSync => {
  try {
    return new DatabaseSync(path);
  } catch (error) {
    const remedy = 'its folder must exist, and this user must be allowed to write in it';
    throw new Error(`${path}: cannot be made, so the journal cannot be locked; ${remedy}`, { cause: error });
  }
};

const refusal = (path: string, cause: unknown): Error =>
  new Error(
    codeOf(cause) === BUSY
      ? `${path}: another controller has this journal open, and two must never drive one pump; stop the other one, or name another journal`
      : `${path}.lock: is not a lock file of this program; move it away`,
    { cause },
  );

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'errcode' in error ? error.errcode : undefined;
