/**
 * The percentile day of one trace, as counts: for each half hour of the day how many minutes glucose spent in each class of
 * 5 mg/dL. Counts add up in any order, and a year takes no more room than a day.
 */
export const SLOTS = 48;
const SLOT_MIN = 30;
const CLASS_MG_PER_DL = 5;
/** Glucose of 600 mg/dL and more is one class. */
const CLASSES = 121;

/** For each half hour: the first class that occurs, then the counts from there on. Empty where nothing was measured. */
export type DayCounts = readonly (readonly number[])[];

const classOf = (mgPerDl: number): number =>
  Math.min(CLASSES - 1, Math.max(0, Math.floor(mgPerDl / CLASS_MG_PER_DL)));

/** Counts of a trace of one value a minute from midnight on, mg/dL. */
export const dayCountsOf = (mgPerDl: ArrayLike<number>): DayCounts => {
  const counts = empty();
  for (let minute = 0; minute < mgPerDl.length; minute += 1) {
    const slot = counts[Math.floor(minute / SLOT_MIN) % SLOTS];
    const klass = classOf(mgPerDl[minute] ?? Number.NaN);
    if (slot !== undefined) slot[klass] = (slot[klass] ?? 0) + 1;
  }
  return counts.map(trimmed);
};

const empty = (): Uint32Array[] => Array.from({ length: SLOTS }, () => new Uint32Array(CLASSES));

const trimmed = (slot: Uint32Array): readonly number[] => {
  const first = slot.findIndex(count => count > 0);
  return first < 0 ? [] : [first, ...slot.slice(first, slot.findLastIndex(count => count > 0) + 1)];
};

export const PERCENTILES = [5, 25, 50, 75, 95] as const;

/** Glucose that so many percent of the time is below, for each half hour; null where nothing was measured. mg/dL. */
export type DayCurve = { readonly percent: number; readonly mgPerDl: readonly (number | null)[] };

/** The percentile day of many traces together. Within a class values are taken to lie evenly. */
export const dayCurves = (days: Iterable<DayCounts>): readonly DayCurve[] => {
  const sums = empty();
  for (const day of days)
    for (const [slot, [first = 0, ...counts]] of day.entries())
      for (const [index, count] of counts.entries()) {
        const sum = sums[slot];
        if (sum !== undefined) sum[first + index] = (sum[first + index] ?? 0) + count;
      }
  return PERCENTILES.map(percent => ({ percent, mgPerDl: sums.map(slot => quantile(slot, percent / 100)) }));
};

const quantile = (slot: Uint32Array, share: number): number | null => {
  const wanted = share * slot.reduce((sum, count) => sum + count, 0);
  let passed = 0;
  for (const [klass, count] of slot.entries()) {
    if (count > 0 && passed + count >= wanted) return CLASS_MG_PER_DL * (klass + (wanted - passed) / count);
    passed += count;
  }
  return null;
};
