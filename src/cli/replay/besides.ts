import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { frameOf } from '../../inspector/frame.ts';
import { MOST_COMPARED_BYTES, type Others, tooLarge } from '../../inspector/otherRoutes.ts';
import { type OtherRun, otherRunOf } from '../../inspector/otherRun.ts';
import type { Frame } from '../../inspector/protocol.ts';
import type { JournalRead } from '../../runtime/journalRead.ts';
import { isStory, journalFrom, journalIn, storyIn } from '../files.ts';
import { chartStoryIn } from './chartAlone.ts';
import { proofOf } from './proof.ts';

/** Runs beside the one in a file: `first` at once, where one is named, and whichever a person chooses in the page. */
export const besides = async (journal: string, first: string | null): Promise<Others> => {
  // The open one is read when it is first compared.
  let seen: readonly Frame[] | null = null;
  const compared = async (name: string, frames: () => Promise<readonly Frame[]>): Promise<OtherRun> => {
    seen ??= await framesIn(journal);
    return otherRunOf(name, seen, await frames());
  };
  let shown = first === null ? null : await compared(first, () => framesIn(first));
  const chosen = async (name: string, frames: () => Promise<readonly Frame[]>): Promise<OtherRun> => {
    refuseLarge(journal);
    return compared(name, frames);
  };
  return {
    shown: () => shown,
    names: () => namesBeside(journal),
    choose: async wish => {
      if (wish.kind === 'none') shown = null;
      else if (wish.kind === 'given')
        shown = await chosen(wish.name, async () => framesOf(journalFrom(wish.name, wish.bytes)));
      else {
        if (!namesBeside(journal).includes(wish.name))
          throw new Error(`there is no run "${wish.name}" beside ${journal}; choose one that is listed`);
        const path = join(dirname(journal), wish.name);
        refuseLarge(path);
        shown = await chosen(wish.name, () => framesIn(path));
      }
      return shown;
    },
  };
};

const refuseLarge = (path: string): void => {
  if (statSync(path).size > MOST_COMPARED_BYTES) throw new Error(tooLarge(path));
};

const MOST_NAMES = 200;

/** Journals and stories of the same folder; of a journal that is named as each is in a folder of its own, those of the folders beside it. */
export const namesBeside = (journal: string): readonly string[] => {
  const folder = dirname(journal);
  const here = basename(journal);
  const ends = isStory(journal) ? ['.txt'] : ['.jsonl'];
  const near = filesIn(folder).filter(name => ends.some(end => name.endsWith(end)));
  const far = filesIn(dirname(folder)).map(name => join('..', name, here));
  return [
    ...near.filter(name => name !== here),
    ...(here === 'journal.jsonl' ? far.filter(name => isOther(folder, name)) : []),
  ]
    .sort()
    .slice(-MOST_NAMES);
};

const isOther = (folder: string, name: string): boolean =>
  relative(folder, join(folder, name)) !== 'journal.jsonl' &&
  statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true;

/** None where the folder cannot be read. */
const filesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder === '' ? '.' : folder);
  } catch {
    return [];
  }
};

const framesIn = async (path: string): Promise<readonly Frame[]> => {
  const alone = isStory(path) ? chartStoryIn(path) : null;
  if (alone !== null) return alone.frames;
  return framesOf(isStory(path) ? (await storyIn(path)).read : journalIn(path));
};

const framesOf = (read: JournalRead): readonly Frame[] => {
  const frames: Frame[] = [];
  proofOf(read, step => frames.push(frameOf(step)));
  return frames;
};
