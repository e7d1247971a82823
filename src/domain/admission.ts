import type { Spread } from './commands.ts';
import { HARD, hourlyMostUu, TIMING } from './limits.ts';
import {
  HOUR_MS,
  type Instant,
  integrate,
  isEverRaise,
  later,
  reservedAt,
  type Stretch,
  type TempBasal,
  type TempLevel,
} from './profile.ts';
import { PULSE } from './pulses.ts';
import { remembered } from './remembered.ts';
import { type History, peakAhead, ROLLING_DAY_MS, ROLLING_HOUR_MS, rollingSum } from './rolling.ts';
import type { Settings } from './settings.ts';
import { type Microunits, type MonoMs, microunits, milliseconds, monoMs, type WallMs } from './units.ts';

/** What a request is held against. */
export type Standing = {
  readonly settings: Settings;
  readonly at: Instant;
  readonly temp: TempBasal | null;
  readonly history: History;
  /** A pulse in flight that is not in the history yet. It counts. */
  readonly inFlight: boolean;
  readonly reservoir: Microunits;
  /** What a running extended bolus still has to give: in all, and within the hour. */
  readonly owed: Microunits;
  readonly owedInHour: Microunits;
};

/** The cap of the rolling hour under these settings (SR-015). */
export const hardHourly = (settings: Settings): Microunits => microunits(hourlyMostUu(settings));

/** A bolus in its parts: so much now, 0 when all of it is spread, and perhaps so much over time. */
export type Parts = { readonly nowUu: number; readonly spread: Spread | null };

/** Why this bolus cannot be: nothing when it can (SR-015, SR-016, SR-021, SR-028, SR-029). */
export const bolusObjections = (standing: Standing, { nowUu, spread }: Parts): readonly string[] => {
  const amountUu = nowUu + (spread?.amountUu ?? 0);
  const inHourUu = nowUu + (spread === null ? 0 : spreadWithin(spread, ROLLING_HOUR_MS));
  return [
    ...stepObjections(nowUu),
    ...(spread === null ? [] : [...stepObjections(spread.amountUu), ...spreadObjections(spread)]),
    ...sizeObjections(standing.settings, amountUu),
    ...reservoirObjections(standing, amountUu),
    ...capObjections(standing, standing.temp, { amountUu, inHourUu }, `a bolus of ${inU(amountUu)}`),
  ];
};

/** How much of a spread dose falls due within `ms` of its beginning; µU, rounded up. */
export const spreadWithin = ({ amountUu, durationMs }: Spread, ms: number): number =>
  ms >= durationMs ? amountUu : Math.ceil((amountUu * ms) / durationMs);

/** SR-028: refused, never rounded. The step is also the least bolus. */
const stepObjections = (amountUu: number): readonly string[] => {
  if (amountUu % HARD.bolusStepUu === 0) return [];
  const below = amountUu - (amountUu % HARD.bolusStepUu);
  const choice = below === 0 ? inU(HARD.bolusStepUu) : `${inU(below)} or ${inU(below + HARD.bolusStepUu)}`;
  return [`${inU(amountUu)} is not a multiple of ${inU(HARD.bolusStepUu)}; ask for ${choice}.`];
};

const spreadObjections = ({ amountUu, durationMs }: Spread): readonly string[] => {
  const reasons: string[] = [];
  if (durationMs < HARD.extendedLeastMs || durationMs > HARD.extendedMostMs)
    reasons.push(
      `a duration of ${inMinutes(durationMs)} is not between ${inMinutes(HARD.extendedLeastMs)} and ${inMinutes(HARD.extendedMostMs)}.`,
    );
  if (durationMs % HARD.extendedStepMs !== 0)
    reasons.push(
      `a duration of ${inMinutes(durationMs)} is not a multiple of ${inMinutes(HARD.extendedStepMs)}.`,
    );
  // SR-036: the extended part, too, gives no more than a pulse each second.
  if (amountUu * TIMING.bolusInterval > PULSE * durationMs)
    reasons.push(
      `${inU(amountUu)} in ${inMinutes(durationMs)} is faster than a bolus may be; ask for a longer duration.`,
    );
  return reasons;
};

const sizeObjections = (settings: Settings, amountUu: number): readonly string[] => {
  const most = Math.min(settings.maxBolusUu, HARD.maxBolusUu);
  return amountUu > most ? [`${inU(amountUu)} is above the largest bolus, ${inU(most)}.`] : [];
};

