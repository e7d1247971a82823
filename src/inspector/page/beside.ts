import { neighbour } from './moments.ts';
import { framesOf, isIndexed, isThere, latest, pinned, runSource, shown } from './store.ts';
import { untilTrue } from './until-true.ts';

/** What is before or after the instant that is looked at, wherever in the run that is. */

/** More records than these are never of one instant. */
const NEAR = 64;
/** An instant that is not there after so long will not come. */
const MOST_WAIT_MS = 3_000;

/** When the record before or after the instant that is looked at was, in monotonic ms, wherever that is; null where there is none. */
export const instantBeside = async (by: -1 | 1): Promise<number | null> => {
  await untilTrue(isThere, MOST_WAIT_MS);
  const { seq = 0, monoMs = 0 } = shown.value ?? {};
  const at = pinned.value ?? monoMs;
  // What is there cannot be known.
  if (!isThere.value) return at;
  const from = by === 1 ? seq + 1 : Math.max(1, seq - NEAR);
  const to = by === 1 ? Math.min(seq + NEAR, latest.value?.seq ?? 0) : seq;
  if (to < from) return null;
  const frames = isIndexed.value
    ? ((await runSource?.frames(from, to)) ?? [])
    : framesOf('all').filter(frame => frame.seq >= from && frame.seq <= to);
  const found =
    by === 1 ? frames.find(frame => frame.monoMs > at) : frames.findLast(frame => frame.monoMs < at);
  return found?.monoMs ?? null;
};

/** When the frame before or after it was that is more than everyday business, in monotonic ms; null where there is none. */
export const notableBeside = async (by: -1 | 1): Promise<number | null> => {
  const at = pinned.value ?? latest.value?.monoMs ?? 0;
  if (isIndexed.value && runSource !== null) return runSource.notableBeside(at, by);
  return neighbour(
    framesOf('notable').map(({ monoMs }) => monoMs),
    at,
    by,
  );
};
