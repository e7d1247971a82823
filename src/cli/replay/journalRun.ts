import { bytesInMemory, bytesOfFile, type JournalBytes } from '../../inspector/journalIndex/journalBytes.ts';
import { type JournalIndex, openIndex } from '../../inspector/journalIndex/journalIndex.ts';
import { UnreadableLine } from '../../runtime/journalRead.ts';
import { otherRelease } from '../../runtime/recover.ts';
import { badJournal, opening } from '../files.ts';
import type { Io } from '../io.ts';
import { chartsIdentity } from '../machines.ts';
import { programIdentity } from '../sources.ts';
import type { Proof } from './proof.ts';

/** A journal with its index, all of it indexed, and what taking its steps again has shown. */
export type JournalRun = { readonly index: JournalIndex; readonly proof: Proof };

/** Hashes that are verified before anything is shown: half a second at most. */
const LINES_AT_ONCE = 100_000;
/** Steps between two looks at how far it is. */
const SLICE = 20_000;
/** A smaller journal is there at once. */
const LONG_BYTES = 16 << 20;

/**
 * Opens a journal with the index beside it, and builds what is missing of that, saying how far it is where that takes long. `until` is the last step
 * that is wanted. Throws a Refusal that names the line and the field where the journal cannot be trusted.
 */
export const runInFile = (path: string, io: Io): JournalRun =>
  indexed(
    path,
    opening(path, 'journal', () => bytesOfFile(path)),
    { path: `${path}.index` },
    io,
  );

/** The same of a journal that is in no file, or up to a step: nothing is kept. */
export const runInMemory = (path: string, bytes: Uint8Array, until: number, io: Io): JournalRun =>
  indexed(path, bytesInMemory(bytes), { path: null, until }, io);

const indexed = (
  path: string,
  journal: JournalBytes,
  where: { readonly path: string | null; readonly until?: number },
  io: Io,
): JournalRun => {
  try {
    const index = openIndex({ journal, charts: chartsIdentity(), program: programIdentity(), ...where });
    if (index.rebuilt !== null) io.say(`The index beside the journal is built again: ${index.rebuilt}.`);
    build(index, io);
    // Of a longer one the rest is verified while it is shown.
    index.verify(LINES_AT_ONCE);
    const { error } = index.stand();
    if (error !== null) throw badJournal(path, error);
    index.seal();
    return { index, proof: proofBy(index) };
  } catch (failure) {
    if (failure instanceof UnreadableLine) throw badJournal(path, failure.error);
    throw failure;
  }
};

const proofBy = (index: JournalIndex): Proof => {
  const { difference, seq, fromIndex } = index.stand();
  const rest = fromIndex === 0 ? {} : { fromIndex };
  const steps = seq - fromIndex;
  if (difference !== null)
    return { steps, ...rest, same: false, firstDifference: otherRelease(index) ?? difference };
  return { steps, ...rest, same: fromIndex === 0 ? true : null, firstDifference: null };
};

const build = (index: JournalIndex, io: Io): void => {
  const { byte: from, bytes } = index.stand();
  const isLong = bytes - from > LONG_BYTES;
  let told = 0;
  while (index.advance(SLICE)) {
    const tenths = Math.floor(((index.stand().byte - from) * 10) / (bytes - from));
    if (isLong && tenths > told) io.say(`The journal is being indexed: ${tenths * 10} %.`);
    told = tenths;
  }
};
