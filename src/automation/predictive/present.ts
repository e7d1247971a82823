import type { WallMs } from '../../domain/units.ts';
import type { Reading } from '../controller.ts';
import { type Estimate, firstEstimate, learn, pass, type Unsure } from './estimate.ts';
import { emptyBody, type Gains, KINETICS, minuteOf } from './kinetics.ts';
import type { Now } from './outlook.ts';
import type { Past } from './past.ts';

const MINUTE_MS = 60_000;

/**
 * Lives the past through, minute by minute: where insulin and food are, and what the readings have taught. It is made anew at each
 * decision: the same past gives the same estimate. Null where there is no reading.
 */
export const presentOf = (
  readings: readonly Reading[],
  past: Past,
  gains: Gains,
  unsure: Unsure,
  nowMs: WallMs,
): Now | null => {
  const minutes = past.insulinU.length;
  const fromMs = nowMs - minutes * MINUTE_MS;
  const body = emptyBody();
  const gramDrift = gains.carbs / KINETICS.gut;
  let estimate: Estimate | null = null;
  let next = readings.findIndex(({ atMs }) => atMs >= fromMs);
  if (next < 0) return null;
  // Since the last reading; one object, because numbers that a closure changes are made anew each time.
  const moved = { minutes: 0, insulin: 0, carbs: 0, profile: 0 };
  const on = (known: Estimate): void => {
    if (moved.minutes > 0) pass(known, moved.minutes, moved, unsure, gramDrift);
    forget(moved);
  };
  for (let minute = 0; minute <= minutes; minute += 1) {
    for (let reading = readings[next]; reading !== undefined; reading = readings[next]) {
      if (reading.atMs > nowMs || Math.floor((reading.atMs - fromMs) / MINUTE_MS) > minute) break;
      next += 1;
      if (estimate === null) {
        estimate = firstEstimate(reading.mgPerDl, unsure);
        forget(moved);
      } else {
        on(estimate);
        learn(estimate, reading.mgPerDl);
      }
    }
    if (minute === minutes) break;
    moved.insulin += gains.insulin * body.action;
    moved.carbs += gains.carbs * (body.gut2 / KINETICS.gut);
    moved.profile += gains.insulin * (past.profileU[minute] ?? 0);
    moved.minutes += 1;
    minuteOf(body, past.insulinU[minute] ?? 0, past.carbsG[minute] ?? 0);
  }
  if (estimate === null) return null;
  on(estimate);
  return { estimate, body };
};

const forget = (moved: { minutes: number; insulin: number; carbs: number; profile: number }): void => {
  moved.minutes = 0;
  moved.insulin = 0;
  moved.carbs = 0;
  moved.profile = 0;
};
