import type { Channel } from './facts.ts';
import { HOUR_MS, type Stretch } from './profile.ts';
import { PULSE } from './pulses.ts';
import type { List } from './sharedList.ts';
import { type Microunits, type MonoMs, microunits } from './units.ts';

/** One pulse that counts as delivered. `certain` is false when nobody knows whether it moved (SR-006). */
export type Dose = {
  readonly atMonoMs: MonoMs;
  readonly channel: Channel;
  readonly certain: boolean;
  /** Given because a controller wanted it; of basal, give or take the pulse that was ripening when that changed. */
  readonly automatic?: true;
};

/** Doses in order of time, the oldest first. */
export type History = List<Dose>;

export const ROLLING_HOUR_MS = 3_600_000;
export const ROLLING_DAY_MS = 86_400_000;

/**
 * Where the doses after `since` begin. Every dose is one pulse, so a rolling sum is a count of
 * places, and exact.
 */
export const indexAfter = (history: History, since: number): number => {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((history.at(middle)?.atMonoMs ?? 0) > since) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** How many of the doses after `since` are such. */
export const countAfter = (history: History, since: number, isSuch: (dose: Dose) => boolean): number => {
  let count = 0;
  for (let index = indexAfter(history, since); index < history.length; index += 1) {
    const dose = history.at(index);
    if (dose !== undefined && isSuch(dose)) count += 1;
  }
  return count;
};

/** Insulin of the last `windowMs`, not counting a dose exactly that old. */
export const rollingSum = (history: History, at: MonoMs, windowMs: number): Microunits =>
  microunits((history.length - indexAfter(history, at - windowMs)) * PULSE);

/**
 * The highest sum over any `windowMs` that ends within the next `windowMs`, in µU and rounded up, when basal flows as
 * `stretchIn` says for each delay from now, and nothing else is given. Doses leave the window while basal enters it, so the
 * sum is highest just before a dose leaves, or at the end. Counted in whole µU·ms/h, stretch by stretch: each reading asks
 * for a whole day of doses.
 */
export const peakAhead = (
  history: History,
  at: MonoMs,
  windowMs: number,
  stretchIn: (delayMs: number) => Stretch,
): number => {
  const each = PULSE * HOUR_MS;
  let stretch = stretchIn(0);
  let changesIn: number = stretch.leftMs;
  let reached = 0;
  let basal = 0;
  let peak = 0;
  for (let index = indexAfter(history, at - windowMs); index <= history.length; index += 1) {
    const dose = index < history.length ? history.at(index) : undefined;
    const delayMs = dose === undefined ? windowMs : dose.atMonoMs + windowMs - at;
    while (changesIn < delayMs) {
      basal += stretch.rate * (changesIn - reached);
      reached = changesIn;
      stretch = stretchIn(reached);
      changesIn = reached + stretch.leftMs;
    }
    basal += stretch.rate * (delayMs - reached);
    reached = delayMs;
    peak = Math.max(peak, (history.length - index) * each + basal);
  }
  return Math.ceil(peak / HOUR_MS);
};
