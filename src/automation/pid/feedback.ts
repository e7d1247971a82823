import type { WallMs } from '../../domain/units.ts';
import type { History, Therapy } from '../controller.ts';
import { profileSpans } from '../evidence.ts';

/**
 * Insulin on its way, each as the rate in U/h that would keep it there: under the skin, in plasma, at work. A chain of three
 * first-order steps.
 */
export type OnItsWay = { readonly skin: number; readonly plasma: number; readonly effect: number };

/**
 * Time constants in minutes and shares of the feedback: Ruiz et al, J Diabetes Sci Technol 6:1123, 2012, whose coefficients for
 * one minute are e^(−1/50), e^(−1/70) and e^(−1/55). The shares sum to 1.
 */
export const FEEDBACK = {
  minutes: { skin: 50, plasma: 70, effect: 55 },
  share: { skin: 0.64935, plasma: 0.34128, effect: 0.0093667 },
} as const;

const MINUTE_MS = 60_000;
/** After so long nothing is left of a dose that would count. */
const PAST_MIN = 10 * 60;
const UU_PER_U = 1_000_000;
const PER_HOUR = 60;

/** Spreads an amount over the minutes of a window that it falls into. */
const pour = (into: Float64Array, fromMs: number, startMs: number, endMs: number, units: number): void => {
  const [start, end] = [(startMs - fromMs) / MINUTE_MS, (endMs - fromMs) / MINUTE_MS];
  if (end <= start) {
    const minute = Math.floor(start);
    if (minute >= 0 && minute < into.length) into[minute] = (into[minute] ?? 0) + units;
    return;
  }
  for (let minute = Math.max(0, Math.floor(start)); minute < Math.min(into.length, end); minute += 1) {
    const part = Math.min(minute + 1, end) - Math.max(minute, start);
    into[minute] = (into[minute] ?? 0) + (units * part) / (end - start);
  }
};

/** Insulin of each minute before now, U; the profile's where nothing was told. */
const givenBefore = (history: History, therapy: Therapy, nowMs: WallMs): Float64Array => {
  const fromMs = nowMs - PAST_MIN * MINUTE_MS;
  const given = new Float64Array(PAST_MIN);
  for (const { startMs, endMs, rateUuPerHour } of profileSpans(therapy, fromMs, nowMs))
    pour(given, fromMs, startMs, endMs, (rateUuPerHour * (endMs - startMs)) / 3.6e12);
  for (const { kind, startMs, endMs, amountUu } of history.delivered) {
    if (endMs < fromMs) continue;
    if (kind === 'basal' && endMs > startMs)
      for (const span of profileSpans(therapy, startMs, endMs))
        pour(
          given,
          fromMs,
          span.startMs,
          span.endMs,
          -(span.rateUuPerHour * (span.endMs - span.startMs)) / 3.6e12,
        );
    pour(given, fromMs, startMs, endMs, amountUu / UU_PER_U);
  }
  return given;
};

/** Where insulin is now. Before the window the first rate of the profile has held for ever. */
export const onItsWay = (history: History, therapy: Therapy, nowMs: WallMs): OnItsWay => {
  const given = givenBefore(history, therapy, nowMs);
  const [first] = profileSpans(therapy, nowMs - PAST_MIN * MINUTE_MS, nowMs);
  const held = (first?.rateUuPerHour ?? 0) / UU_PER_U;
  const { minutes } = FEEDBACK;
  const [stay, pass, act] = [minutes.skin, minutes.plasma, minutes.effect].map(each => Math.exp(-1 / each));
  let [skin, plasma, effect] = [held, held, held];
  for (const units of given) {
    effect = plasma + (effect - plasma) * (act ?? 0);
    plasma = skin + (plasma - skin) * (pass ?? 0);
    skin = units * PER_HOUR + (skin - units * PER_HOUR) * (stay ?? 0);
  }
  return { skin, plasma, effect };
};
