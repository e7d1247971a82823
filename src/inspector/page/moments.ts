import type { AlarmStretch } from './history.ts';

/** Going from one moment of a run to another. Times are monotonic ms, in order. Pure. */

/** The last of these before an instant, or the first after it; null where there is none. */
export const neighbour = (times: readonly number[], at: number, by: -1 | 1): number | null =>
  (by === -1 ? times.findLast(time => time < at) : times.find(time => time > at)) ?? null;

/** When alarms began: each instant at which one is there that was not there before. */
export const alarmOnsets = (stretches: readonly AlarmStretch[]): readonly number[] =>
  stretches.flatMap(({ at, names }, index) => {
    const before = stretches[index - 1]?.names ?? [];
    return names.some(name => !before.includes(name)) ? [at * 1_000] : [];
  });

/** Times real time at which a run may be played. */
export const PLAY_SPEEDS = [1, 2, 10, 60, 300, 600, 1_800, 3_600] as const;

/** The speed next to this one; the fastest and the slowest stay. */
export const nextSpeed = (speed: number, by: -1 | 1): number => {
  const found = PLAY_SPEEDS.findIndex(each => each >= speed);
  const last = PLAY_SPEEDS.length - 1;
  return PLAY_SPEEDS[Math.min(last, Math.max(0, (found < 0 ? last : found) + by))] ?? speed;
};

/** Where a run that is played has come after so much real time, and whether that is its end. */
export const played = (
  at: number,
  speed: number,
  realMs: number,
  end: number,
): { readonly at: number; readonly isOver: boolean } => {
  const next = at + speed * Math.max(0, realMs);
  return next >= end ? { at: end, isOver: true } : { at: next, isOver: false };
};

/** A stretch of time made shorter or longer by a factor around an instant that keeps its place in it; seconds. */
export const zoomed = (
  { from, to }: { readonly from: number; readonly to: number },
  around: number,
  factor: number,
  least: number,
  most: number,
): { readonly from: number; readonly to: number } => {
  const length = to - from;
  const next = Math.min(Math.max(length * factor, least), Math.max(most, least));
  const share = length > 0 ? Math.min(1, Math.max(0, (around - from) / length)) : 0.5;
  const begin = around - share * next;
  return { from: begin, to: begin + next };
};

/**
 * The stretch that shows an instant: the same one while it is inside; else one of the same length that begins a tenth
 * of it before that instant, or ends a tenth after it when it lies behind. It turns like a page, so that nothing slides.
 * While it stays, it is the very same object, and what draws it does not begin anew.
 */
export const turnedTo = (
  now: { readonly from: number; readonly to: number },
  at: number,
): { readonly from: number; readonly to: number } => {
  const { from, to } = now;
  const length = to - from;
  if (at > to) return { from: at - length * 0.1, to: at + length * 0.9 };
  if (at < from) return { from: at - length * 0.9, to: at + length * 0.1 };
  return now;
};
