import { exponentialCurve, remaining } from '../domain/insulin.ts';
import type { Ledger } from '../domain/ledger/ledger.ts';
import { followProfile, HOUR_MS, type Instant, later, profileAt } from '../domain/profile.ts';
import { PULSE } from '../domain/pulses.ts';
import { indexAfter } from '../domain/rolling.ts';
import type { Settings } from '../domain/settings.ts';
import { once } from './once.ts';

const MINUTE_MS = 60_000;
const MILLION = 1_000_000;

/** Of each age in whole minutes, how many millionths of a dose are left at least, and how many minute-millionths so far at most. */
type Shares = { readonly left: Float64Array; readonly sum: Float64Array };

/** From here on in whole numbers. */
const sharesOf = once(({ insulinDurationMinutes: duration, insulinPeakMinutes }: Settings): Shares => {
  const curve = exponentialCurve(duration, insulinPeakMinutes);
  const left = new Float64Array(duration + 2);
  const sum = new Float64Array(duration + 2);
  for (let age = 0; age <= duration; age += 1) {
    left[age] = Math.floor(remaining(curve, age) * MILLION);
    // What is left only falls: of a minute, what its beginning has.
    sum[age + 1] = (sum[age] ?? 0) + (left[age] ?? 0) + 1;
  }
  return { left, sum };
});

type Counted = Pick<Ledger, 'doses' | 'profileSince'>;

/**
 * Insulin on board beyond the profile, µU, that nobody can dispute: each dose as old as its next whole minute, the profile's own rounded up,
 * the pulse in flight left out; net of the profile, or of all that was given beyond it, whichever is more. Whole numbers from pulses and profile
 * alone, beside the ledger's own integral; never above it.
 */
export const onBoardAtLeast = (ledger: Counted, settings: Settings, at: Instant): number =>
  Math.max(netAtLeast(ledger, settings, at), beyondAtLeast(ledger, settings, at));

const ageAt = (at: Instant, atMonoMs: number): number => Math.ceil((at.monoMs - atMonoMs) / MINUTE_MS);

const netAtLeast = (
  { doses: { history }, profileSince }: Counted,
  settings: Settings,
  at: Instant,
): number => {
  const { left, sum } = sharesOf(settings);
  const durationMs = settings.insulinDurationMinutes * MINUTE_MS;
  let given = 0;
  for (let index = indexAfter(history, at.monoMs - durationMs); index < history.length; index += 1)
    given += left[ageAt(at, history.at(index)?.atMonoMs ?? 0)] ?? 0;
  let usual = 0;
  for (let ago = Math.min(durationMs, at.monoMs - profileSince); ago > 0; ) {
    const { rate, leftMs } = profileAt(settings, later(at, -ago).wallMs);
    const until = Math.max(0, ago - leftMs);
    usual += rate * ((sum[Math.ceil(ago / MINUTE_MS)] ?? 0) - (sum[Math.floor(until / MINUTE_MS)] ?? 0));
    ago = until;
  }
  return Math.floor((given * PULSE) / MILLION) - Math.ceil(usual / (60 * MILLION));
};

/** Of a pulse of basal, what the profile gave since the one before is the profile's, rounded up; all else was given beyond it. */
const beyondAtLeast = (
  { doses: { history }, profileSince }: Counted,
  settings: Settings,
  at: Instant,
): number => {
  const { left } = sharesOf(settings);
  const from = at.monoMs - settings.insulinDurationMinutes * MINUTE_MS;
  const usualUntil = followProfile(settings, at, Math.max(from, profileSince));
  let given = 0;
  for (let index = indexAfter(history, from); index < history.length; index += 1) {
    const dose = history.at(index);
    if (dose === undefined) continue;
    const usual = dose.channel === 'basal' ? Math.ceil(usualUntil(dose.atMonoMs) / HOUR_MS) : 0;
    given += (left[ageAt(at, dose.atMonoMs)] ?? 0) * Math.max(0, PULSE - usual);
  }
  return Math.floor(given / MILLION);
};
