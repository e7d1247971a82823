/** Values over time, one list for each of them. */
export type Column = {
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
};

/** A column that can be gone on with: points closer than `spacing` seconds were joined. */
export type SampledColumn = Column & { readonly spacing: number };

export type Samples = {
  readonly add: (at: number, values: readonly (number | null)[]) => void;
  readonly column: () => SampledColumn;
};

export const MOST_POINTS = 6_000;

/**
 * Columns that never grow beyond `MOST_POINTS`: when full, every second point goes and the least spacing
 * doubles. The newest point is always exact.
 */
export const sampled = (begun: SampledColumn): Samples => {
  let times: number[] = [...begun.times];
  let values: (number | null)[][] = begun.values.map(column => [...column]);
  let { spacing } = begun;
  const thin = (): void => {
    const keep = (_: unknown, index: number): boolean => index % 2 === 0;
    times = times.filter(keep);
    values = values.map(column => column.filter(keep));
    spacing = Math.max(spacing, 1) * 2;
  };
  const isJumpTo = (row: readonly (number | null)[], last: number): boolean =>
    values.some((column, index) => isJump(column[last] ?? null, row[index] ?? null));
  /** The last point is provisional until one comes that is far enough from the one before it; a jump keeps its instant. */
  const isProvisional = (at: number, row: readonly (number | null)[]): boolean => {
    const last = times.length - 1;
    const before = times[last - 1];
    if (before === undefined || at - before >= spacing || isJumpTo(row, last)) return false;
    return !values.some(column => isJump(column[last - 1] ?? null, column[last] ?? null));
  };
  return {
    add: (at, row) => {
      const last = times.length - 1;
      if (at >= (times[last] ?? 0) && isProvisional(at, row)) {
        times[last] = at;
        for (const [index, column] of values.entries()) column[last] = row[index] ?? null;
        return;
      }
      if (at < (times[last] ?? Number.NEGATIVE_INFINITY)) return;
      times.push(at);
      for (const [index, column] of values.entries()) column.push(row[index] ?? null);
      if (times.length > MOST_POINTS) thin();
    },
    column: () => ({ times, values, spacing }),
  };
};

/** Nothing yet, in so many values. */
export const noSamples = (width: number, spacing: number): SampledColumn => ({
  times: [],
  values: Array.from({ length: width }, () => []),
  spacing,
});

/** A change that must keep its own instant: something appears, disappears, stops or starts. */
const isJump = (before: number | null, now: number | null): boolean =>
  (before === null) !== (now === null) || (before === 0) !== (now === 0);
