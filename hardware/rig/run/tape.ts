import { closeSync, existsSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalPort } from '../../../src/ports.ts';
import { written } from './phases.ts';

/** A file that grows while a run goes on. */
export type Tape = {
  /** Never throws: bytes come at any time. What the disk does not take is told by `flush`. */
  readonly write: (text: string) => void;
  /** What was written is with the system: it outlives this process. Throws `Unwritten` when the disk did not take it all. */
  readonly flush: () => void;
  readonly close: () => void;
};

/** Puts bytes from `offset` on into a file, and says how many it took: fewer than there are where a disk is nearly full. */
export type WriteSome = (file: number, bytes: Uint8Array, offset: number) => number;

/** A write may take less than it was given; the rest follows, or the disk says why not. */
const writeAll = (file: number, text: string, write: WriteSome): void => {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += write(file, bytes, done);
};

/** So many characters are handed over at once. */
const PIECE = 16_384;

export const tapeTo = (path: string, write: WriteSome = writeSync): Tape => {
  const file = written(() => openSync(path, 'a'));
  let held = '';
  let isOpen = true;
  let failure: unknown;
  const pass = (): void => {
    const text = held;
    held = '';
    if (text === '' || !isOpen || failure !== undefined) return;
    try {
      written(() => writeAll(file, text, write));
    } catch (problem) {
      failure = problem;
    }
  };
  const flush = (): void => {
    pass();
    if (failure !== undefined) throw failure;
  };
  return {
    write: text => {
      held += text;
      if (held.length >= PIECE) pass();
    },
    flush,
    close: () => {
      pass();
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
};

/** Makes a journal anew for each pump, in one file: that of the last pump is left, and one before it is written no more. */
export const journalsTo = (path: string): (() => JournalPort) => {
  let before: ReturnType<typeof journalTo> | null = null;
  return () => {
    before?.close();
    before = journalTo(path);
    return before;
  };
};

/**
 * The journal of a pump on a rig, anew from its first line. It outlives a kill of this process; a loss of power is not waited for, as
 * nobody wears this pump. `append` throws what the disk throws: the pump must know.
 */
export const journalTo = (
  path: string,
  write: WriteSome = writeSync,
): JournalPort & { readonly close: () => void } => {
  const file = written(() => openSync(path, 'w'));
  let isOpen = true;
  return {
    append: line => {
      // Its number may be another file's by now.
      if (isOpen) writeAll(file, `${line}\n`, write);
    },
    sync: () => {},
    close: () => {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
};

/** For who keeps nothing. */
export const noTape: Tape = { write: () => {}, flush: () => {}, close: () => {} };

/** Attempts of one run have files of their own: `serial.jsonl`, `serial-2.jsonl`, …, in their order. */
const attemptsOf = (folder: string, stem: string, ending: string): readonly string[] => {
  const numbered = new RegExp(`^${stem}(?:-(\\d+))?\\.${ending}$`);
  return readdirSync(folder)
    .flatMap(name => {
      const found = numbered.exec(name);
      return found === null ? [] : [{ name, number: Number(found[1] ?? 1) }];
    })
    .toSorted((a, b) => a.number - b.number)
    .map(({ name }) => join(folder, name));
};

/** The file for a new attempt. */
export const nextAttempt = (folder: string, stem: string, ending: string): string => {
  const number = attemptsOf(folder, stem, ending).length + 1;
  return join(folder, `${stem}${number === 1 ? '' : `-${number}`}.${ending}`);
};

/** The transcripts of all attempts at a run, the first one first; the name that one would have where there is none. */
export const transcriptsIn = (folder: string): readonly string[] => {
  const found = existsSync(folder) ? attemptsOf(folder, 'serial', 'jsonl') : [];
  return found.length > 0 ? found : [join(folder, 'serial.jsonl')];
};
