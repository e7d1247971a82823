import { z } from 'zod';
import { hashOf } from './journal.ts';

const sealed = z.looseObject({ hash: z.string(), prev: z.string().optional() });

/**
 * What is wrong with the end of a journal; empty when nothing is. Each whole line must match its own hash and
 * carry that of the line before. The first line may be cut off, and so is not looked at; the last one may be on its way.
 */
export const checkTail = (tail: Uint8Array): readonly string[] => {
  const lines = Buffer.from(tail).toString().split('\n').slice(1, -1);
  let last: string | null = null;
  for (const line of lines) {
    const read = sealed.safeParse(parsed(line));
    if (!read.success) return ['A line at the end of the journal is no record.'];
    const { hash, prev } = read.data;
    if (hashOf(`${line.slice(0, -`,"hash":"${hash}"}`.length)}}`) !== hash)
      return [`A line of the journal does not match its hash ${hash}.`];
    if (last !== null && prev !== last) return [`A line of the journal does not follow the line ${last}.`];
    last = hash;
  }
  return [];
};

/** Whether any whole line was written by Islet and is as it was written: the file is a journal, however damaged. */
export const wasJournal = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes)
    .toString()
    .split('\n')
    .slice(0, -1)
    .some(line => {
      const read = sealed.safeParse(parsed(line));
      return (
        read.success && hashOf(`${line.slice(0, -`,"hash":"${read.data.hash}"}`.length)}}`) === read.data.hash
      );
    });

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};
