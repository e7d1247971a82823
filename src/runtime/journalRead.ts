import type { z } from 'zod';
import { type Entry, type Header, hashOf } from './journal.ts';
import { entryLineSchema, headerLineSchema } from './journalSchemas.ts';

/** A journal as read back. */
export type JournalRead = {
  /** With the way in which its states were digested. */
  readonly header: Header & { readonly digest: number };
  readonly entries: readonly Entry[];
  /** Of the last whole line. */
  readonly lastHash: string;
  /**
   * Bytes after the last newline: a line that was being written when everything stopped. It was never
   * acted on, because nothing is before its newline is written.
   */
  readonly torn: { readonly atByte: number; readonly bytes: number } | null;
  /**
   * The run ended with an orderly power-off: its last fact is `power.lost`, and nothing is torn. A loss of the
   * supply is written down by the next start, which may be cut off in its turn: no order in that.
   */
  readonly cleanEnd: boolean;
};

/** Why a journal cannot be trusted. `line` counts from 1; `value` is what stands there, shortened. */
export type JournalError = {
  readonly line: number;
  readonly field: string;
  readonly value: string;
  readonly problem: string;
  readonly remedy: string;
};

export type JournalReading =
  | { readonly ok: true; readonly read: JournalRead }
  | { readonly ok: false; readonly error: JournalError };

const NEWLINE = 10;
/** How a line ends; all of it is ASCII, so characters are bytes. */
const sealOf = (hash: string): string => `,"hash":"${hash}"}`;

const DAMAGED =
  'The file was damaged or edited after it was written. Keep it for service and restore an untouched copy, ' +
  'or begin a new journal; the insulin on board is then unknown.';
const NO_HEADER = 'Give the path of a journal written by Islet, or begin a new one.';
const OTHER_VERSION =
  'It was written by another version of Islet, or edited: read it with the version that wrote it.';

/**
 * Reads and verifies a whole journal: each line's shape, its own hash, its link to the line before, and
 * that steps are counted without a gap and time never goes back. Only the end may be torn.
 */
export const readJournal = (journal: string | Uint8Array): JournalReading => {
  const bytes =
    typeof journal === 'string'
      ? Buffer.from(journal)
      : Buffer.from(journal.buffer, journal.byteOffset, journal.byteLength);
  const wholeUntil = bytes.lastIndexOf(NEWLINE) + 1;
  try {
    return { ok: true, read: readLines(bytes, wholeUntil) };
  } catch (thrown) {
    if (thrown instanceof UnreadableLine) return { ok: false, error: thrown.error };
    throw thrown;
  }
};

/** A line that cannot be trusted. Whoever reads line by line meets it as it is thrown. */
export class UnreadableLine extends Error {
  readonly error: JournalError;
  constructor(error: JournalError) {
    super(error.problem);
    this.error = error;
  }
}

const readLines = (bytes: Buffer, wholeUntil: number): JournalRead => {
  const rest = bytes.length - wholeUntil;
  if (wholeUntil === 0) {
    const problem = bytes.length === 0 ? 'the file is empty' : 'there is no whole first line';
    throw new UnreadableLine({
      line: 1,
      field: 'islet',
      value: shortened(bytes.toString()),
      problem,
      remedy: NO_HEADER,
    });
  }
  const headerEnd = bytes.indexOf(NEWLINE);
  const { hash: headerHash, ...header } = readHeader(bytes.subarray(0, headerEnd));
  const entries: Entry[] = [];
  const lines = lineReader({ lastHash: headerHash, seq: 0, monoMs: 0 });
  for (let start = headerEnd + 1; start < wholeUntil; ) {
    const end = bytes.indexOf(NEWLINE, start);
    entries.push(lines.read(bytes.subarray(start, end)));
    start = end + 1;
  }
  const { lastHash } = lines.at();
  const torn = rest > 0 ? { atByte: wholeUntil, bytes: rest } : null;
  return {
    header,
    entries,
    lastHash,
    torn,
    cleanEnd: torn === null && isOrderly(entries.at(-1)),
  };
};

