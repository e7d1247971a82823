import { hash } from 'node:crypto';
import type { Found, Kept } from './kept.ts';

/** Knows the text of a file again: 16 hexadecimal digits. */
export const markOf = (text: string): string => hash('sha256', text, 'hex').slice(0, 16);

export const isOpen = (reason: string): boolean => reason === '' || reason === 'open';

export type Counts = {
  readonly mutants: number;
  readonly killed: number;
  readonly listed: number;
  readonly open: number;
};

/** Of one file. Killed are those, too, that the compiler refuses, and those that never end. */
export const countsOf = ({ killed, endless, uncompiled, survivors }: Found[string]): Counts => {
  const open = survivors.filter(({ reason }) => isOpen(reason)).length;
  const dead = killed + endless + uncompiled;
  return { mutants: dead + survivors.length, killed: dead, listed: survivors.length - open, open };
};

export const sumOf = (all: readonly Counts[]): Counts =>
  all.reduce(
    (sum, each) => ({
      mutants: sum.mutants + each.mutants,
      killed: sum.killed + each.killed,
      listed: sum.listed + each.listed,
      open: sum.open + each.open,
    }),
    { mutants: 0, killed: 0, listed: 0, open: 0 },
  );

const spell = ({ mutants, killed, listed, open }: Counts): string =>
  `${mutants} mutants: ${killed} killed, ${listed} survive for a reason, ${open} open`;

/** How far the record goes, in lines for a reader: each file that is recorded, then each that is not, then all. */
export const stateOf = (
  { files }: Pick<Kept, 'files'>,
  asked: readonly string[],
  textOf: (path: string) => string,
): readonly string[] => {
  const recorded = asked.flatMap(path => {
    const found = files[path];
    if (found === undefined) return [];
    return [{ path, counts: countsOf(found), isOld: found.text !== markOf(textOf(path)) }];
  });
  const missing = asked.filter(path => files[path] === undefined);
  const old = recorded.filter(({ isOld }) => isOld).length;
  return [
    ...recorded.map(
      ({ path, counts, isOld }) => `${path}: ${spell(counts)}${isOld ? '; the file has changed since' : ''}`,
    ),
    ...missing.map(path => `${path}: not recorded`),
    `${recorded.length} of ${asked.length} files are recorded, ${old} of them have changed since; ${spell(sumOf(recorded.map(({ counts }) => counts)))}`,
  ];
};
