import type { Scheduled } from '../controller.ts';
import { minutes } from './grid.ts';
import type { Span, Timeline } from './timeline.ts';

const DAY_MS = minutes(24 * 60);

/** A schedule of the local day as a timeline that covers the closed interval; neighbours of one value stay apart. */
export const timelineOf = <T>(
  schedule: Scheduled<T>,
  utcOffsetMinutes: number,
  fromMs: number,
  toMs: number,
): Timeline<T> => {
  const offsetMs = minutes(utcOffsetMinutes);
  const spans: Span<T>[] = [];
  const firstDay = Math.floor((fromMs + offsetMs) / DAY_MS);
  const lastDay = Math.floor((toMs + offsetMs) / DAY_MS);
  for (let day = firstDay; day <= lastDay; day += 1) {
    const midnightMs = day * DAY_MS - offsetMs;
    for (const [index, { fromMinute, value }] of schedule.entries()) {
      const startMs = midnightMs + minutes(fromMinute);
      const endMs = midnightMs + minutes(schedule[index + 1]?.fromMinute ?? 24 * 60);
      if (endMs >= fromMs && startMs <= toMs) spans.push({ startMs, endMs, value });
    }
  }
  return spans;
};
