import type { Frame } from '../protocol.ts';

/**
 * Frames to look back at: the newest ones all, of older ones every so often, so that any instant of a
 * long run has numbers that were true close to it. Pure.
 */
export type Kept = {
  readonly add: (frame: Frame) => void;
  /** The newest frames, without a hole, oldest first. */
  readonly recent: () => readonly Frame[];
  /** The last kept frame at or before this monotonic time; the oldest for times before it; null when empty. */
  readonly at: (monoMs: number) => Frame | null;
};

const MOST_RECENT = 10_000;
const MOST_OLD = 3_000;
/** Older frames are first kept this far apart, twice as far each time they are too many. */
const FIRST_SPACING_MS = 60_000;

/** Starts empty; `mostRecent` and `mostOld` bound what is held of each kind. */
export const keptFrames = (mostRecent = MOST_RECENT, mostOld = MOST_OLD): Kept => {
  let recent: Frame[] = [];
  let old: Frame[] = [];
  let spacing = FIRST_SPACING_MS;

  const retire = (frames: readonly Frame[]): void => {
    for (const frame of frames) if (isApart(old.at(-1), frame, spacing)) old.push(frame);
    while (old.length > mostOld) {
      spacing *= 2;
      old = thinned(old, spacing);
    }
  };

  return {
    add: frame => {
      recent.push(frame);
      // Cut rarely and by much: a cut copies the rest.
      if (recent.length <= mostRecent * 1.5) return;
      retire(recent.slice(0, -mostRecent));
      recent = recent.slice(-mostRecent);
    },
    recent: () => recent,
    at: monoMs => lastAt(recent, monoMs) ?? lastAt(old, monoMs) ?? old[0] ?? recent[0] ?? null,
  };
};

/** The last of these at or before a time: they are in order of it. */
const lastAt = (frames: readonly Frame[], monoMs: number): Frame | undefined => {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle]?.monoMs ?? 0) <= monoMs) low = middle + 1;
    else high = middle;
  }
  return frames[low - 1];
};

const isApart = (before: Frame | undefined, frame: Frame, spacingMs: number): boolean =>
  before === undefined || frame.monoMs - before.monoMs >= spacingMs;

const thinned = (frames: readonly Frame[], spacingMs: number): Frame[] => {
  const kept: Frame[] = [];
  for (const frame of frames) if (isApart(kept.at(-1), frame, spacingMs)) kept.push(frame);
  return kept;
};
