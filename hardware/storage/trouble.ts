/** What a person does about an error of the file system, by its code. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: 'check the path; the folder must exist',
  ENOTDIR: 'check the path; a part of it is a file, not a folder',
  EISDIR: 'this is a folder; name a file in it',
  EACCES: 'this user may not do that; change the permissions or name another path',
  EPERM: 'this user may not do that; change the permissions or name another path',
  EROFS: 'the volume is read-only; name another path',
  ENOSPC: 'the volume is full; free space on it, then restart',
  EDQUOT: 'the quota of this user is used up; free space, then restart',
  EIO: 'the storage itself fails; replace it',
  EMFILE: 'too many files are open; raise the limit',
};

/** Runs `act`; an error comes out with the file, what was being done, and the remedy. */
export const explained = <Result>(path: string, doing: string, act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
    const remedy =
      REMEDIES[code] ?? `see the cause: ${error instanceof Error ? error.message : String(error)}`;
    throw new Error(`${path}: cannot ${doing} (${code}); ${remedy}`, { cause: error });
  }
};
