import { AHEAD_MOST_MS, isNoisy, OLDEST_MS } from '../../../src/domain/detect/reading.ts';
import type { MgPerDl, WallMs } from '../../../src/domain/units.ts';
import type { Offer, Offered } from './service.ts';

/** A reading to be told, with its age by our clock; a little ahead of it when negative. */
export type Told = Offered & { readonly ageMs: number };

/** What was told lately: the value of each instant, by the number that a reading has. */
export type ToldLately = ReadonlyMap<number, MgPerDl>;

export type Sifted = {
  /** Other values of instants that were told: the pump believes neither any more. */
  readonly contradicting: readonly Told[];
  /** The oldest first, each later than the one before. */
  readonly told: readonly Told[];
  /** What a person should know of the others; null when nothing. */
  readonly trouble: string | null;
};

const MINUTE_MS = 60_000;
/** Clocks that are set by the network agree better than that. */
const CLOCKS_APART_MS = 2 * MINUTE_MS;

/** By its own time, in seconds since 1970, so that the number of a reading is the same after a restart. */
export const numberOf = ({ atMs }: Pick<Offered, 'atMs'>): number => Math.floor(atMs / 1_000);

const minutes = (ms: number): number => Math.ceil(Math.abs(ms) / MINUTE_MS);

/** One reading for each instant; none where two say different things of it. */
const ofOneMind = (
  readings: readonly Offered[],
): { readonly agreed: readonly Offered[]; readonly disputed: readonly Offered[] } => {
  const byInstant = Map.groupBy(readings, ({ atMs }) => atMs);
  const all = [...byInstant.values()];
  const agree = (group: readonly Offered[]): boolean =>
    new Set(group.map(({ mgPerDl }) => mgPerDl)).size === 1;
  return {
    agreed: all.filter(agree).flatMap(group => group.slice(0, 1)),
    disputed: all.filter(group => !agree(group)).flatMap(group => group.slice(0, 1)),
  };
};

/**
 * What of an offer is news: by its own time later than `last` (the newest that was told), not from the future and not of long ago
 * (pump-domain §3.10); nothing, where one is from the future. What was told already is no news, and no trouble where it is the same.
 */
export const sift = (
  { readings, refused, sentMs }: Offer,
  { last, lately, now }: { readonly last: WallMs | null; readonly lately: ToldLately; readonly now: WallMs },
): Sifted => {
  const { agreed, disputed } = ofOneMind(readings);
  const sorted = agreed.toSorted((a, b) => a.atMs - b.atMs);
  const [early] = [...sorted, ...disputed].filter(({ atMs }) => atMs - now > AHEAD_MOST_MS);
  // Whoever dates one reading into the future has dated the others wrongly, too: they would pass for newer than they are.
  const news = early === undefined ? sorted : [];
  const areApart = sentMs !== null && Math.abs(sentMs - now) > CLOCKS_APART_MS;
  const told = news
    .filter(({ atMs }) => (last === null || atMs > last) && now - atMs <= OLDEST_MS)
    .map(reading => ({
      ...reading,
      ageMs: now - reading.atMs,
      // One of the clocks is wrong, and it may be ours: a reading may be older than it seems.
      noise: areApart && !isNoisy(reading.noise) ? 'medium' : reading.noise,
    }));
  const newest = sorted.at(-1);
  const [unclear] = disputed;
  // Whatever else is wrong with the answer: it is no reason for insulin that what was told is disputed by it.
  const contradicting = readings
    .filter(reading => (lately.get(numberOf(reading)) ?? reading.mgPerDl) !== reading.mgPerDl)
    .map(reading => ({ ...reading, ageMs: now - reading.atMs }));

  const ofTime = (): string | null => {
    if (early !== undefined)
      return `a reading is dated ${minutes(early.atMs - now)} min ahead, and all were refused. Set the clock of this computer or of the phone that uploads, or delete that reading.`;
    if (unclear !== undefined)
      return `two readings of one instant (${minutes(now - unclear.atMs)} min ago) differ, and both were refused. Let one program upload them.`;
    if (contradicting.some(({ ageMs }) => ageMs <= OLDEST_MS))
      return 'a reading has another value than when it was told, and neither is believed. Let one program upload them.';
    if (refused !== null) return refused;
    if (newest === undefined) return 'it has no readings. See that the sensor is uploaded to it.';
    if (now - newest.atMs > OLDEST_MS)
      return `its newest reading is ${minutes(now - newest.atMs)} min old. Look at the sensor and at what uploads it.`;
    if (sentMs !== null && areApart)
      return `its clock is ${minutes(sentMs - now)} min ${sentMs > now ? 'ahead of' : 'behind'} that of this computer. Set whichever is wrong: readings are judged by this computer's, and meanwhile none is a reason for more insulin.`;
    return null;
  };
  return { contradicting, told, trouble: ofTime() };
};
