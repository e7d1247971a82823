import type { Segment, Settings } from './settings.ts';
import {
  type MicrounitsPerHour,
  type Milliseconds,
  type MonoMs,
  microunitsPerHour,
  milliseconds,
  monoMs,
  type Percent,
  type WallMs,
  wallMs,
} from './units.ts';

/** One moment on both clocks. Only the profile reads the wall clock (SR-076). */
export type Instant = { readonly monoMs: MonoMs; readonly wallMs: WallMs };

/** A temporary basal: a share of the profile until a moment of the monotonic clock. */
export type TempBasal = { readonly percent: Percent; readonly endsAt: MonoMs };

/** A rate, and how long it stays what it is. */
export type Stretch = { readonly rate: MicrounitsPerHour; readonly leftMs: Milliseconds };

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** The profile's segment at a wall time, and how long until the next one begins. */
export const profileAt = (settings: Settings, wall: WallMs): Stretch => {
  const local = (wall + settings.utcOffsetMinutes * MINUTE_MS) % DAY_MS;
  const ofDay = local < 0 ? local + DAY_MS : local;
  const { basalProfile } = settings;
  const next = basalProfile.findIndex(segment => segment.fromMinute * MINUTE_MS > ofDay);
  const segment = basalProfile.at(next < 0 ? -1 : next - 1);
  if (segment === undefined) throw new RangeError('a basal profile has no segment');
  return {
    rate: microunitsPerHour(segment.rateUuPerHour),
    leftMs: milliseconds(beginningOf(next < 0 ? undefined : basalProfile[next]) - ofDay),
  };
};

const beginningOf = (segment: Segment | undefined): number =>
  segment === undefined ? DAY_MS : segment.fromMinute * MINUTE_MS;

/**
 * The rate basal is programmed at: the profile, or a share of it, never above the maximum (SR-017).
 * A share rounds down.
 */
export const rateAt = (settings: Settings, temp: TempBasal | null, at: Instant): Stretch => {
  const profile = profileAt(settings, at.wallMs);
  const most = settings.maxBasalUuPerHour;
  if (temp === null || at.monoMs >= temp.endsAt) {
    return profile.rate <= most ? profile : { rate: microunitsPerHour(most), leftMs: profile.leftMs };
  }
  return {
    rate: microunitsPerHour(Math.min(Math.floor((profile.rate * temp.percent) / 100), most)),
    leftMs: milliseconds(Math.min(profile.leftMs, temp.endsAt - at.monoMs)),
  };
};

/** The programmed rate, and at least the profile's: what admission keeps room for. */
export const reservedAt = (settings: Settings, temp: TempBasal | null, at: Instant): Stretch => {
  const programmed = rateAt(settings, temp, at);
  const profile = rateAt(settings, null, at);
  return programmed.rate >= profile.rate ? programmed : { rate: profile.rate, leftMs: programmed.leftMs };
};

/**
 * The integral of a piecewise constant rate over `lengthMs` from `from`, in µU·ms/h: exact whole
 * numbers, so that cutting the time into pieces changes nothing.
 */
export const integrate = (stretchAt: (at: Instant) => Stretch, from: Instant, lengthMs: number): number => {
  let sum = 0;
  let passed = 0;
  while (passed < lengthMs) {
    const { rate, leftMs } = stretchAt(later(from, passed));
    const piece = Math.min(leftMs, lengthMs - passed);
    sum += rate * piece;
    passed += piece;
  }
  return sum;
};

/** The moment `ms` later, on both clocks. */
export const later = (from: Instant, ms: number): Instant =>
  ms === 0 ? from : { monoMs: monoMs(from.monoMs + ms), wallMs: wallMs(from.wallMs + ms) };

/** One hour of a rate is its amount: 3 600 000 ms in the integral's unit. */
export const HOUR_MS = 3_600_000;
