import { statSync } from 'node:fs';
import { QUIET_BEATS } from '../../../hardware/supervisor/adapter.ts';
import { TIMING } from '../../domain/limits.ts';
import { milliseconds, monoMs, wallMs } from '../../domain/units.ts';
import { bytesOfFile, eachLine, type JournalBytes } from '../../inspector/journalIndex/journalBytes.ts';
import { headerOf } from '../../inspector/journalIndex/resume.ts';
import { type IddSource, scribe } from '../../interop/ids/scribe.ts';
import type { Clock } from '../../ports.ts';
import { digest } from '../../runtime/digest.ts';
import type { Entry } from '../../runtime/journal.ts';
import { lineReader, UnreadableLine } from '../../runtime/journalRead.ts';
import { differenceOf, otherRelease } from '../../runtime/recover.ts';
import { blankState } from '../../runtime/state.ts';
import { step } from '../../runtime/step.ts';
import { EXIT, Refusal } from '../exits.ts';
import { badJournal, opening } from '../files.ts';

/** The journal of a pump that runs shows at least once in `QUIET_BEATS` beats that its second channel lives: three of those may be missing. */
export const STILL = milliseconds(3 * QUIET_BEATS * TIMING.supervisorBeat);

/** A pump that is told of by its journal alone. */
export type Followed = {
  /** As of the last step; in doubt while the journal has stood still for `STILL`. */
  readonly source: IddSource;
  /** Takes what has come since. Throws a Refusal where it cannot be trusted, or is no longer the same journal. */
  readonly look: () => void;
  readonly close: () => void;
};

/**
 * Opens a journal, only to read it, and takes each step again, as far as it goes now. `say` hears when it stands still, and when it goes on.
 * Throws a Refusal when it is no journal, has no step, or cannot be taken again.
 */
export const followJournal = (path: string, clock: Clock, say: (line: string) => void): Followed => {
  const bytes = opening(path, 'journal', () => bytesOfFile(path));
  try {
    return followed(path, bytes, clock, say);
  } catch (failure) {
    bytes.close();
    throw failure;
  }
};

const followed = (path: string, bytes: JournalBytes, clock: Clock, say: (line: string) => void): Followed => {
  const { ino, mtimeMs } = opening(path, 'journal', () => statSync(path));
  const begun = orRefuse(path, () => headerOf(bytes));
  const foreign = otherRelease(begun);
  if (foreign !== null) throw new Refusal(EXIT.badInput, `${path}: ${foreign}.`);
  const lines = lineReader({ lastHash: begun.header.hash, seq: 0, monoMs: 0 });
  const told = scribe();
  let state = blankState();
  let { byte } = begun;
  /** When the last step came, as far as this process knows. */
  let cameAt: number = clock.now();
  let isStill = false;

  const take = (entry: Entry): void => {
    const { seq, fact } = entry;
    const envelope = { seq, monoMs: monoMs(entry.monoMs), wallMs: wallMs(entry.wallMs), fact };
    const stepped = step(state, envelope);
    const difference = differenceOf(entry, stepped.commands, digest(stepped.state));
    if (difference !== null)
      throw new Refusal(EXIT.badInput, `${path}: the journal does not replay: ${difference}.`);
    told.take({ ...stepped, envelope, before: state });
    state = stepped.state;
  };
  const takeAll = (): boolean => {
    const before = byte;
    byte = eachLine(bytes, before, line => {
      take(orRefuse(path, () => lines.read(line)));
      return 'more';
    });
    return byte > before;
  };
  const judge = (): void => {
    if (isStill || clock.now() - cameAt < STILL) return;
    isStill = true;
    told.doubt();
    const last = new Date(told.moment().at.wallMs).toISOString();
    say(
      `The journal has stood still for ${STILL / 1_000} s; its last step is of ${last}. Clients are told that nobody knows how the pump is.`,
    );
  };

  takeAll();
  if (lines.at().seq === 0)
    throw new Refusal(EXIT.badInput, `${path}: tells of no step; start the pump first.`);
  // What was written long before this process began is no more of now for being read now.
  cameAt -= Math.max(0, clock.wall() - mtimeMs);
  judge();
  return {
    source: told,
    look: () => {
      const isOther = opening(path, 'journal', () => statSync(path)).ino !== ino;
      if (isOther || bytes.size() < byte)
        throw new Refusal(
          EXIT.badInput,
          `${path}: is no longer the journal that it was. Begin again with it.`,
        );
      if (takeAll()) {
        cameAt = clock.now();
        if (isStill) say('The journal goes on.');
        isStill = false;
      }
      judge();
    },
    close: bytes.close,
  };
};

const orRefuse = <Result>(path: string, read: () => Result): Result => {
  try {
    return read();
  } catch (failure) {
    if (failure instanceof UnreadableLine) throw badJournal(path, failure.error);
    throw failure;
  }
};
