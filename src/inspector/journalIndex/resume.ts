import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DIGEST, digest } from '../../runtime/digest.ts';
import { lineReader, type ReadUntil, readHeader } from '../../runtime/journalRead.ts';
import { blankState, type PumpState } from '../../runtime/state.ts';
import { subjects } from '../../verify/monitor/monitor.ts';
import { foldBlock } from '../fold.ts';
import type { Frame } from '../protocol.ts';
import { type Known, NOTHING_KNOWN } from './builder.ts';
import { eachLine, type JournalBytes } from './journalBytes.ts';
import type { BlockRow, Shelf } from './shelf.ts';

/** Raise it with whatever changes what an index holds, or what is shown of a step. */
const VERSION = 5;

/** What an index was made from, and by what. */
export type Made = {
  readonly version: number;
  readonly digest: number;
  /** The charts that took the steps again. */
  readonly charts: string;
  /** The properties that its steps were put to. */
  readonly properties: string;
  /** The program that took them: what a step does may change where no chart does. */
  readonly program: string;
  /** Hash of the journal's first line. */
  readonly header: string;
};

/** Where an index stands: which line of the journal is the last that is in it. */
export type Stand = {
  readonly at: ReadUntil;
  /** The first byte that is not in it. */
  readonly byte: number;
  /** Where replay came to something else than the journal has; no step after it is in the index. */
  readonly difference: string | null;
};

export type Sealed = Stand & { readonly made: Made; readonly known: Known };

const sealedSchema = z.object({
  made: z.object({
    version: z.number(),
    digest: z.number(),
    charts: z.string(),
    properties: z.string(),
    program: z.string(),
    header: z.string(),
  }),
  at: z.object({ lastHash: z.string(), seq: z.int().nonnegative(), monoMs: z.int().nonnegative() }),
  byte: z.int().positive(),
  difference: z.string().nullable(),
  /** Its checksum was right and this release wrote it. */
  known: z.custom<Known>(value => typeof value === 'object' && value !== null),
});

/** From where an index is gone on with. */
export type Resumed = Stand & {
  readonly known: Known;
  readonly state: PumpState;
  readonly latest: Frame | null;
};

/** The first line of a journal and where the next begins. Throws `UnreadableLine`. */
export const headerOf = (journal: JournalBytes) => {
  let first: Buffer | null = null;
  const byte = eachLine(journal, 0, line => {
    first = Buffer.from(line);
    return 'enough';
  });
  return { header: readHeader(first ?? journal.read(0, 80)), byte };
};

const PROPERTIES = createHash('sha256').update(JSON.stringify(subjects)).digest('hex').slice(0, 16);

export const madeHere = (by: Pick<Made, 'charts' | 'program' | 'header'>): Made => ({
  version: VERSION,
  digest: DIGEST,
  properties: PROPERTIES,
  ...by,
});

export const fromTheBeginning = (headerHash: string, byte: number): Resumed => ({
  at: { lastHash: headerHash, seq: 0, monoMs: 0 },
  byte,
  difference: null,
  known: NOTHING_KNOWN,
  state: blankState(),
  latest: null,
});

/**
 * Goes on from what was sealed, once it is shown to be of this journal, these charts and this program: the line it ends with stands where
 * it says, and the steps since its last keyframe, taken again, lead to the state that the journal has. Null in a new index; throws
 * with the reason where it is stale or damaged.
 */
export const resumed = (shelf: Shelf, journal: JournalBytes, made: Made): Resumed | null => {
  const text = shelf.sealed();
  if (text === null) return null;
  const sealed: Sealed = sealedSchema.parse(JSON.parse(text));
  for (const key of ['version', 'digest', 'charts', 'properties', 'program', 'header'] as const)
    if (sealed.made[key] !== made[key])
      throw new Error(`it is of ${key} ${sealed.made[key]}, and this is ${made[key]}`);
  const { trouble } = sealed.known.judged.verdicts;
  if (trouble !== null) throw new Error(`not all was judged when it was made: ${trouble}`);
  if (sealed.at.seq === 0) return null;
  if (journal.size() < sealed.byte) throw new Error('the journal is shorter than what was indexed of it');
  const row = shelf.blockOf(sealed.at.seq);
  if (row === null) throw new Error('it has no keyframe');
  const { records, end } = recordsIn(journal, row, sealed.byte);
  if (end.lastHash !== sealed.at.lastHash || end.seq !== sealed.at.seq)
    throw new Error(`the journal has another line at step ${sealed.at.seq}`);
  const folded = foldBlock({ keyframe: row.keyframe, records });
  const state = folded.state(end.seq);
  // What differed then differs again, and is known.
  if (sealed.difference === null && digest(state) !== records.at(-1)?.state)
    throw new Error(`its keyframe before step ${row.first} is not what the journal leads to`);
  const { at, byte, difference, known } = sealed;
  return { at, byte, difference, known, state, latest: folded.frame(end.seq) };
};

/** The records from a block's beginning to a byte, each verified against its own hash and the one before. Throws `UnreadableLine`. */
export const recordsIn = (journal: JournalBytes, { first, byte, prev }: BlockRow, until: number) => {
  const reader = lineReader({ lastHash: prev, seq: first - 1, monoMs: 0 });
  const records = [];
  const bytes = journal.read(byte, until - byte);
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start);
    if (end === -1) break;
    records.push(reader.read(bytes.subarray(start, end)));
    start = end + 1;
  }
  return { records, end: reader.at() };
};
