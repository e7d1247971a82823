import type { Segment } from '../../domain/settings.ts';
import type { Delivered } from '../controller.ts';
import type { MinuteTable } from './curve.ts';
import { STOP_MINUTES, totalAt } from './iob.ts';
import type { Pulse } from './pieces.ts';
import { minuteOfDay } from './schedule.ts';
import type { Insulin } from './situation.ts';

const MINUTE_MS = 60_000;
const STEP_MS = 5 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The profile's rate at a moment, in µU/h. */
export const profileRateAt = (
  profile: readonly Segment[],
  utcOffsetMinutes: number,
  atMs: number,
): number => {
  const minute = minuteOfDay(atMs, utcOffsetMinutes);
  let rate = profile[profile.length - 1]?.rateUuPerHour ?? 0;
  for (const segment of profile) {
    if (segment.fromMinute > minute) break;
    rate = segment.rateUuPerHour;
  }
  return rate;
};

export type BasalTherapy = { readonly basalProfile: readonly Segment[]; readonly utcOffsetMinutes: number };

/**
 * Basal net of the profile, every minute of it: a dose of at most five minutes stands at their middle. Nothing is
 * dropped at a boundary of the schedule, and nothing rounded to pulses of 0.05 U.
 */
const netOf = (
  { startMs, endMs, amountUu }: Delivered,
  { basalProfile, utcOffsetMinutes }: BasalTherapy,
  fromMs: number,
): readonly Pulse[] => {
  const doses: Pulse[] = [];
  const perMs = amountUu / Math.max(1, endMs - startMs);
  // Whole minutes of the wall clock are cut at: there the profile may change.
  for (let at = Math.max(startMs, fromMs); at < endMs; ) {
    const until = Math.min(endMs, (Math.floor(at / STEP_MS) + 1) * STEP_MS);
    let profile = 0;
    for (let from = at; from < until; ) {
      const to = Math.min(until, (Math.floor(from / MINUTE_MS) + 1) * MINUTE_MS);
      profile += (profileRateAt(basalProfile, utcOffsetMinutes, from) * (to - from)) / HOUR_MS;
      from = to;
    }
    doses.push({ atMs: (at + until) / 2, units: (perMs * (until - at) - profile) / 1e6 });
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
    return { atMs, units: -profileRateAt(therapy.basalProfile, therapy.utcOffsetMinutes, atMs) / 12e6 };
  });
  const now = totalAt(doses, nowMs, table);
  return {
    iob: roundedUp(now.iob),
    activity: now.activity,
    ticks: stopped.map((_, step) => {
      const atMs = nowMs + step * STEP_MS;
      const { activity } = step === 0 ? now : totalAt(doses, atMs, table);
      return { activity, zeroTempActivity: activity + totalAt(stopped, atMs, table).activity };
    }),
  };
};
