/** What a pump did, as oref0 reads it: wall-clock ms, U, U/h, minutes. */
export type PumpEvent =
  | { readonly kind: 'bolus'; readonly atMs: number; readonly units: number }
  | { readonly kind: 'temp'; readonly atMs: number; readonly rate: number; readonly minutes: number }
  | { readonly kind: 'suspend' | 'resume'; readonly atMs: number };

/** A rate for so long. */
export type TempSpan = { readonly atMs: number; readonly rate: number; readonly minutes: number };

const MINUTE_MS = 60_000;
/** How far back a suspension reaches whose beginning is not in the history: the longest duration of action. */
const UNKNOWN_SUSPENSION_MS = 8 * 60 * MINUTE_MS;

const endOf = ({ atMs, minutes }: TempSpan): number => atMs + minutes * MINUTE_MS;

const span = (startMs: number, endMs: number, rate: number): TempSpan => ({
  atMs: startMs,
  rate,
  minutes: (endMs - startMs) / MINUTE_MS,
});

/** A temporary basal ends when the next one begins. In order of time. */
export const withoutOverlap = (temps: readonly TempSpan[]): readonly TempSpan[] => {
  const sorted = temps.toSorted((a, b) => a.atMs - b.atMs);
  return sorted.map((temp, index) => {
    const next = sorted[index + 1];
    return next !== undefined && endOf(temp) > next.atMs ? span(temp.atMs, next.atMs, temp.rate) : temp;
  });
};

/** Times without delivery, by suspensions and resumptions; one that nobody ended lasts until now. */
export const suspensions = (events: readonly PumpEvent[], nowMs: number): readonly TempSpan[] => {
  const marks = events
    .flatMap(event => (event.kind === 'suspend' || event.kind === 'resume' ? [event] : []))
    .toSorted((a, b) => a.atMs - b.atMs);
  const found: TempSpan[] = [];
  // A history that begins with a resumption began suspended.
  let since: number | null = marks[0]?.kind === 'resume' ? nowMs - UNKNOWN_SUSPENSION_MS : null;
  for (const { kind, atMs } of marks) {
    if (kind === 'suspend') since ??= atMs;
    else if (since !== null) {
      if (atMs > since) found.push(span(since, atMs, 0));
      since = null;
    }
  }
  if (since !== null && since < nowMs) found.push(span(since, nowMs, 0));
  return found;
};

/** What is left of a span outside of the pauses. */
const outside = (whole: TempSpan, pauses: readonly TempSpan[]): readonly TempSpan[] =>
  pauses.reduce<readonly TempSpan[]>(
    (rest, pause) =>
      rest.flatMap(each => {
        const [start, end] = [each.atMs, endOf(each)];
        if (pause.atMs >= end || endOf(pause) <= start) return [each];
        return [
          ...(pause.atMs > start ? [span(start, pause.atMs, each.rate)] : []),
          ...(endOf(pause) < end ? [span(endOf(pause), end, each.rate)] : []),
        ];
      }),
    [whole],
  );

/** Temporary basals, and nothing at all during suspensions. */
export const aroundSuspensions = (
  temps: readonly TempSpan[],
  pauses: readonly TempSpan[],
): readonly TempSpan[] => [...temps.flatMap(temp => outside(temp, pauses)), ...pauses];
