import type { Reason } from '../controller.ts';
import type { GlucoseStatus } from './deltas.ts';
import { reason } from './reasons.ts';
import { rounded } from './rounding.ts';
import type { RunningTemp, Temp } from './temp.ts';

/** What a sensor that cannot be trusted says; 38 is an error of the receiver, and the rest below 11. */
const isError = (glucose: number): boolean => glucose <= 10 || glucose === 38;

/** A sensor that repeats itself: no change in 5 min, less than 1 mg/dL per 5 min over the last 45. */
const isFlat = ({ glucose, delta, shortDelta, longDelta }: GlucoseStatus): boolean =>
  glucose > 60 && delta === 0 && Math.abs(shortDelta) < 1 && Math.abs(longDelta) < 1;

/** Why a glucose status is not to be acted on; null: it may be. */
export const distrusts = (status: GlucoseStatus, nowMs: number): Reason | null => {
  const minutes = rounded((nowMs - status.atMs) / 60_000, 1);
  if (minutes > 12 || minutes < -5) return reason('glucose too old', minutes);
  if (isError(status.glucose)) return reason('glucose is an error of the sensor', status.glucose);
  if (status.noise >= 3) return reason('sensor too noisy', status.noise);
  return isFlat(status) ? reason('glucose unchanged for too long', status.glucose) : null;
};

/** Without glucose a raised basal ends and a long stop is shortened; what lowers basal for a while goes on. */
export const withoutGlucose = (
  running: RunningTemp,
  basal: number,
): { readonly temp: Temp | null; readonly reason: Reason } => {
  if (running.rate > basal)
    return {
      temp: { rate: basal, minutes: 30 },
      reason: reason('high temp replaced by profile', basal),
    };
  if (running.rate === 0 && running.minutes > 30)
    return { temp: { rate: 0, minutes: 30 }, reason: reason('zero temp shortened', 30) };
  return { temp: null, reason: reason('nothing done') };
};

/** The temporary basal the pump tells of, and the last one in its history: U/h, minutes, wall-clock ms. */
export type LastTemp = {
  readonly rate: number | null;
  readonly atMs: number;
  readonly minutes: number | null;
};

/** Pump and history disagree about what runs: nothing can be built on that, and the running temp ends. */
export const contradiction = (
  running: RunningTemp,
  last: LastTemp | null,
  nowMs: number,
  microbolusAllowed: boolean,
): Reason | null => {
  if (last === null || running.minutes === 0) return null;
  const age = rounded((nowMs - last.atMs) / 60_000);
  if (!(age > 10)) return null;
  if (microbolusAllowed && running.rate !== last.rate)
    return reason('running temp is not the one recorded', last.rate);
  const ended = age - (last.minutes ?? Number.NaN);
  return ended > 5 ? reason('recorded temp ended long ago', ended) : null;
};
