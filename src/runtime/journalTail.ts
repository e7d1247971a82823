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

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};
