import type { Frame, Source } from './protocol.ts';

/** Frames kept for a page that connects late; older ones are in the journal. */
export const KEPT = 30_000;

type Listener = Parameters<Source['subscribe']>[0];

/** The frames so far and who wants to hear of new ones. */
export type History = {
  readonly add: (frame: Frame) => void;
  readonly since: Source['since'];
  readonly subscribe: Source['subscribe'];
  /** Tells every page the status as it is now. */
  readonly tell: (status: ReturnType<Source['status']>) => void;
};

/** Keeps the last frames; their `seq` must rise. Starts with `frames`. */
export const history = (frames: readonly Frame[] = [], kept: number = KEPT): History => {
  let all: Frame[] = frames.slice(-kept);
  const listeners = new Set<Listener>();
  return {
    add: frame => {
      all.push(frame);
      // Cut rarely and by much: a cut copies the rest.
      if (all.length > kept * 1.25) all = all.slice(-kept);
      for (const listener of listeners) listener.frame(frame);
    },
    // Found, not counted: a step that could not be shown is missing.
    since: (seq, most = Number.POSITIVE_INFINITY) => {
      const from = lowerBound(all.length, index => (all[index]?.seq ?? 0) > seq);
      return all.slice(from, from + most);
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: status => {
      for (const listener of listeners) listener.status(status);
    },
  };
};

/** The first index of which something holds that holds of all after it; the length when there is none. */
const lowerBound = (length: number, holds: (index: number) => boolean): number => {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
