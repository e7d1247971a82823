/** A value that holds from `startMs` to `endMs`; timelines are sorted by their start. */
export type Span<T> = { readonly startMs: number; readonly endMs: number; readonly value: T };
export type Timeline<T> = readonly Span<T>[];

/** The last span that has begun at this instant; null before the first. */
export const spanAt = <T>(timeline: Timeline<T>, ms: number): Span<T> | null => {
  let found: Span<T> | null = null;
  for (const span of timeline) {
    if (span.startMs > ms) break;
    found = span;
  }
  return found;
};

/** The value in force at this instant. A timeline that begins later is a defect of its caller, and throws. */
export const valueAt = <T>(timeline: Timeline<T>, ms: number, what: string): T => {
  const span = spanAt(timeline, ms);
  if (span === null)
    throw new RangeError(`the timeline of ${what} begins after ${ms} ms, where it is needed`);
  return span.value;
};

/** The spans that touch the closed interval. */
export const spansTouching = <T extends { readonly startMs: number; readonly endMs: number }>(
  spans: readonly T[],
  fromMs: number,
  toMs: number,
): readonly T[] => spans.filter(span => span.endMs >= fromMs && span.startMs <= toMs);
