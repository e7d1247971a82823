import { settableRate } from './rounding.ts';

/** A temporary basal that runs: U/h, and the minutes it has left; none: zero minutes. */
export type RunningTemp = { readonly rate: number; readonly minutes: number };

/** A temporary basal to set: U/h for so many minutes; zero minutes: back to the profile. */
export type Temp = { readonly rate: number; readonly minutes: number };

/** What a temporary basal is held against. */
export type TempLimits = {
  readonly currentBasal: number;
  readonly maxDailyBasal: number;
  readonly maxBasal: number;
  readonly maxDailySafetyMultiplier: number;
  readonly currentBasalSafetyMultiplier: number;
  readonly pumpModel: string | null;
  readonly skipNeutralTemps: boolean;
};

/** Why a temporary basal was set, or was not. */
export type TempReason =
  | 'temp set'
  | 'running temp is near enough'
  | 'neutral temp set'
  | 'neutral temp skipped, running temp cancelled'
  | 'neutral temp skipped, none runs';

/** The highest rate that is safe, in U/h: the least of three limits. */
export const maxSafeBasal = (limits: Omit<TempLimits, 'pumpModel' | 'skipNeutralTemps'>): number =>
  Math.min(
    limits.maxBasal,
    limits.maxDailySafetyMultiplier * limits.maxDailyBasal,
    limits.currentBasalSafetyMultiplier * limits.currentBasal,
  );

/** Within a fifth of the running rate, and that runs long enough: not worth a beep. */
const isNearEnough = (wanted: Temp, running: RunningTemp | null): boolean =>
  running !== null &&
  wanted.minutes > 0 &&
  running.minutes > wanted.minutes - 10 &&
  running.minutes <= 120 &&
  wanted.rate <= running.rate * 1.2 &&
  wanted.rate >= running.rate * 0.8;

/**
 * The temporary basal to set for a wish, in U/h and minutes; null: leave alone what runs. The wish is brought
 * into 0 … the highest safe rate, then to a rate the pump can be set to, which may be half a step above it.
 */
export const setTemp = (
  wish: Temp,
  limits: TempLimits,
  running: RunningTemp | null,
): { readonly temp: Temp | null; readonly reason: TempReason } => {
  const safe = wish.rate < 0 ? 0 : Math.min(wish.rate, maxSafeBasal(limits));
  const temp = { rate: settableRate(safe, limits.pumpModel), minutes: wish.minutes };
  if (isNearEnough(temp, running)) return { temp: null, reason: 'running temp is near enough' };
  if (temp.rate !== limits.currentBasal) return { temp, reason: 'temp set' };
  if (!limits.skipNeutralTemps) return { temp, reason: 'neutral temp set' };
  return running !== null && running.minutes > 0
    ? { temp: { rate: 0, minutes: 0 }, reason: 'neutral temp skipped, running temp cancelled' }
    : { temp: null, reason: 'neutral temp skipped, none runs' };
};
