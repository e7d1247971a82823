import type { MonoMs } from '../units.ts';

const DAY_MS = 24 * 3_600_000;

/** What may happen once in a day and no more often, by its instants: those of the last 24 h. */
export type Occurrences = readonly MonoMs[];

/** Once more. The second time within 24 h is one too many (SR-007, SR-071). */
export const noteOccurrence = (
  before: Occurrences,
  at: MonoMs,
): { readonly occurrences: Occurrences; readonly repeated: boolean } => {
  const recent = before.filter(each => at - each < DAY_MS);
  return { occurrences: [...recent, at], repeated: recent.length > 0 };
};