const reservoirObjections = ({ reservoir, owed }: Standing, amountUu: number): readonly string[] => {
  if (amountUu + owed + HARD.reservoirReserveUu <= reservoir) return [];
  const running = owed === 0 ? '' : `, ${inU(owed)} of the extended bolus`;
  return [
    `${inU(amountUu)}${running} and ${inU(HARD.reservoirReserveUu)} in reserve are more than the ${inU(reservoir)} in the reservoir.`,
  ];
};

/** Why this temporary basal cannot be: nothing when it can. */
export const tempBasalObjections = (
  standing: Standing,
  request: { readonly level: TempLevel; readonly durationMs: number },
): readonly string[] => {
  const { level } = request;
  const reasons: string[] = [];
  if ('percent' in level && level.percent > HARD.tempBasalPercent) {
    reasons.push(
      `${level.percent} % is above the most a temporary basal may be, ${HARD.tempBasalPercent} %.`,
    );
  }
  if ('rate' in level && level.rate > 0 && level.rate < HARD.leastBasalUuPerHour) {
    reasons.push(
      `${inU(level.rate)}/h is below the least that basal may be, ${inU(HARD.leastBasalUuPerHour)}/h; ask for that or for none.`,
    );
  }
  if ('rate' in level && level.rate > HARD.maxBasalUuPerHour) {
    reasons.push(
      `${inU(level.rate)}/h is above the most that basal may be, ${inU(HARD.maxBasalUuPerHour)}/h.`,
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
  if (reasons.length > 0) return reasons;
  const endsAt = monoMs(standing.at.monoMs + milliseconds(request.durationMs));
  const temp: TempBasal = { level, endsAt, by: 'person' };
  // A rate below the profile frees room, so only a raise is held against the caps (SR-016).
  if (!isEverRaise(standing.settings, temp, standing.at)) return [];
  const what = 'percent' in level ? `${level.percent} %` : `${inU(level.rate)}/h`;
  return capObjections(standing, temp, { amountUu: 0, inHourUu: 0 }, `a basal of ${what}`);
};

/** SR-015, SR-016: room for the basal to come is kept, and for what an extended bolus owes, so that neither meets a cap. */
const capObjections = (
  standing: Standing,
  temp: TempBasal | null,
  bolus: { readonly amountUu: number; readonly inHourUu: number },
  what: string,
): readonly string[] => {
  const { settings } = standing;
  const { hour, day } = loadAhead(standing, temp, bolus);
  const reasons: string[] = [];
  if (hour > hardHourly(settings)) {
    reasons.push(
      `with ${what}, the hour behind and the basal of the hour ahead come to ${inU(hour)}, above the ${inU(hardHourly(settings))} allowed in an hour.`,
    );
  }
  const most = dailyMost(settings);
  if (day > most) {
    reasons.push(
      `with ${what} and the basal ahead, a day would come to ${inU(day)}, above the ${inU(most)} allowed in a day.`,
    );
  }
  return reasons;
};

/** What the rolling hour and the rolling day come to with the basal ahead, what is owed, and this bolus; µU. */
export const loadAhead = (
  { settings, at, history, inFlight, owed, owedInHour }: Standing,
  temp: TempBasal | null,
  bolus: { readonly amountUu: number; readonly inHourUu: number },
): { readonly hour: number; readonly day: number } => {
  const stretchAt = (when: Instant): Stretch => reservedAt(settings, temp, when);
  const flying = inFlight ? PULSE : 0;
  return {
    hour:
      rollingSum(history, at.monoMs, ROLLING_HOUR_MS) +
      (bolus.inHourUu + owedInHour + flying) +
      Math.ceil(integrate(stretchAt, at, ROLLING_HOUR_MS) / HOUR_MS),
    day: dayAhead(history, settings, temp, at.monoMs, at.wallMs) + bolus.amountUu + owed + flying,
  };
};

/** The most that the rolling day of doses and basal will come to. Asked several times at each reading, of the same. */
const dayAhead = remembered(
  (history: History, settings: Settings, temp: TempBasal | null, mono: MonoMs, wall: WallMs): number => {
    const at: Instant = { monoMs: mono, wallMs: wall };
    return peakAhead(history, mono, ROLLING_DAY_MS, delayMs =>
      reservedAt(settings, temp, later(at, delayMs)),
    );
  },
);

/** The most that may be given in a rolling day (SR-016). */
export const dailyMost = ({ maxDailyUu }: Settings): number => Math.min(maxDailyUu, HARD.maxDailyUu);

const inU = (amountUu: number): string => `${amountUu / 1_000_000} U`;
const inMinutes = (ms: number): string => `${ms / 60_000} min`;
