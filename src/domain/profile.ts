import type { Settings } from './settings.ts';
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

/** How a rate other than the profile's is programmed: a share of the profile, or a rate of its own. */
export type TempLevel = { readonly percent: Percent } | { readonly rate: MicrounitsPerHour };

/** Another rate than the profile's, until a moment of the monotonic clock. */
export type TempBasal = {
  readonly level: TempLevel;
  readonly endsAt: MonoMs;
  /**
   * Who wanted it: a person, or the pump while nobody knows the time of day (SR-078). `restart`: a person did,
   * before a restart that no person has seen; it only lowers the profile since. `controller`: an algorithm, within its
   * caps. `limited`: what is left of automation without glucose or controller; it only lowers the profile, too.
   */
  readonly by: 'person' | 'lostClock' | 'restart' | 'controller' | 'limited';
  /** What follows it; the profile where nothing does. */
  readonly next?: TempBasal;
};

/** A rate, and how long it stays what it is. */
export type Stretch = { readonly rate: MicrounitsPerHour; readonly leftMs: Milliseconds };

export const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** How much of the local day has passed at a wall time, in ms. */
export const localMs = ({ utcOffsetMinutes }: Pick<Settings, 'utcOffsetMinutes'>, wall: WallMs): number => {
  const local = (wall + utcOffsetMinutes * MINUTE_MS) % DAY_MS;
  return local < 0 ? local + DAY_MS : local;
};

/** The profile's segment at a wall time, and how long until the next one begins. */
export const profileAt = (settings: Settings, wall: WallMs): Stretch => {
  const ofDay = localMs(settings, wall);
  const { basalProfile } = settings;
  const segment = basalProfile.findLast(({ fromMinute }) => fromMinute * MINUTE_MS <= ofDay);
  if (segment === undefined) throw new RangeError('a basal profile has no segment');
  const next = basalProfile.find(({ fromMinute }) => fromMinute * MINUTE_MS > ofDay);
  const endsAt = (next?.fromMinute ?? 1_440) * MINUTE_MS;
  return { rate: microunitsPerHour(segment.rateUuPerHour), leftMs: milliseconds(endsAt - ofDay) };
};

/** The lowest rate of the day, whatever the time. */
export const lowestRate = ({ basalProfile }: Settings): MicrounitsPerHour =>
  microunitsPerHour(Math.min(...basalProfile.map(({ rateUuPerHour }) => rateUuPerHour)));

/**
 * The rate basal is programmed at: the profile, a share of it or a rate of its own, never above the
 * maximum (SR-017). A share rounds down.
 */
export const rateAt = (settings: Settings, temp: TempBasal | null, at: Instant): Stretch => {
  const asked = askedAt(settings, temp, at);
  const most = settings.maxBasalUuPerHour;
  return asked.rate <= most ? asked : { rate: microunitsPerHour(most), leftMs: asked.leftMs };
};

/** Whether the maximum lowers what a temporary basal asks for, at any moment of its time from `at` on. */
export const isCapped = (settings: Settings, temp: TempBasal, at: Instant): boolean =>
  asksEver(settings, temp, at, rate => rate > settings.maxBasalUuPerHour);

/** Whether a temporary basal asks for less than half of the profile's lowest rate, at any moment from `at` on. */
export const isScant = (settings: Settings, temp: TempBasal, at: Instant): boolean =>
  asksEver(settings, temp, at, rate => rate * 2 < lowestRate(settings));

/** Whether a temporary basal asks for more than the profile, at any moment of its time from `at` on. */
export const isEverRaise = (settings: Settings, temp: TempBasal, at: Instant): boolean =>
  asksEver(settings, temp, at, (rate, when) => rate > profileAt(settings, when.wallMs).rate);

const asksEver = (
  settings: Settings,
  temp: TempBasal,
  at: Instant,
  isSuch: (rate: MicrounitsPerHour, when: Instant) => boolean,
): boolean => {
  // A day holds every rate of a profile.
  const end = Math.min(temp.endsAt, at.monoMs + DAY_MS);
  for (let when = at; when.monoMs < end; ) {
    const { rate, leftMs } = askedAt(settings, temp, when);
    if (isSuch(rate, when)) return true;
    when = later(when, leftMs);
  }
  return false;
};

/** The highest rate that basal is programmed at while a temporary rate runs. A day holds every rate of a profile. */
export const highestRate = (settings: Settings, temp: TempBasal, at: Instant): MicrounitsPerHour => {
  const end = Math.min(temp.endsAt, at.monoMs + DAY_MS);
  let highest = rateAt(settings, temp, at).rate;
  for (let when = at; when.monoMs < end; ) {
    const { rate, leftMs } = rateAt(settings, temp, when);
    if (rate > highest) highest = rate;
    when = later(when, leftMs);
  }
  return highest;
};

const askedAt = (settings: Settings, temp: TempBasal | null, at: Instant): Stretch => {
  const profile = profileAt(settings, at.wallMs);
  if (temp === null) return profile;
  if (at.monoMs >= temp.endsAt) return temp.next === undefined ? profile : askedAt(settings, temp.next, at);
  const wanted = levelRate(settings, temp, profile.rate);
  return {
    rate: onlyLowers(temp) && wanted > profile.rate ? profile.rate : wanted,
    leftMs: milliseconds(Math.min(profile.leftMs, temp.endsAt - at.monoMs)),
  };
};

const onlyLowers = ({ by }: TempBasal): boolean => by === 'restart' || by === 'limited';

/** Without a time of day, another profile may lower the rate further, and never raises it (SR-078). */
const levelRate = (settings: Settings, { level, by }: TempBasal, profileRate: number): MicrounitsPerHour => {
  if ('percent' in level) return microunitsPerHour(Math.floor((profileRate * level.percent) / 100));
  return by === 'lostClock' ? microunitsPerHour(Math.min(level.rate, lowestRate(settings))) : level.rate;
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

/**
 * Follows the profile from a moment of the monotonic clock on: each call says what it gives from where the last one ended until the
 * next moment, in µU·ms/h, exact. A moment that has been passed adds nothing.
 */
export const followProfile = (settings: Settings, at: Instant, fromMonoMs: number) => {
  const stretchFrom = (mono: number): Stretch => profileAt(settings, later(at, mono - at.monoMs).wallMs);
  let reached = fromMonoMs;
  let stretch = stretchFrom(reached);
  let endsAt = reached + stretch.leftMs;
  return (until: number): number => {
    let sum = 0;
    while (reached < until) {
      if (reached === endsAt) {
        stretch = stretchFrom(reached);
        endsAt = reached + stretch.leftMs;
      }
      const to = Math.min(until, endsAt);
      sum += stretch.rate * (to - reached);
      reached = to;
    }
    return sum;
  };
};

/** The moment `ms` later, on both clocks. */
export const later = (from: Instant, ms: number): Instant =>
  ms === 0 ? from : { monoMs: monoMs(from.monoMs + ms), wallMs: wallMs(from.wallMs + ms) };

/** One hour of a rate is its amount: 3 600 000 ms in the integral's unit. */
export const HOUR_MS = 3_600_000;
