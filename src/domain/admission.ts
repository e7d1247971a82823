import { HARD } from './limits.ts';
import { HOUR_MS, type Instant, integrate, later, reservedAt, type TempBasal } from './profile.ts';
import { PULSE } from './pulses.ts';
import { type History, peakAhead, ROLLING_DAY_MS, ROLLING_HOUR_MS, rollingSum } from './rolling.ts';
import type { Settings } from './settings.ts';
import { type Microunits, microunits, milliseconds, monoMs, percent } from './units.ts';

/** What a request is held against. */
export type Standing = {
  readonly settings: Settings;
  readonly at: Instant;
  readonly temp: TempBasal | null;
  readonly history: History;
  /** A pulse in flight that is not in the history yet. It counts. */
  readonly inFlight: boolean;
  readonly reservoir: Microunits;
};

/**
 * The most that all channels together may give in any rolling hour (SR-015): one hour of the highest
 * basal and one and a half of the largest bolus.
 */
export const hardHourly = (settings: Settings): Microunits =>
  microunits(settings.maxBasalUuPerHour + Math.floor((settings.maxBolusUu * 3) / 2));

/** Why this bolus cannot be: nothing when it can (SR-015, SR-016, SR-021, SR-028). */
export const bolusObjections = (standing: Standing, amountUu: number): readonly string[] => [
  ...sizeObjections(standing.settings, amountUu),
  ...reservoirObjections(standing.reservoir, amountUu),
  ...capObjections(standing, standing.temp, amountUu, `a bolus of ${inU(amountUu)}`),
];

const sizeObjections = (settings: Settings, amountUu: number): readonly string[] => {
  const reasons: string[] = [];
  // SR-028: refused, never rounded. The step is also the least bolus.
  if (amountUu % HARD.bolusStepUu !== 0) {
    const below = amountUu - (amountUu % HARD.bolusStepUu);
    const choice = below === 0 ? inU(HARD.bolusStepUu) : `${inU(below)} or ${inU(below + HARD.bolusStepUu)}`;
    reasons.push(`${inU(amountUu)} is not a multiple of ${inU(HARD.bolusStepUu)}; ask for ${choice}.`);
  }
  const most = Math.min(settings.maxBolusUu, HARD.maxBolusUu);
  if (amountUu > most) reasons.push(`${inU(amountUu)} is above the largest bolus, ${inU(most)}.`);
  return reasons;
};

const reservoirObjections = (reservoir: Microunits, amountUu: number): readonly string[] =>
  amountUu + HARD.reservoirReserveUu > reservoir
    ? [
        `${inU(amountUu)} and ${inU(HARD.reservoirReserveUu)} in reserve are more than the ${inU(reservoir)} in the reservoir.`,
      ]
    : [];

/** Why this temporary basal cannot be: nothing when it can. */
export const tempBasalObjections = (
  standing: Standing,
  request: { readonly percent: number; readonly durationMs: number },
): readonly string[] => {
  const reasons: string[] = [];
  if (request.percent > HARD.tempBasalPercent) {
    reasons.push(
      `${request.percent} % is above the most a temporary basal may be, ${HARD.tempBasalPercent} %.`,
    );
  }
  if (request.durationMs < HARD.tempBasalLeastMs || request.durationMs > HARD.tempBasalMostMs) {
    reasons.push(
      `${inMinutes(request.durationMs)} is not between ${inMinutes(HARD.tempBasalLeastMs)} and ${inMinutes(HARD.tempBasalMostMs)}.`,
    );
  }
  if (request.durationMs % HARD.tempBasalStepMs !== 0) {
    reasons.push(`${inMinutes(request.durationMs)} is not a multiple of ${inMinutes(HARD.tempBasalStepMs)}.`);
  }
  // A share below the profile frees room, so only a raise is held against the caps (SR-016).
  if (reasons.length > 0 || request.percent <= 100) return reasons;
  const endsAt = monoMs(standing.at.monoMs + milliseconds(request.durationMs));
  return capObjections(
    standing,
    { percent: percent(request.percent), endsAt },
    0,
    `a basal of ${request.percent} %`,
  );
};

/** SR-015, SR-016: room for the basal to come is kept, so that basal never meets a cap. */
const capObjections = (
  standing: Standing,
  temp: TempBasal | null,
  amountUu: number,
  what: string,
): readonly string[] => {
  const { settings, at, history } = standing;
  const basalIn = (fromMs: number, toMs: number): number =>
    integrate(when => reservedAt(settings, temp, when), later(at, fromMs), toMs - fromMs) / HOUR_MS;
  const asked = amountUu + (standing.inFlight ? PULSE : 0);
  const hour =
    rollingSum(history, at.monoMs, ROLLING_HOUR_MS) + asked + Math.ceil(basalIn(0, ROLLING_HOUR_MS));
  const day = peakAhead(history, at.monoMs, ROLLING_DAY_MS, basalIn) + asked;
  const reasons: string[] = [];
  if (hour > hardHourly(settings)) {
    reasons.push(
      `with ${what}, the hour behind and the basal of the hour ahead come to ${inU(hour)}, above the ${inU(hardHourly(settings))} allowed in an hour.`,
    );
  }
  const most = Math.min(settings.maxDailyUu, HARD.maxDailyUu);
  if (day > most) {
    reasons.push(
      `with ${what} and the basal ahead, a day would come to ${inU(day)}, above the ${inU(most)} allowed in a day.`,
    );
  }
  return reasons;
};

const inU = (amountUu: number): string => `${amountUu / 1_000_000} U`;
const inMinutes = (ms: number): string => `${ms / 60_000} min`;
