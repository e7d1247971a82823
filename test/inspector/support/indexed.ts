import { bytesInMemory, bytesOfFile } from '../../../src/inspector/journalIndex/journalBytes.ts';
import { type JournalIndex, openIndex } from '../../../src/inspector/journalIndex/journalIndex.ts';
import type { Past } from '../../../src/inspector/page/run-source.ts';

/** Indexes all that there is of a journal. */
export const all = (index: JournalIndex): JournalIndex => {
  for (let round = 0; index.advance(700); round += 1) if (round > 100) throw new Error('it never ends');
  return index;
};
/** Of a text in memory, or of the journal at a path. */
export const indexOf = (
  journal: string,
  path: string | null = null,
  { charts = 'these', program = 'this' } = {},
): JournalIndex =>
  openIndex({
    journal: path === null ? bytesInMemory(Buffer.from(journal)) : bytesOfFile(path),
    path: path === null ? null : `${path}.index`,
    charts,
    program,
  });
export const past = (index: JournalIndex): Past => JSON.parse(index.past() ?? 'null');
