import { type MonoMs, monoMs } from '../units.ts';

/** A stretch in which basal was off because of low glucose. */
export type Spell = { readonly from: MonoMs; readonly to: MonoMs };

const MINUTE_MS = 60_000;
/** At most so much of any stretch of `WINDOW_MS` (SR-089), in ms. */
export const MOST_MS = 120 * MINUTE_MS;
export const WINDOW_MS = 150 * MINUTE_MS;
/** A suspension is planned for so long at a time. */
export const SLICE_MS = 5 * MINUTE_MS;

/** How much of the 150 min up to `end` the spells take, in ms. Spells do not overlap. */
export const usedUpTo = (spells: readonly Spell[], end: MonoMs): number =>
  spells.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, end - WINDOW_MS)),
    0,
  );

/**
 * The end of a next slice from `now`; null when there is no room for it. Judged at its end: while basal is off what
 * is used of the window never falls, so that no moment within the slice is worse.
 */
export const nextSlice = (spells: readonly Spell[], now: MonoMs): MonoMs | null => {
  const end = monoMs(now + SLICE_MS);
  return usedUpTo([...spells, { from: now, to: end }], end) <= MOST_MS ? end : null;
};

/** The spells with one more, without what no later window reaches. */
export const withSpell = (spells: readonly Spell[], spell: Spell): readonly Spell[] => [
  ...spells.filter(({ to }) => to > spell.to - WINDOW_MS),
  spell,
];
