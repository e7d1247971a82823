import { rmSync } from 'node:fs';
import { expect } from 'vitest';
import type { MechanicsState } from '../../../hardware/mechanics/state.ts';
import { createJournalFile, openJournalFile } from '../../../hardware/storage/fileJournal.ts';
import { encodeHeader, hashOf } from '../../../src/runtime/journal.ts';
import { wellRead } from './afterlife.ts';
import { proveAftermath } from './aftermath.ts';
import type { Sentence } from './executioner.ts';
import { doomOf, type Remains, type WholeLife } from './kill.ts';
import { type Commitment, HEADER } from './life.ts';

/** What was done, so that nothing can pass by doing nothing. `known`: deaths that another scenario has died before. */
export type Tally = { kills: number; known: number; prefixes: number; recoveries: number };

/** Scenarios begin alike. A death that leaves the same bytes and the same plunger after the same commands is died once. */
const died = new Set<string>();

/** All deaths of one scenario. The whole life is lived first; every shorter one must be its beginning. */
export const campaignOf = async (name: string) => {
  const doom = doomOf(name);
  const whole = await doom.whole();
  const recordEnds = endsOf(whole.journal);
  const tally: Tally = { kills: 0, known: 0, prefixes: 0, recoveries: 0 };
  const proved = new Set<string>();

  /** What follows depends on the whole records and on the plunger alone, so each pair is proved once. */
  const proveOnce = async (journal: Buffer, mechanics: MechanicsState, records: number): Promise<void> => {
    const { atMs: _, storedUu: __, ...plunger } = mechanics;
    const key = `${records} ${JSON.stringify(plunger)}`;
    if (proved.has(key)) return;
    proved.add(key);
    await proveAftermath(journal, mechanics);
    tally.recoveries += 1;
  };

  /** The files of a killed process, opened as the next start would: they are the beginning of the whole life. */
  const examine = async (remains: Remains, death: Death): Promise<void> => {
    expect(remains.commitments).toEqual(death.commitments);
    expect(remains.journal.equals(whole.journal.subarray(0, death.bytes))).toBe(true);
    const file = openJournalFile(remains.path);
    file.close();
    const wholeUntil = whole.journal.lastIndexOf('\n', death.bytes - 1) + 1;
    expect(file.repaired?.bytes ?? 0).toBe(death.bytes - wholeUntil);
    await proveOnce(Buffer.from(file.bytes), lastOf(death.commitments), wellRead(file.bytes).entries.length);
  };

  const kill = async (sentence: Sentence): Promise<void> => {
    const death = deathOf(whole, sentence);
    const key = JSON.stringify([
      sentence,
      hashOf(whole.journal.subarray(0, death.bytes)),
      death.commitments.length,
    ]);
    if (died.has(key)) {
      tally.known += 1;
      return;
    }
    died.add(key);
    await doom.killed(sentence, async remains => {
      if (death.bytes > headerEnd) await examine(remains, death);
      else proveUnborn(remains);
    });
    tally.kills += 1;
  };

  const headerEnd = recordEnds[0] ?? 0;

  return {
    whole,
    tally,
    /** Where each record ends, the first line's end first. */
    recordEnds,
    kill,
    /**
     * Reads the file as a death after `bytes` bytes leaves it: it holds the records that are whole, and
     * nothing else that a recovery could depend on.
     */
    readPrefix: (bytes: number): void => {
      const records = recordEnds.filter(end => end <= bytes).length - 1;
      const read = wellRead(whole.journal.subarray(0, bytes));
      const wholeUntil = recordEnds[records] ?? 0;
      expect(read.entries.length).toBe(records);
      expect(read.torn).toEqual(
        bytes === wholeUntil ? null : { atByte: wholeUntil, bytes: bytes - wholeUntil },
      );
      tally.prefixes += 1;
    },
    /**
     * Recovers from so many whole records. Until the next one the plunger may go on moving: each of its
     * states is one more way to die here.
     */
    recoverFrom: async (records: number): Promise<void> => {
      const end = recordEnds[records] ?? 0;
      const earlier = whole.commitments.filter(commitment => commitment.bytes < end);
      const here = whole.commitments.filter(commitment => commitment.bytes === end);
      for (const { state } of [...earlier.slice(-1), ...here]) {
        await proveOnce(whole.journal.subarray(0, end), state, records);
      }
    },
    end: doom.forget,
  };
};

/** How far a life had come when it was cut short. */
type Death = { readonly bytes: number; readonly commitments: readonly Commitment[] };

const deathOf = (whole: WholeLife, { kind, count }: Sentence): Death =>
  kind === 'byte'
    ? { bytes: count, commitments: whole.commitments.filter(({ bytes }) => bytes < count) }
    : {
        bytes: whole.bytesAtCommand[count - 1] ?? Number.NaN,
        commitments: whole.commitments.filter(({ commands }) => commands < count),
      };

const lastOf = (commitments: readonly Commitment[]): MechanicsState => {
  const last = commitments.at(-1);
  if (last === undefined) throw new Error('the plunger was never kept');
  return last.state;
};

/** A journal appears whole or not at all: before its first line is complete, there is none, and one can begin. */
const proveUnborn = ({ path, journal }: Remains): void => {
  expect(journal.length).toBe(0);
  createJournalFile(path, encodeHeader(HEADER).line).close();
  rmSync(path);
};

const endsOf = (journal: Buffer): readonly number[] => {
  const ends: number[] = [];
  for (let end = journal.indexOf('\n') + 1; end > 0; end = journal.indexOf('\n', end) + 1) ends.push(end);
  return ends;
};