/** Where the reading of a journal has got to: after which hash, step and instant the next line must come. */
export type ReadUntil = { readonly lastHash: string; readonly seq: number; readonly monoMs: number };

export type LineReader = {
  /** The next line, without its newline. Throws `UnreadableLine` where it is not what must come next. */
  readonly read: (line: Buffer) => Entry;
  readonly at: () => ReadUntil;
};

/** Verifies line after line what `readJournal` verifies of a whole journal, for whoever has not all of it at hand. */
export const lineReader = (from: ReadUntil): LineReader => {
  let at = from;
  return {
    read: bytes => {
      // The header is the first line, and the first step stands in the second.
      const line = at.seq + 2;
      const { prev, hash, ...entry } = checked(entryLineSchema, bytes, line);
      checkOrder({ entry, prev, before: at, line });
      at = { lastHash: hash, seq: entry.seq, monoMs: entry.monoMs };
      return entry;
    },
    at: () => at,
  };
};

const isOrderly = (last: Entry | undefined): boolean =>
  last?.fact.type === 'power.lost' && last.fact.cause !== 'supply';

/** The first line. Throws `UnreadableLine`. */
export const readHeader = (text: Buffer) => {
  if (!text.includes('"islet"')) {
    throw new UnreadableLine({
      line: 1,
      field: 'islet',
      value: shortened(text.toString()),
      problem: 'this is not a journal of Islet',
      remedy: NO_HEADER,
    });
  }
  return checked(headerLineSchema, text, 1);
};

/** One line with its fields checked and its hash verified. The hash is of the bytes as they stand. */
const checked = <Schema extends z.ZodType<{ hash: string }>>(
  schema: Schema,
  bytes: Buffer,
  line: number,
): z.infer<Schema> => {
  const text = bytes.toString();
  const fields = parsed(text, line);
  const result = schema.safeParse(fields);
  if (!result.success) throw new UnreadableLine(firstIssue(result.error, fields, line));
  const { hash } = result.data;
  const actual = hashOf(
    Buffer.concat([bytes.subarray(0, bytes.length - sealOf(hash).length), Buffer.from('}')]),
  );
  if (actual !== hash || !text.endsWith(sealOf(hash))) {
    const problem = `the line does not match its hash: it has ${actual}`;
    throw new UnreadableLine({ line, field: 'hash', value: hash, problem, remedy: DAMAGED });
  }
  return result.data;
};

const parsed = (text: string, line: number): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableLine({
      line,
      field: 'line',
      value: shortened(text),
      problem: 'this is not JSON',
      remedy: DAMAGED,
    });
  }
};

const firstIssue = (error: z.ZodError, fields: unknown, line: number): JournalError => {
  const issue = error.issues[0];
  const path = issue?.path ?? [];
  const value = path.reduce<unknown>(
    (inside, key) => (isRecord(inside) ? inside[String(key)] : undefined),
    fields,
  );
  const field = path.length > 0 ? path.join('.') : 'line';
  return {
    line,
    field,
    value: shortened(JSON.stringify(value) ?? 'missing'),
    problem: issue?.message ?? 'has the wrong shape',
    remedy: OTHER_VERSION,
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

type Placed = {
  readonly entry: Entry;
  readonly prev: string;
  readonly before: ReadUntil;
  readonly line: number;
};

const checkOrder = ({ entry, prev, before, line }: Placed): void => {
  const reject = (field: string, value: string, problem: string): never => {
    throw new UnreadableLine({ line, field, value, problem, remedy: DAMAGED });
  };
  if (prev !== before.lastHash)
    reject(
      'prev',
      prev,
      `the line before has the hash ${before.lastHash}: a line is missing, added or out of place`,
    );
  const expected = before.seq + 1;
  if (entry.seq !== expected) reject('seq', String(entry.seq), `step ${expected} should stand here`);
  if (entry.monoMs < before.monoMs) {
    reject('monoMs', `${entry.monoMs} ms`, `time goes back from ${before.monoMs} ms`);
  }
};

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
