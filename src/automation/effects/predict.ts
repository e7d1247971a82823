import type { Reading } from './glucose.ts';
import { type Effect, STEP_MS } from './grid.ts';

/** Glucose to come: the last reading first, then the points of the grid. */
export type Prediction = { readonly atMs: Float64Array; readonly mgDl: Float64Array };

/** The grid that all effects together cover; null where there is none. */
const extentOf = (
  effects: readonly Effect[],
): { readonly startMs: number; readonly count: number } | null => {
  let startMs = Number.POSITIVE_INFINITY;
  let endMs = Number.NEGATIVE_INFINITY;
  for (const { startMs: from, values } of effects) {
    if (values.length === 0) continue;
    startMs = Math.min(startMs, from);
    endMs = Math.max(endMs, from + (values.length - 1) * STEP_MS);
  }
  return endMs < startMs ? null : { startMs, count: Math.round((endMs - startMs) / STEP_MS) + 1 };
};

/**
 * Lets the trend take over where prediction begins and hand back to the other effects step by step, until its last
 * point. A trend of fewer than four points cannot be blended and counts for nothing.
 */
const blendMomentum = (
  changes: Float64Array,
  first: number,
  { startMs, values }: Effect,
  nowMs: number,
): void => {
  const blended = values.length - 2;
  if (blended < 2) return;
  const offset = (nowMs - startMs) / STEP_MS / blended - 1 / blended;
  for (let index = 0; index < values.length; index += 1) {
    const change = index === 0 ? 0 : (values[index] ?? 0) - (values[index - 1] ?? 0);
    const share = Math.min(1, Math.max(0, (values.length - index) / blended + offset));
    changes[first + index] = (1 - share) * (changes[first + index] ?? 0) + share * change;
  }
};

/**
 * Glucose from the last reading on, as the sum of the changes of all effects, with the trend blended in. Points
 * that no effect covers are left out.
 */
export const predict = (reading: Reading, momentum: Effect, effects: readonly Effect[]): Prediction => {
  const extent = extentOf([...effects, momentum]);
  if (extent === null) return { atMs: Float64Array.of(reading.atMs), mgDl: Float64Array.of(reading.mgDl) };
  const { startMs, count } = extent;
  const changes = new Float64Array(count);
  const covered = new Uint8Array(count);
  const firstOf = (effect: Effect): number => Math.round((effect.startMs - startMs) / STEP_MS);
  for (const effect of effects) {
    const first = firstOf(effect);
    for (let index = 0; index < effect.values.length; index += 1) {
      covered[first + index] = 1;
      if (index === 0) continue;
      const change = (effect.values[index] ?? 0) - (effect.values[index - 1] ?? 0);
      changes[first + index] = (changes[first + index] ?? 0) + change;
    }
  }
  if (momentum.values.length > 0) {
    covered.fill(1, firstOf(momentum), firstOf(momentum) + momentum.values.length);
    blendMomentum(changes, firstOf(momentum), momentum, reading.atMs);
  }
  const atMs = new Float64Array(count + 1);
  const mgDl = new Float64Array(count + 1);
  atMs[0] = reading.atMs;
  mgDl[0] = reading.mgDl;
  let used = 1;
  for (let index = 0; index < count; index += 1) {
    const at = startMs + index * STEP_MS;
    if (covered[index] === 0 || at <= reading.atMs) continue;
    atMs[used] = at;
    mgDl[used] = (mgDl[used - 1] ?? 0) + (changes[index] ?? 0);
    used += 1;
  }
  return { atMs: atMs.slice(0, used), mgDl: mgDl.slice(0, used) };
};

/** The prediction with its last value held until `untilMs`, where it ends before. */
export const heldUntil = (prediction: Prediction, untilMs: number): Prediction => {
  const { atMs, mgDl } = prediction;
  const last = mgDl.at(-1);
  if (last === undefined || (atMs.at(-1) ?? untilMs) >= untilMs) return prediction;
  return { atMs: Float64Array.of(...atMs, untilMs), mgDl: Float64Array.of(...mgDl, last) };
};
