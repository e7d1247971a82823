import { hashOf } from '../../runtime/journal.ts';
import { lineReader, type ReadUntil, UnreadableLine } from '../../runtime/journalRead.ts';
import { eachLine, type JournalBytes } from './journalBytes.ts';

/** The hash chain of the lines that an index was gone on from. */
export type Chain = {
  /** Verifies at most so many lines more; whether there are more. Throws `UnreadableLine` at the first that is not what was indexed. */
  readonly verify: (most: number) => boolean;
};

/** A line of whose bytes the hash is, and how it ends. */
const CLOSING = Buffer.from('}');
const SEAL_LENGTH = ',"hash":"0123456789abcdef0123456789abcdef"}'.length;

/**
 * Only hashes are looked at, since each line was read and its step taken before it was indexed: where every line has the hash that the next
 * one names, from the header to the last that was indexed, all of them are the lines that were indexed. Some microseconds a line.
 */
export const chainOf = (
  journal: JournalBytes,
  header: { readonly hash: string; readonly byte: number },
  until: { readonly at: ReadUntil; readonly byte: number },
): Chain => {
  let { hash: prev, byte } = header;
  let seq = 0;

  const verifyLine = (line: Buffer): void => {
    const hash = line.toString('latin1', line.length - SEAL_LENGTH + 9, line.length - 2);
    const ending = `"prev":"${prev}","hash":"${hash}"}`;
    const isLinked =
      line.toString('latin1', line.length - ending.length) === ending &&
      hashOf(Buffer.concat([line.subarray(0, line.length - SEAL_LENGTH), CLOSING])) === hash;
    prev = isLinked ? hash : readAsAWhole(line);
    seq += 1;
  };

  /** Says what is wrong with it, if anything is. */
  const readAsAWhole = (line: Buffer): string => {
    const reader = lineReader({ lastHash: prev, seq, monoMs: 0 });
    reader.read(line);
    return reader.at().lastHash;
  };

  return {
    verify: most => {
      if (byte >= until.byte) return false;
      let left = most;
      byte = eachLine(journal, byte, (line, at) => {
        verifyLine(line);
        left -= 1;
        return left === 0 || at + line.length + 1 >= until.byte ? 'enough' : 'more';
      });
      if (left === 0 && byte < until.byte) return true;
      if (byte !== until.byte || prev !== until.at.lastHash) throw changed(seq, prev);
      return false;
    },
  };
};

const changed = (seq: number, hash: string): UnreadableLine =>
  new UnreadableLine({
    line: seq + 1,
    field: 'hash',
    value: hash,
    problem: 'this is not the line that was indexed',
    remedy: 'The file was changed after it was written. Restore an untouched copy.',
  });
