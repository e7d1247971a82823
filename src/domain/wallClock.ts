import type { Instant } from './profile.ts';
import { after, type MonoMs, milliseconds } from './units.ts';

/**
 * What the wall clock is worth. It is held against the monotonic clock, which cannot be set: a wall clock
 * that has leapt tells no time of day, and the profile needs one (SR-077, SR-078).
 */
export type Clock = {
  readonly phase: 'trusted' | 'suspected' | 'lost';
  /** Wall minus monotonic time, in ms, when the clock was last known to be right; null before the first fact. */
  readonly aheadMs: number | null;
  /** Since when it is suspected. */
  readonly since: MonoMs | null;
};

export type ClockFinding =
  | { readonly type: 'clock.suspected' }
  | { readonly type: 'clock.lost' }
  | { readonly type: 'clock.trusted' };

/** SR-077: a leap of more than five minutes. Less is how clocks are. */
export const LEAP_MS = 5 * 60_000;
/** A leap that is still there after a minute was no misread digit. */
const DOUBT_MS = milliseconds(60_000);
/** A date before the first pump of this kind was made cannot be: 2020-01-01T00:00Z. */
export const EARLIEST_WALL_MS = 1_577_836_800_000;

/** Nothing was compared yet. */
export const unjudged: Clock = { phase: 'trusted', aheadMs: null, since: null };

/** A person has set or confirmed the clock, or the pump begins with it. */
export const trustFrom = ({ monoMs, wallMs }: Instant): Clock => ({
  phase: 'trusted',
  aheadMs: wallMs - monoMs,
  since: null,
});

/** A boot that cannot say how long the pump was away: nothing vouches for the clock. */
export const lostAt = (at: Instant): Clock => ({ ...trustFrom(at), phase: 'lost' });

/** Compares both clocks. What is lost stays lost until a person sets it. */
export const judgeClock = (
  clock: Clock,
  at: Instant,
): { readonly clock: Clock; readonly found: ClockFinding | null } => {
  const { phase, aheadMs, since } = clock;
  if (aheadMs === null) return { clock: trustFrom(at), found: null };
  if (phase === 'lost') return { clock, found: null };
  if (at.wallMs < EARLIEST_WALL_MS) return found(clock, 'lost');
  const leapt = Math.abs(at.wallMs - at.monoMs - aheadMs) > LEAP_MS;
  if (phase === 'trusted')
    return leapt ? found({ ...clock, since: at.monoMs }, 'suspected') : { clock, found: null };
  if (!leapt) return found(clock, 'trusted');
  return at.monoMs - (since ?? at.monoMs) >= DOUBT_MS ? found(clock, 'lost') : { clock, found: null };
};

const found = (clock: Clock, phase: Clock['phase']) => ({
  clock: { ...clock, phase, since: phase === 'suspected' ? clock.since : null },
  found: { type: `clock.${phase}` } as const,
});

/** When a suspicion is to be looked at again; null without one. */
export const doubtEndsAt = ({ phase, since }: Clock): MonoMs | null =>
  phase === 'suspected' && since !== null ? after(since, DOUBT_MS) : null;
