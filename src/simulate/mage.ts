import { deviationOf, meanOf } from './metrics.ts';

/** Windows of the two moving averages, in samples of five minutes: those that came nearest to readings by hand (Fernandes 2022). */
const SHORT = 5;
const LONG = 32;

/** Which way a stretch of the trace goes out: 1 to a peak, −1 to a nadir. */
type Side = 1 | -1;

/** The part of a trace up to a crossing of its two averages; its turning point is looked for in it. */
type Stretch = { readonly end: number; readonly side: Side };

const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;

/** The mean of the last `window` samples at each; before there are so many, the first that there is. */
const trailing = (mgDl: ArrayLike<number>, window: number): readonly number[] => {
  const meanUpTo = (end: number): number => {
    let sum = 0;
    for (let index = end - window + 1; index <= end; index += 1) sum += at(mgDl, index);
    return sum / window;
  };
  return Array.from(mgDl, (_, index) => meanUpTo(Math.max(index, window - 1)));
};

/**
 * Where the short average crosses the long one, and which way the trace goes out before it. A trace that begins with both
 * averages equal is taken to begin low, and touching without crossing is no crossing. The last sample ends the last stretch.
 */
const stretchesOf = (mgDl: ArrayLike<number>): readonly Stretch[] => {
  const [short, long] = [trailing(mgDl, SHORT), trailing(mgDl, LONG)];
  const sideAt = (index: number): Side | 0 => {
    const above = at(short, index) - at(long, index);
    return above > 0 ? 1 : above < 0 ? -1 : 0;
  };
  const stretches: Stretch[] = [];
  let [side, last]: [Side, Side | 0] = [sideAt(0) > 0 ? 1 : -1, sideAt(0)];
  for (let index = 1; index < mgDl.length; index += 1) {
    const now = sideAt(index);
    if (now === 0) continue;
    if (last !== 0 && now !== last) {
      stretches.push({ end: index, side });
      side = now;
    }
    last = now;
  }
  return [...stretches, { end: mgDl.length - 1, side }];
};

/**
 * The peaks and nadirs, mg/dL. Each is looked for from the one before it on: where excursions follow close upon each other,
 * averages lag, and the extreme is before the crossing that announces it.
 */
const turningPointsOf = (mgDl: ArrayLike<number>): readonly number[] => {
  let from = 0;
  return stretchesOf(mgDl).map(({ end, side }) => {
    let extreme = from;
    for (let index = from; index <= end; index += 1)
      if (side * at(mgDl, index) > side * at(mgDl, extreme)) extreme = index;
    from = extreme;
    return at(mgDl, extreme);
  });
};

/** The top of a rise that has begun, and the point at which more than `least` of it was lost again; null when the trace ends before. */
const topOf = (
  heights: readonly number[],
  begun: number,
  least: number,
): { readonly top: number; readonly next: number | null } => {
  let top = begun;
  for (let index = begun + 1; index < heights.length; index += 1) {
    if (at(heights, index) >= at(heights, top)) top = index;
    else if (at(heights, top) - at(heights, index) > least) return { top, next: index };
  }
  return { top, next: null };
};

/** Rises by more than `least` that are followed by a fall by more than it, or by the end; smaller turns in between do not count. */
const risesOf = (heights: readonly number[], least: number): readonly number[] => {
  const rises: number[] = [];
  let low = 0;
  let index = 1;
  while (index < heights.length) {
    if (at(heights, index) < at(heights, low)) low = index;
    if (at(heights, index) - at(heights, low) <= least) {
      index += 1;
      continue;
    }
    const { top, next } = topOf(heights, index, least);
    rises.push(at(heights, top) - at(heights, low));
    if (next === null) break;
    low = next;
    index = next + 1;
  }
  return rises;
};

/**
 * Mean amplitude of glycemic excursions, mg/dL, of readings five minutes apart: the mean height of rises and falls that are
 * greater than one standard deviation of the whole trace (Service et al., Diabetes 19:644, 1970), rises and falls averaged
 * each by themselves and then together. Turning points are found by the crossings of two moving averages (Fernandes et al.,
 * J Diabetes Sci Technol 16:576, 2022). Null where there is no excursion, or fewer readings than the longer average takes.
 */
export const mageOf = (mgDl: ArrayLike<number>): number | null => {
  if (mgDl.length < LONG) return null;
  const heights = turningPointsOf(mgDl);
  const least = deviationOf(mgDl, meanOf(mgDl));
  const upwards = risesOf(heights, least);
  const downwards = risesOf(
    heights.map(height => -height),
    least,
  );
  const means = [upwards, downwards].filter(({ length }) => length > 0).map(meanOf);
  return means.length === 0 ? null : meanOf(means);
};
