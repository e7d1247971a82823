import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { Shelf } from '../../verify/walk/farWalk.ts';
import { bytesOf } from './resume.ts';

/** A shelf that is a file: 32-bit words in this machine's order of bytes. */
export type FileShelf = Shelf & {
  readonly bytes: () => number;
  /** SHA-256 in hexadecimal of all that is on it. */
  readonly digest: () => string;
  readonly close: () => void;
};

/** Bytes that are looked at in one go. */
const PIECE = 1 << 20;

/** Opens a file, of which the first `size` numbers are meant, and what is behind them is forgotten. Throws what the system says. */
export const fileShelf = (path: string, size: number): FileShelf => {
  const file = openSync(path, size === 0 ? 'w+' : 'r+');
  ftruncateSync(file, size * 4);
  let end = 0;
  /** Of all that was written, as it was meant: what a disk makes of it is seen when it is opened again. */
  const hash = createHash('sha256');
  const fill = (into: Buffer, from: number): void => {
    for (let at = 0; at < into.length; ) {
      const count = readSync(file, into, at, into.length - at, from + at);
      if (count === 0) throw new Error(`${path} ends at byte ${from + at}, and should be longer`);
      at += count;
    }
  };
  for (; end < size * 4; end += Math.min(PIECE, size * 4 - end)) {
    const piece = Buffer.alloc(Math.min(PIECE, size * 4 - end));
    fill(piece, end);
    hash.update(piece);
  }
  return {
    append: numbers => {
      const bytes = bytesOf(numbers);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, end + at);
      hash.update(bytes);
      end += bytes.length;
    },
    read: (from, into) => fill(bytesOf(into), from * 4),
    bytes: () => end,
    digest: () => hash.copy().digest('hex'),
    close: () => closeSync(file),
  };
};
