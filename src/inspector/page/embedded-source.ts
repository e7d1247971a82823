import type { Block } from '../fold.ts';
import type { Place } from '../journalIndex/journalIndex.ts';
import type { Status } from '../protocol.ts';
import type { Looker } from './looker.ts';
import { neighbour } from './moments.ts';
import type { Noted, OpenedRun, Past, RunSource } from './run-source.ts';

/**
 * A run within the page itself, as plain JSON: a page in one file opens without a server. `blocks` are all of the journal in order, as an index gives
 * them; a stretch of it is lawful, too, and then the rest is told as not there.
 */
export type EmbeddedRun = {
  readonly drawings: Omit<OpenedRun, 'past'>;
  readonly past: Past;
  readonly blocks: readonly Block[];
  readonly noted: readonly Noted[];
  readonly status: Status;
};

/** `look` makes the looker that folds, here or in a thread: `createLooker` of `looker.ts`, loaded when it is wanted. */
export const embeddedSource = (
  run: EmbeddedRun,
  look: (ask: (place: Place) => Promise<Block | { readonly why: string }>) => Promise<Looker>,
): RunSource => {
  const { drawings, past, blocks, noted, status } = run;
  let looker: Promise<Looker> | null = null;
  const begun = (): Promise<Looker> => {
    looker ??= look(async place => blockIn(blocks, place));
    return looker;
  };
  return {
    open: async () => ({ ...drawings, past }),
    reopen: async () => past,
    columns: async () => past.history,
    frames: async (from, to) => (await begun()).frames(from, to),
    frameAt: async monoMs => (await begun()).frameAt(monoMs),
    notable: async (until, most) => noted.filter(({ frame }) => frame.monoMs <= until).slice(-most),
    notableBeside: async (from, by) =>
      neighbour(
        noted.map(({ frame }) => frame.monoMs),
        from,
        by,
      ),
    follow: (_, listener) => {
      listener.link('open');
      listener.status(status);
      return () => {};
    },
  };
};

const blockIn = (blocks: readonly Block[], place: Place): Block | { readonly why: string } => {
  const found = blocks.findLast(({ records: [first] }) => {
    if (first === undefined) return false;
    return 'seq' in place ? first.seq <= place.seq : first.monoMs <= place.monoMs;
  });
  return found ?? { why: 'that part of the run is not in this page' };
};
