import { after, type MonoMs, milliseconds } from '../units.ts';

/** How old the newest reading is, in words; `none` while the first is awaited, or none is. */
export type Freshness = 'none' | 'fresh' | 'late' | 'stale' | 'lost';

const MINUTE_MS = 60_000;

/** Each word holds up to and including this age; beyond the last, the reading is lost. */
const UNTIL_MS = [
  ['fresh', 6 * MINUTE_MS],
  ['late', 12 * MINUTE_MS],
  ['stale', 20 * MINUTE_MS],
] as const satisfies readonly (readonly [Freshness, number])[];

/** What age is counted from: when the newest reading was measured, else since when one has been awaited. */
export type Since = { readonly measuredAt: MonoMs | null; readonly awaitedSince: MonoMs | null };

/** How fresh glucose is. A sensor that has not spoken in 20 min is as lost as one that stopped. */
export const freshnessOf = ({ measuredAt, awaitedSince }: Since, now: MonoMs): Freshness => {
  const since = measuredAt ?? awaitedSince;
  if (since === null) return 'none';
  const word = UNTIL_MS.find(([, until]) => now - since <= until)?.[0] ?? 'lost';
  return measuredAt === null && word !== 'lost' ? 'none' : word;
};

/** When the word changes next by the passing of time alone; null when it does not. */
export const agesAt = ({ measuredAt, awaitedSince }: Since, now: MonoMs): MonoMs | null => {
  const since = measuredAt ?? awaitedSince;
  if (since === null) return null;
  // A reading that is awaited has no age: it is missing in the end, or not.
  const ages = measuredAt === null ? UNTIL_MS.slice(-1) : UNTIL_MS;
  const until = ages.find(([, ms]) => now - since <= ms)?.[1];
  return until === undefined ? null : after(since, milliseconds(until + 1));
};
