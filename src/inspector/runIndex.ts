import type { JournalIndex, Place } from './journalIndex/journalIndex.ts';

/** The index of a run as a server asks it: each answer is JSON that goes to the page as it is. */
export type RunIndex = {
  /** `Past`, once it has caught up with the journal; else how far it is. */
  readonly past: () => Promise<PastAnswer>;
  readonly columns: (from: number, to: number) => Promise<string>;
  readonly block: (place: Place) => Promise<string>;
  readonly notable: (until: number, most: number) => Promise<string>;
  readonly notableBeside: (from: number, by: -1 | 1) => Promise<string>;
  /** Whether it had caught up with the journal when it was asked last: then it will again, and soon. */
  readonly isReady: () => boolean;
  readonly close: () => Promise<void>;
};

export type PastAnswer =
  | { readonly kind: 'known'; readonly text: string }
  | { readonly kind: 'building'; readonly byte: number; readonly bytes: number }
  /** Nothing is known, and nothing will be: why. */
  | { readonly kind: 'none'; readonly why: string };

/** So many steps are taken between two looks at whether somebody asks. */
const SLICE = 2_000;
/** Whoever opens a page waits for so many slices at most of what is not indexed yet: less than a second's work. */
const MOST_WAIT = 6;
/** After so many bytes more of the journal they are made to last. */
const SEAL_EVERY_BYTES = 8 << 20;

/** Lines whose hashes are verified between two looks: some milliseconds. */
const LINES = 4_000;

/**
 * Catches up in slices, so that questions are answered meanwhile; and verifies so, from the beginning, the lines that the index was gone on from.
 * Where one has changed nothing is answered any more but why, which `withdrawn` is told, too.
 */
export const runIndexOn = (index: JournalIndex, withdrawn: (why: string) => void = () => {}): RunIndex => {
  let sealedAt = index.stand().byte;
  let catching: Promise<void> | null = null;
  let isClosed = false;
  let isReady = false;

  const catchUp = async (): Promise<void> => {
    while (!isClosed && index.advance(SLICE)) {
      sealOften();
      await turn();
    }
    sealOften();
  };
  const verifyAll = async (): Promise<void> => {
    do await turn();
    while (!isClosed && index.verify(LINES));
    const why = index.stand().withdrawn;
    if (why !== null) withdrawn(why);
  };
  const verifying = verifyAll();

  /** Throws why nothing is to be trusted any more. */
  const trusted = (): JournalIndex => {
    const why = index.stand().withdrawn;
    if (why !== null) throw new Error(why);
    return index;
  };

  const sealOften = (): void => {
    const { byte } = index.stand();
    if (isClosed || byte - sealedAt < SEAL_EVERY_BYTES) return;
    sealedAt = byte;
    index.seal();
  };
  const caughtUp = (): Promise<void> => {
    catching ??= catchUp().finally(() => {
      catching = null;
    });
    return catching;
  };

  const isSoonThere = async (): Promise<boolean> => {
    if (catching !== null) return false;
    for (let slice = 0; slice < MOST_WAIT; slice += 1) {
      if (!index.advance(SLICE)) return true;
      await turn();
    }
    void caughtUp();
    return false;
  };

  /** What the index knows nothing of yet may be in the journal already. */
  const caughtUpUnlessBuilding = async (): Promise<void> => {
    if (catching === null) await caughtUp();
  };

  return {
    past: async () => {
      const isThere = await isSoonThere();
      const { byte, bytes, withdrawn: why } = index.stand();
      if (why !== null) return { kind: 'none', why };
      isReady = isThere;
      if (!isThere) return { kind: 'building', byte, bytes };
      const text = index.past();
      return text === null ? { kind: 'none', why: 'nothing has happened yet' } : { kind: 'known', text };
    },
    columns: async (from, to) => {
      await caughtUpUnlessBuilding();
      return trusted().columns(from, to);
    },
    block: async place => {
      const { seq } = index.stand();
      if (!('seq' in place && place.seq <= seq)) await caughtUpUnlessBuilding();
      const why = index.stand().withdrawn;
      return why === null ? index.block(place) : JSON.stringify({ why });
    },
    notable: async (until, most) => trusted().notable(until, most),
    notableBeside: async (from, by) => {
      await caughtUpUnlessBuilding();
      return trusted().notableBeside(from, by);
    },
    isReady: () => isReady,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await catching;
      await verifying;
      if (index.stand().byte > 0) index.seal();
      index.close();
    },
  };
};

const turn = (): Promise<void> => new Promise(resolve => void setImmediate(resolve));
