import { hash as digestOf } from 'node:crypto';
import type { Command } from '../domain/commands.ts';
import type { Fact } from '../domain/facts.ts';
import type { MonoMs, WallMs } from '../domain/units.ts';
import type { JournalPort } from '../ports.ts';
import { DIGEST } from './digest.ts';
import { entrySchema } from './journalSchemas.ts';

/**
 * The journal: one line of JSON for each step, appended and never changed. Each line ends with a hash
 * of itself and carries the hash of the line before, so that a lost, changed, added or moved line shows.
 */

/** The first line. */
export type Header = {
  readonly islet: 'journal';
  readonly version: 1;
  /** When it was begun, ISO 8601 in UTC. */
  readonly created: string;
  /** Identifies the charts that wrote it; another chart may decide otherwise on replay. */
  readonly chart: string;
};

/** One step: the fact as taken, the commands it gave, and the digest of the state after it. */
export type Entry = {
  /** Counts from 1 without a gap. */
  readonly seq: number;
  readonly monoMs: MonoMs;
  readonly wallMs: WallMs;
  readonly fact: Fact;
  readonly commands: readonly Command[];
  /** 16 hexadecimal digits. */
  readonly state: string;
};

/** A line as stored, without its newline, and the hash that the next line must carry. */
export type Line = { readonly line: string; readonly hash: string };

/** SHA-256, cut to 128 bits: against accidents, not against an attacker with a key of his own. */
export const hashOf = (text: string | Uint8Array): string => digestOf('sha256', text, 'hex').slice(0, 32);

const sealed = (fields: object): Line => {
  const body = JSON.stringify(fields);
  const hash = hashOf(body);
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
};

/** Says with what digests its states are written: this release's. */
export const encodeHeader = ({ islet, version, created, chart }: Header): Line =>
  sealed({ islet, version, created, chart, digest: DIGEST });

/** `prev` is the hash of the line before: of the header for the first entry. */
export const encodeEntry = ({ seq, monoMs, wallMs, fact, commands, state }: Entry, prev: string): Line =>
  sealed({ seq, monoMs, wallMs, fact, commands, state, prev });

export type Journal = {
  /**
   * Writes one step; when `durable`, it survives a loss of power once this returns. Throws when it
   * cannot, and then for ever: what a failed write left behind is known only after a restart.
   */
  readonly append: (entry: Entry, durable: boolean) => void;
  /** Whether this pulse has a durable intent and no outcome yet: only then may the motor move by it. */
  readonly holds: (pulse: number) => boolean;
  /** Makes everything durable and takes no more. Safe to call twice. */
  readonly close: () => void;
};

/** Where a journal goes on: the hash of its last whole line and the `seq` of its last entry, 0 after the header. */
export type JournalEnd = { readonly lastHash: string; readonly seq: number };

/** The journal of a running pump, on any storage of lines. */
export const journalOn = (port: JournalPort, from: JournalEnd): Journal => {
  let { lastHash, seq } = from;
  let condition: 'open' | 'failed' | 'closed' = 'open';
  /** The pulse whose intent is in the operating system's hands, and the one whose intent is durable. */
  let intended: number | null = null;
  let held: number | null = null;

  /** A failure in here leaves the journal failed. */
  const guarded = (write: () => void): void => {
    condition = 'failed';
    write();
    condition = 'open';
  };

  const note = (command: Command): void => {
    if (command.type === 'recordIntent') intended = command.pulse.pulse;
    if (command.type === 'recordOutcome' && command.pulse === intended) intended = held = null;
  };

  return {
    append: (entry, durable) => {
      if (condition !== 'open') throw new Error(`the journal is ${condition} and takes no more`);
      if (entry.seq !== seq + 1)
        throw new Error(`step ${entry.seq} cannot follow step ${seq} in the journal`);
      guarded(() => {
        entrySchema.parse(entry);
        const { line, hash } = encodeEntry(entry, lastHash);
        port.append(line);
        entry.commands.forEach(note);
        if (durable) {
          port.sync();
          held = intended;
        }
        lastHash = hash;
        seq = entry.seq;
      });
    },
    holds: pulse => pulse === held,
    close: () => {
      if (condition === 'open') guarded(port.sync);
      if (condition === 'open') condition = 'closed';
    },
  };
};
