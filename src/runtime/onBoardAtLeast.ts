import { exponentialCurve, remaining } from '../domain/insulin.ts';
import type { Ledger } from '../domain/ledger/ledger.ts';
import { type Instant, later, profileAt } from '../domain/profile.ts';
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

/**
 * Net insulin on board, µU, that nobody can dispute: each dose as old as its next whole minute, the profile's own rounded up, the
 * pulse in flight left out. Whole numbers from pulses and profile alone, beside the ledger's own integral; never above it.
 */
export const onBoardAtLeast = (
  { doses: { history }, profileSince }: Pick<Ledger, 'doses' | 'profileSince'>,
  settings: Settings,
  at: Instant,
): number => {
  const { left, sum } = sharesOf(settings);
  const durationMs = settings.insulinDurationMinutes * MINUTE_MS;
  let given = 0;
  for (let index = indexAfter(history, at.monoMs - durationMs); index < history.length; index += 1)
    given += left[Math.ceil((at.monoMs - (history[index]?.atMonoMs ?? 0)) / MINUTE_MS)] ?? 0;
  let usual = 0;
  for (let ago = Math.min(durationMs, at.monoMs - profileSince); ago > 0; ) {
    const { rate, leftMs } = profileAt(settings, later(at, -ago).wallMs);
    const until = Math.max(0, ago - leftMs);
    usual += rate * ((sum[Math.ceil(ago / MINUTE_MS)] ?? 0) - (sum[Math.floor(until / MINUTE_MS)] ?? 0));
    ago = until;
  }
  return Math.floor((given * PULSE) / MILLION) - Math.ceil(usual / (60 * MILLION));
};
