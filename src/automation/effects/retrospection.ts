import type { Reading, Velocity } from './glucose.ts';
import { blankEffect, ceilToStep, type Effect, floorToStep, minutes, NO_EFFECT, STEP_MS } from './grid.ts';

/** What glucose did beyond insulin and meals, in mg/dL per five minutes, at one instant. */
type Discrepancy = { readonly atMs: number; readonly mgDl: number };

/** Discrepancies summed over the half hour that ends at `endMs`. */
export type SummedDiscrepancy = { readonly startMs: number; readonly endMs: number; readonly mgDl: number };

/** Discrepancies are summed over this time, and one hundredth more (LoopAlgorithm, LoopMath). */
export const GROUPING_MS = minutes(30);
const SUMMING_MS = GROUPING_MS * 1.01;
/** How long a correction lasts (LoopAlgorithm, LoopMath). */
const EFFECT_MS = minutes(60);
/** A discrepancy that is older than this says nothing about now. */
const RECENT_MS = minutes(15);

/** What meals do not explain of what counteracted insulin. Meals before the first velocity count for nothing. */
const discrepancies = (velocities: readonly Velocity[], carbs: Effect): readonly Discrepancy[] => {
  const firstEnd = velocities[0]?.endMs;
  if (firstEnd === undefined) return [];
  const { startMs, values } = carbs;
  const first = Math.max(0, Math.ceil((firstEnd - startMs) / STEP_MS));
  const found: Discrepancy[] = [];
  const add = ({ endMs, perMinute }: Velocity, explained: number): void => {
    found.push({ atMs: endMs, mgDl: (perMinute * STEP_MS) / minutes(1) - explained });
  };
  // What ends before the meals begin to be known is left out.
  const usable =
    first < values.length ? velocities.filter(({ endMs }) => endMs >= startMs + first * STEP_MS) : velocities;
  let next = 0;
  for (let index = first + 1; index < values.length; index += 1) {
    const velocity = usable[next];
    if (velocity === undefined) break;
    if (velocity.endMs > startMs + index * STEP_MS) continue;
    add(velocity, (values[index] ?? 0) - (values[index - 1] ?? 0));
    next += 1;
  }
  for (const velocity of usable.slice(next)) add(velocity, 0);
  return found;
};

/** The discrepancies, each summed with those of the half hour before it. */
export const summedDiscrepancies = (
  velocities: readonly Velocity[],
  carbs: Effect,
): readonly SummedDiscrepancy[] => {
  const each = discrepancies(velocities, carbs);
  let first = 0;
  return each.map(({ atMs }, index) => {
    while ((each[first]?.atMs ?? atMs) + SUMMING_MS < atMs) first += 1;
    let mgDl = 0;
    for (let at = index; at >= first; at -= 1) mgDl += each[at]?.mgDl ?? 0;
    return { startMs: each[first]?.atMs ?? atMs, endMs: atMs, mgDl };
  });
};

/**
 * A rate in mg/dL per ms that fades to nothing in a straight line: glucose from the last reading on, integrated
 * from its own instant. The rate holds at the middle of the first step, and is nothing at that of the last.
 */
const fading = (reading: Reading, ratePerMs: number, durationMs: number): Effect => {
  const startMs = floorToStep(reading.atMs);
  const endMs = ceilToStep(reading.atMs + durationMs);
  // The last point lies before the end of the effect; there is always one after the first.
  const { values } = blankEffect(startMs, Math.max(startMs + STEP_MS, endMs - STEP_MS));
  const slope = -ratePerMs / (durationMs - STEP_MS);
  values[0] = reading.mgDl;
  for (let index = 1; index < values.length; index += 1) {
    const since = startMs + index * STEP_MS - reading.atMs;
    values[index] = reading.mgDl + ratePerMs * since + (slope * since * (since - STEP_MS)) / 2;
  }
  return { startMs, values };
};

/** The gains of the integral correction (LoopAlgorithm, IntegralRetrospectiveCorrection). */
const CURRENT_GAIN = 1;
const PERSISTENT_GAIN = 2;
const TIME_CONSTANT_MS = minutes(60);
const DIFFERENTIAL_GAIN = 2;
const LONGEST_EFFECT_MS = minutes(180);
/** How far back discrepancies are integrated. */
export const RETROSPECTION_MS = minutes(180);
const LEAST_DISCREPANCY = 0.1;
const FORGET = Math.exp(-STEP_MS / TIME_CONSTANT_MS);
const INTEGRAL_GAIN = ((1 - FORGET) / FORGET) * (PERSISTENT_GAIN - CURRENT_GAIN);
const PROPORTIONAL_GAIN = CURRENT_GAIN - INTEGRAL_GAIN;

/** The latest discrepancies that follow each other closely and are of the same sign, oldest first. */
const persistent = (
  summed: readonly SummedDiscrepancy[],
  current: SummedDiscrepancy,
  nowMs: number,
): readonly number[] => {
  const run: number[] = [];
  let later = current;
  for (const past of summed.toReversed()) {
    if (past.endMs < nowMs - RETROSPECTION_MS || past.startMs > nowMs) continue;
    const sameSign = past.mgDl < 0 === current.mgDl < 0;
    if (!sameSign || later.endMs - past.endMs > RECENT_MS || Math.abs(past.mgDl) < LEAST_DISCREPANCY) break;
    run.push(past.mgDl);
    later = past;
  }
  return run.reverse();
};

type Correction = { readonly mgDl: number; readonly durationMs: number };

/** A proportional, integral and differential correction: what persists counts more and lasts longer. */
const integralCorrection = (run: readonly number[], current: SummedDiscrepancy): Correction => {
  let integral = 0;
  for (const value of run) integral = FORGET * integral + INTEGRAL_GAIN * value;
  const durationMs = Math.min(EFFECT_MS + 2 * STEP_MS * (run.length - 1), LONGEST_EFFECT_MS);
  const change = run.length > 1 ? current.mgDl - (run.at(-2) ?? 0) : 0;
  // Momentum already takes a rise into account; only a fall is added.
  const differential = DIFFERENTIAL_GAIN * Math.min(0, change);
  const total = PROPORTIONAL_GAIN * current.mgDl + integral + differential;
  return { mgDl: (total * EFFECT_MS) / durationMs, durationMs };
};

/**
 * Retrospective correction: what glucose did in the last half hour beyond insulin and meals goes on, and fades
 * within an hour; by the integral way stronger and longer the longer it has gone on. Nothing without a recent
 * discrepancy. The values are glucose itself; only their differences mean anything.
 */
export const retrospectiveCorrection = (
  reading: Reading,
  summed: readonly SummedDiscrepancy[],
  integral: boolean,
): Effect => {
  const current = summed.at(-1);
  if (current === undefined || reading.atMs - current.endMs > RECENT_MS) return NO_EFFECT;
  const { mgDl, durationMs }: Correction = integral
    ? integralCorrection(persistent(summed, current, reading.atMs), current)
    : { mgDl: current.mgDl, durationMs: EFFECT_MS };
  const overMs = Math.max(current.endMs - current.startMs, GROUPING_MS);
  return fading(reading, mgDl / overMs, durationMs);
};
