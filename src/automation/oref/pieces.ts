import type { TempSpan } from './history.ts';
import { type BasalSchedule, basalAt, minuteOfDay } from './schedule.ts';

/** A dose at a moment: U, negative where less than the profile was given. */
export type Pulse = { readonly atMs: number; readonly units: number };

/** The schedule that a temporary basal is held against, and how sensitive the person is. */
export type Basal = {
  readonly schedule: BasalSchedule;
  readonly utcOffsetMinutes: number;
  /** The profile's rate is multiplied by it. */
  readonly ratio: number;
};

/**
 * `corrected`: every piece counts once. `asPublished`, with two faults of oref0 0.7.1 (lib/iob/history.js), for the
 * comparison with it alone: once a piece has been cut in a pass, those behind it that need no cut are lost; and
 * what a temporary basal would have given after the beginning of a suspension without an end still counts.
 */
export type Splitting = 'corrected' | 'asPublished';

const MINUTE_MS = 60_000;
const DAY = 1_440;
const LONGEST = 30;
const PULSE = 0.05;

/** After how many minutes to cut; null: not at all. Half hours first, then boundaries of the schedule or midnight. */
const cutAfter = (piece: TempSpan, { schedule, utcOffsetMinutes }: Basal): number | null => {
  if (piece.minutes > LONGEST) return LONGEST;
  const start = minuteOfDay(piece.atMs, utcOffsetMinutes);
  const end = start + piece.minutes;
  for (const { fromMinute } of schedule) {
    const within = start < fromMinute && end > fromMinute;
    const tomorrow = end > DAY && fromMinute < end - DAY;
    if (within || tomorrow) return (end > DAY ? DAY : fromMinute) - start;
  }
  return null;
};

const cut = (piece: TempSpan, minutes: number): readonly [TempSpan, TempSpan] => [
  { ...piece, minutes },
  { ...piece, atMs: piece.atMs + minutes * MINUTE_MS, minutes: piece.minutes - minutes },
];

/** Pieces of at most half an hour, none across a boundary of the schedule. */
export const split = (whole: TempSpan, basal: Basal, splitting: Splitting): readonly TempSpan[] => {
  let pieces: readonly TempSpan[] = [whole];
  for (let again = true; again; ) {
    again = false;
    const next: TempSpan[] = [];
    for (const piece of pieces) {
      const minutes = cutAfter(piece, basal);
      if (minutes !== null) {
        next.push(...cut(piece, minutes));
        again = true;
      } else if (splitting === 'corrected' || !again) next.push(piece);
    }
    pieces = next;
  }
  return pieces;
};

/** The difference to the profile's rate as pulses of 0.05 U, evenly over the piece; what is less is dropped. */
export const pulsesOf = (piece: TempSpan, { schedule, utcOffsetMinutes, ratio }: Basal): readonly Pulse[] => {
  if (!(piece.minutes > 0)) return [];
  const net = piece.rate - basalAt(schedule, minuteOfDay(piece.atMs, utcOffsetMinutes)) * ratio;
  const units = net < 0 ? -PULSE : PULSE;
  const amount = Math.round((net * piece.minutes * 10) / 6) / 100;
  const count = Math.round(amount / units);
  const apartMs = (piece.minutes / count) * MINUTE_MS;
  return Array.from({ length: Math.max(0, count) }, (_, index) => ({
    atMs: piece.atMs + index * apartMs,
    units,
  }));
};
