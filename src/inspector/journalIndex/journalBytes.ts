import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A journal that is read in pieces while it may grow. */
export type JournalBytes = {
  readonly size: () => number;
  /** As much of it as there is, at most `length` bytes from `from` on. */
  readonly read: (from: number, length: number) => Buffer;
  readonly close: () => void;
};

/** Throws where the file cannot be opened. */
export const bytesOfFile = (path: string): JournalBytes => {
  const file = openSync(path, 'r');
  return {
    size: () => fstatSync(file).size,
    read: (from, length) => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, fstatSync(file).size - from)));
      return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, from));
    },
    close: () => closeSync(file),
  };
};

export const bytesInMemory = (bytes: Uint8Array): JournalBytes => ({
  size: () => bytes.length,
  read: (from, length) => Buffer.from(bytes.subarray(from, from + length)),
  close: () => {},
});

const NEWLINE = 10;
const PIECE = 1 << 20;

/** Calls back for each whole line from a byte on, with where it stands, until there are no more or `take` says enough. Returns the byte after the last. A torn line is no line. */
export const eachLine = (
  journal: JournalBytes,
  from: number,
  take: (line: Buffer, byte: number) => 'more' | 'enough',
): number => {
  let at = from;
  for (let length = PIECE; ; ) {
    const piece = journal.read(at, length);
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, start)) {
      const said = take(piece.subarray(start, end), at + start);
      start = end + 1;
      if (said === 'enough') return at + start;
    }
    at += start;
    // Of a line that is longer than a piece more is read at once.
    if (start > 0) length = PIECE;
    else if (piece.length < length) return at;
    else length *= 2;
  }
};
