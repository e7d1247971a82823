import { DatabaseSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

/**
 * Where an index is kept: one SQLite file beside the journal, or memory. Everything but numbers is compressed, and so
 * carries a checksum of its own. Nothing is durable before it is sealed; a crash leaves what was sealed last.
 */

/** Where a stretch of the journal begins, and what the pump was before it. */
export type BlockRow = {
  /** Its first step, and when that was, in monotonic ms. */
  readonly first: number;
  readonly mono: number;
  /** Where its first line begins in the file, and the hash of the line before. */
  readonly byte: number;
  readonly prev: string;
  /** Null where the journal begins. */
  readonly keyframe: string | null;
};

export type Shelf = {
  readonly addBlock: (row: BlockRow) => void;
  /** The block that a step is in. */
  readonly blockOf: (seq: number) => BlockRow | null;
  /** The last block that begins at or before an instant; the first for instants before it. */
  readonly blockAt: (mono: number) => BlockRow | null;
  /** The one after the block that begins with this step. */
  readonly blockAfter: (first: number) => Omit<BlockRow, 'keyframe'> | null;
  readonly putTile: (level: number, start: number, text: string) => void;
  readonly tiles: (level: number, from: number, to: number) => readonly string[];
  readonly addNotable: (seq: number, mono: number, text: string) => void;
  /** The newest at or before an instant, oldest first. */
  readonly notableUntil: (mono: number, most: number) => readonly string[];
  /** When the first after an instant is, or the last before it; null where there is none. */
  readonly notableBeside: (mono: number, by: -1 | 1) => number | null;
  /** Makes everything so far last, with what is needed to go on from here; where there is no room it stays in memory. */
  readonly seal: (text: string) => void;
  /** What was sealed last; null in one that is new, or was forgotten: then it is empty. Throws where it is damaged. */
  readonly sealed: () => string | null;
  /** It is not to be trusted: nothing is sealed any more, and whoever opens it next begins anew. */
  readonly forget: () => void;
  readonly close: () => void;
};

const TABLES = `
  CREATE TABLE IF NOT EXISTS block (first INTEGER PRIMARY KEY, mono INTEGER, byte INTEGER, prev TEXT, keyframe BLOB) STRICT;
  CREATE INDEX IF NOT EXISTS block_mono ON block (mono);
  CREATE TABLE IF NOT EXISTS tile (level INTEGER, start INTEGER, data BLOB, PRIMARY KEY (level, start)) STRICT;
  CREATE TABLE IF NOT EXISTS notable (seq INTEGER PRIMARY KEY, mono INTEGER, data BLOB) STRICT;
  CREATE INDEX IF NOT EXISTS notable_mono ON notable (mono);
  CREATE TABLE IF NOT EXISTS seal (id INTEGER PRIMARY KEY CHECK (id = 1), data BLOB) STRICT;
`;

const blob = z.instanceof(Uint8Array);
const dataRow = z.object({ data: blob });
const besideRow = z.object({ mono: z.int().nonnegative().nullable() });
const boundary = z.object({
  first: z.int().positive(),
  mono: z.int().nonnegative(),
  byte: z.int().positive(),
  prev: z.string(),
});
const blockRow = boundary.extend({ keyframe: blob.nullable() });

/** By which a file of SQLite is known to be ours: "Islt". */
export const APPLICATION_ID = 0x49736c74;

/**
 * Opens what is there, or begins. `path` null keeps it in memory. Nothing is written but what is sealed, and nothing is sealed unless there is
 * room. Throws where the file is no index, or cannot be written.
 */
export const openShelf = (path: string | null, hasRoom: () => boolean = () => true): Shelf => {
  const database = new DatabaseSync(path ?? ':memory:');
  try {
    // Rebuildable: what a loss of power takes is built again, and a crash of the process loses nothing that was sealed.
    database.exec(
      `PRAGMA synchronous = OFF; PRAGMA cache_spill = OFF; PRAGMA application_id = ${APPLICATION_ID};`,
    );
    database.exec('PRAGMA journal_mode = WAL;');
    database.exec(TABLES);
    database.exec('BEGIN IMMEDIATE');
    return shelfOn(database, hasRoom);
  } catch (failure) {
    database.close();
    throw failure;
  }
};

const shelfOn = (database: DatabaseSync, hasRoom: () => boolean): Shelf => {
  const select = 'SELECT first, mono, byte, prev, keyframe FROM block';
  const asked = {
    addBlock: database.prepare('INSERT INTO block VALUES (?, ?, ?, ?, ?)'),
    blockOf: database.prepare(`${select} WHERE first <= ? ORDER BY first DESC LIMIT 1`),
    blockAt: database.prepare(`${select} WHERE mono <= ? ORDER BY first DESC LIMIT 1`),
    blockAfter: database.prepare(
      'SELECT first, mono, byte, prev FROM block WHERE first > ? ORDER BY first LIMIT 1',
    ),
    putTile: database.prepare('INSERT OR REPLACE INTO tile VALUES (?, ?, ?)'),
    tiles: database.prepare(
      'SELECT data FROM tile WHERE level = ? AND start >= ? AND start <= ? ORDER BY start',
    ),
    addNotable: database.prepare('INSERT INTO notable VALUES (?, ?, ?)'),
    notable: database.prepare('SELECT data FROM notable WHERE mono <= ? ORDER BY seq DESC LIMIT ?'),
    before: database.prepare('SELECT max(mono) AS mono FROM notable WHERE mono < ?'),
    after: database.prepare('SELECT min(mono) AS mono FROM notable WHERE mono > ?'),
    seal: database.prepare('INSERT OR REPLACE INTO seal VALUES (1, ?)'),
    sealed: database.prepare('SELECT data FROM seal'),
  };
  let isForgotten = false;
  const blockIn = (row: unknown): BlockRow | null => {
    if (row === undefined) return null;
    const { keyframe, ...rest } = blockRow.parse(row);
    return { ...rest, keyframe: keyframe === null ? null : unzipped(keyframe) };
  };
  const textIn = (row: unknown): string => unzipped(dataRow.parse(row).data);
  return {
    addBlock: ({ first, mono, byte, prev, keyframe }) =>
      void asked.addBlock.run(first, mono, byte, prev, keyframe === null ? null : zipped(keyframe)),
    blockOf: seq => blockIn(asked.blockOf.get(seq)),
    blockAt: mono => blockIn(asked.blockAt.get(mono) ?? asked.blockOf.get(1)),
    blockAfter: first => {
      const row = asked.blockAfter.get(first);
      return row === undefined ? null : boundary.parse(row);
    },
    putTile: (level, start, text) => void asked.putTile.run(level, start, zipped(text)),
    tiles: (level, from, to) => asked.tiles.all(level, from, to).map(textIn),
    addNotable: (seq, mono, text) => void asked.addNotable.run(seq, mono, zipped(text)),
    notableUntil: (mono, most) => asked.notable.all(mono, most).map(textIn).reverse(),
    notableBeside: (mono, by) => besideRow.parse((by === 1 ? asked.after : asked.before).get(mono)).mono,
    seal: text => {
      if (isForgotten || !hasRoom()) return;
      asked.seal.run(zipped(text));
      database.exec('COMMIT; BEGIN IMMEDIATE');
    },
    sealed: () => {
      const row = asked.sealed.get();
      if (row !== undefined) return textIn(row);
      // What nobody sealed is of another journal, or damaged.
      database.exec('DELETE FROM block; DELETE FROM tile; DELETE FROM notable');
      return null;
    },
    forget: () => {
      isForgotten = true;
      database.exec('DELETE FROM seal; COMMIT; BEGIN IMMEDIATE');
    },
    close: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
};

/** The least effort: a frame is asked for many times a second. */
const zipped = (text: string): Uint8Array => gzipSync(text, { level: 1 });
const unzipped = (bytes: Uint8Array): string => gunzipSync(bytes).toString();
