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
  let end = size * 4;
  const fill = (into: Buffer, from: number): void => {
    for (let at = 0; at < into.length; ) {
      const count = readSync(file, into, at, into.length - at, from + at);
      if (count === 0) throw new Error(`${path} ends at byte ${from + at}, and was ${end} bytes long`);
      at += count;
    }
  };
  return {
    append: numbers => {
      const bytes = bytesOf(numbers);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, end + at);
      end += bytes.length;
    },
    read: (from, into) => fill(bytesOf(into), from * 4),
    bytes: () => end,
    digest: () => {
      const hash = createHash('sha256');
      for (let from = 0; from < end; from += PIECE) {
        const piece = Buffer.alloc(Math.min(PIECE, end - from));
        fill(piece, from);
        hash.update(piece);
      }
      return hash.digest('hex');
    },
    close: () => closeSync(file),
  };
};
