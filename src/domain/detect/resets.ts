import type { MonoMs } from '../units.ts';

const DAY_MS = 24 * 3_600_000;

/** Resets that nobody ordered, by their instants: those of the last 24 h. */
export type Resets = readonly MonoMs[];

/** One more reset. The second within 24 h is one too many (SR-071). */
export const noteReset = (
  before: Resets,
  at: MonoMs,
): { readonly resets: Resets; readonly repeated: boolean } => {
  const recent = before.filter(each => at - each < DAY_MS);
  return { resets: [...recent, at], repeated: recent.length > 0 };
};
