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

/** Times without delivery; the last of them may have no end yet. */
export type Suspensions = { readonly ended: readonly TempSpan[]; readonly open: TempSpan | null };

/** By suspensions and resumptions; a history that begins with a resumption began suspended. */
export const suspensions = (events: readonly PumpEvent[], nowMs: number): Suspensions => {
  const marks = events
    .flatMap(event => (event.kind === 'suspend' || event.kind === 'resume' ? [event] : []))
    .toSorted((a, b) => a.atMs - b.atMs);
  const ended: TempSpan[] = [];
  let since: number | null = marks[0]?.kind === 'resume' ? nowMs - UNKNOWN_SUSPENSION_MS : null;
  for (const { kind, atMs } of marks) {
    if (kind === 'suspend') since ??= atMs;
    else if (since !== null) {
      if (atMs > since) ended.push(span(since, atMs, 0));
      since = null;
    }
  }
  return { ended, open: since !== null && since < nowMs ? span(since, nowMs, 0) : null };
};

/** What is left of a span outside of a pause. */
export const outside = (whole: TempSpan, pause: TempSpan): readonly TempSpan[] => {
  const [start, end, pauseEnd] = [whole.atMs, endOf(whole), endOf(pause)];
  if (pause.atMs >= end || pauseEnd <= start) return [whole];
  return [
    ...(pause.atMs > start ? [span(start, pause.atMs, whole.rate)] : []),
    ...(pauseEnd < end ? [span(pauseEnd, end, whole.rate)] : []),
  ];
};
