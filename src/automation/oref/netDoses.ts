import type { Segment } from '../../domain/settings.ts';
import type { Delivered } from '../controller.ts';
import type { MinuteTable } from './curve.ts';
import { activityAt, STOP_MINUTES, totalAt } from './iob.ts';
import type { Pulse } from './pieces.ts';
import { minuteOfDay } from './schedule.ts';
import type { Insulin } from './situation.ts';

const MINUTE_MS = 60_000;
const STEP_MS = 5 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY = 1_440;

export type BasalTherapy = { readonly basalProfile: readonly Segment[]; readonly utcOffsetMinutes: number };

/** The profile's rate at a moment, in µU/h, and the moment until which it holds. */
const profileAt = (
  { basalProfile, utcOffsetMinutes }: BasalTherapy,
  atMs: number,
): { readonly rate: number; readonly untilMs: number } => {
  const minute = minuteOfDay(atMs, utcOffsetMinutes);
  let rate = basalProfile[basalProfile.length - 1]?.rateUuPerHour ?? 0;
  let next = DAY;
  for (const segment of basalProfile) {
    if (segment.fromMinute > minute) {
      next = segment.fromMinute;
      break;
    }
    rate = segment.rateUuPerHour;
  }
  return { rate, untilMs: (Math.floor(atMs / MINUTE_MS) + next - minute) * MINUTE_MS };
};

export const profileRateAt = (therapy: BasalTherapy, atMs: number): number => profileAt(therapy, atMs).rate;

/**
 * Basal net of the profile, every minute of it: a dose of at most five minutes stands at their middle. Nothing is
 * dropped at a boundary of the schedule, and nothing rounded to pulses of 0.05 U.
 */
const netOf = (
  { startMs, endMs, amountUu }: Delivered,
  therapy: BasalTherapy,
  fromMs: number,
): readonly Pulse[] => {
  const doses: Pulse[] = [];
  const perMs = amountUu / Math.max(1, endMs - startMs);
  for (let at = Math.max(startMs, fromMs); at < endMs; ) {
    const { rate, untilMs } = profileAt(therapy, at);
    const until = Math.min(endMs, untilMs, (Math.floor(at / STEP_MS) + 1) * STEP_MS);
    doses.push({ atMs: (at + until) / 2, units: ((perMs - rate / HOUR_MS) * (until - at)) / 1e6 });
    at = until;
  }
  return doses;
};

/** What still acts at `fromMs` or is given after it, as doses in U; boluses whole, basal net of the profile. */
export const netDoses = (
  delivered: readonly Delivered[],
  therapy: BasalTherapy,
  fromMs: number,
): readonly Pulse[] =>
  delivered.flatMap(each => {
    if (each.endMs < fromMs) return [];
    if (each.kind === 'basal' && each.endMs > each.startMs) return netOf(each, therapy, fromMs);
    return [{ atMs: (each.startMs + each.endMs) / 2, units: each.amountUu / 1e6 }];
  });

/** Insulin on board is rounded up, to a thousandth of a unit. */
const roundedUp = (units: number): number => Math.ceil(units * 1000 - 1e-6) / 1000;

const STEPS = STOP_MINUTES / 5;

/** Insulin on board now and its activity ahead, as it is and as if basal stopped now. */
export const insulinAhead = (
  doses: readonly Pulse[],
  therapy: BasalTherapy,
  nowMs: number,
  table: MinuteTable,
): Pick<Insulin, 'iob' | 'activity' | 'ticks'> => {
  const stopped = Array.from({ length: STEPS }, (_, step): Pulse => {
    const atMs = nowMs + step * STEP_MS + STEP_MS / 2;
    return { atMs, units: -profileRateAt(therapy, atMs) / 12e6 };
  });
  const now = totalAt(doses, nowMs, table);
  return {
    iob: roundedUp(now.iob),
    activity: now.activity,
    ticks: stopped.map((_, step) => {
      const atMs = nowMs + step * STEP_MS;
      const activity = activityAt(doses, atMs, table);
      return { activity, zeroTempActivity: activity + activityAt(stopped, atMs, table) };
    }),
  };
};
