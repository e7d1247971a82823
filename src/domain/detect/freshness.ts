import { after, type MonoMs, milliseconds } from '../units.ts';

/** How old the newest reading is, in words; `none` while a pump that has just started waits for its first. */
export type Freshness = 'none' | 'fresh' | 'late' | 'stale' | 'lost';

const MINUTE_MS = 60_000;

/** Each word holds up to and including this age; beyond the last, the reading is lost. */
const UNTIL_MS = [
  ['fresh', 6 * MINUTE_MS],
  ['late', 12 * MINUTE_MS],
  ['stale', 20 * MINUTE_MS],
] as const satisfies readonly (readonly [Freshness, number])[];

/** What age is counted from: when the newest reading was measured, else when the pump was switched on. */
export type Since = { readonly measuredAt: MonoMs | null; readonly poweredAt: MonoMs | null };

/** How fresh glucose is. A sensor that has not spoken 20 min after a start is as lost as one that stopped. */
export const freshnessOf = ({ measuredAt, poweredAt }: Since, now: MonoMs): Freshness => {
  const since = measuredAt ?? poweredAt;
  if (since === null) return 'none';
  const word = UNTIL_MS.find(([, until]) => now - since <= until)?.[0] ?? 'lost';
  return measuredAt === null && word !== 'lost' ? 'none' : word;
};

/** When the word changes next by the passing of time alone; null when it does not. */
export const agesAt = ({ measuredAt, poweredAt }: Since, now: MonoMs): MonoMs | null => {
  const since = measuredAt ?? poweredAt;
  if (since === null) return null;
  const until = UNTIL_MS.find(([, ms]) => now - since <= ms)?.[1];
  return until === undefined ? null : after(since, milliseconds(until + 1));
};
