import type { WallMs } from '../../domain/units.ts';
import type { History, Therapy } from '../controller.ts';
import { timelineOf } from '../effects/schedules.ts';

const MINUTE_MS = 60_000;
const UNIT_UU = 1_000_000;

/** What went into the body minute by minute; index 0 is the oldest. */
export type Past = {
  /** Insulin beside the profile, U; below zero where less was given. */
  readonly insulinU: Float64Array;
  /** What the profile gives in each minute, U. */
  readonly profileU: Float64Array;
  readonly carbsG: Float64Array;
};

/** Rates of the profile for each minute from an instant on, U/min. */
export const profileFrom = (therapy: Therapy, fromMs: number, minutes: number): Float64Array => {
  const rates = therapy.basalProfile.map(({ fromMinute, rateUuPerHour }) => ({
    fromMinute,
    value: rateUuPerHour / UNIT_UU / 60,
  }));
  const out = new Float64Array(minutes);
  const spans = timelineOf(rates, therapy.utcOffsetMinutes, fromMs, fromMs + minutes * MINUTE_MS);
  for (const { startMs, endMs, value } of spans) {
    const first = Math.max(0, Math.ceil((startMs - fromMs) / MINUTE_MS));
    const end = Math.min(minutes, Math.ceil((endMs - fromMs) / MINUTE_MS));
    out.fill(value, first, Math.max(first, end));
  }
  return out;
};

/** What the history says of so many minutes before now. A stretch that it does not speak of gave the profile's rate. */
export const pastOf = (history: History, therapy: Therapy, nowMs: WallMs, minutes: number): Past => {
  const fromMs = nowMs - minutes * MINUTE_MS;
  const profile = profileFrom(therapy, fromMs, minutes);
  const insulinU = new Float64Array(minutes);
  const carbsG = new Float64Array(minutes);
  const minuteAt = (ms: number): number => Math.floor((ms - fromMs) / MINUTE_MS);
  for (const { kind, startMs, endMs, amountUu } of history.delivered) {
    if (endMs < fromMs || startMs > nowMs) continue;
    const units = amountUu / UNIT_UU;
    const lengthMs = endMs - startMs;
    if (lengthMs <= 0) {
      // What begins now is on board already.
      const at = Math.min(minuteAt(startMs), minutes - 1);
      if (at >= 0) insulinU[at] = (insulinU[at] ?? 0) + units;
      continue;
    }
    const first = Math.max(0, minuteAt(startMs));
    let begin = fromMs + first * MINUTE_MS;
    for (let at = first; at < minutes && begin < endMs; at += 1) {
      const end = begin + MINUTE_MS;
      const sharedMs = (end < endMs ? end : endMs) - (begin > startMs ? begin : startMs);
      const usual = kind === 'basal' ? ((profile[at] ?? 0) * sharedMs) / MINUTE_MS : 0;
      insulinU[at] = (insulinU[at] ?? 0) + (units * sharedMs) / lengthMs - usual;
      begin = end;
    }
  }
  for (const { atMs, grams } of history.carbs) {
    const at = minuteAt(atMs);
    if (at >= 0 && atMs <= nowMs) {
      const index = Math.min(at, minutes - 1);
      carbsG[index] = (carbsG[index] ?? 0) + grams;
    }
  }
  return { insulinU, profileU: profile, carbsG };
};
