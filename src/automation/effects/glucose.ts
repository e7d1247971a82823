import { blankEffect, type Effect, minutes, NO_EFFECT, STEP_MS } from './grid.ts';

/** A reading of the sensor in mg/dL. Readings of one history are sorted by time. */
export type Reading = {
  readonly atMs: number;
  readonly mgDl: number;
  /** Which sensor; readings of different ones are not compared. */
  readonly source: string | null;
  /** A calibration, which is shown and says nothing about a change. */
  readonly displayOnly: boolean;
};

/** How fast glucose moved between two readings, beyond what insulin explains, in mg/dL per minute. */
export type Velocity = { readonly startMs: number; readonly endMs: number; readonly perMinute: number };

/** Readings closer than this are not compared with each other. */
const LEAST_BETWEEN_MS = minutes(4);
const MINUTE_MS = minutes(1);

export const isSmooth = (readings: readonly Reading[], mostJump: number): boolean => {
  if (readings.length < 2) return false;
  for (let index = 1; index < readings.length; index += 1) {
    const jump = (readings[index]?.mgDl ?? 0) - (readings[index - 1]?.mgDl ?? 0);
    if (Math.abs(jump) > mostJump) return false;
  }
  return true;
};

const isContinuous = (readings: readonly Reading[]): boolean => {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) return false;
  return Math.abs(last.atMs - first.atMs) < STEP_MS * readings.length;
};

const isOfOneSource = (readings: readonly Reading[]): boolean =>
  readings.every(({ source, displayOnly }) => !displayOnly && source === (readings[0]?.source ?? null));

/** Glucose does not rise faster by itself, in mg/dL per minute (LoopAlgorithm, GlucoseMath). */
const FASTEST_RISE = 4;
/** A larger step between two readings in mg/dL is no trend (LoopAlgorithm, GlucoseMath). */
export const LARGEST_JUMP = 40;

/** Slope in mg/dL per ms by least squares; not a number where all readings are of one instant. */
const slopeOf = (readings: readonly Reading[], originMs: number): number => {
  let [sumX, sumY, sumXY, sumXX] = [0, 0, 0, 0];
  for (const { atMs, mgDl } of readings) {
    const x = (atMs - originMs) / 1_000;
    sumX += x;
    sumY += mgDl;
    sumXY += x * mgDl;
    sumXX += x * x;
  }
  const count = readings.length;
  return (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX) / 1_000;
};

/**
 * Where the trend of the readings would take glucose in `durationMs` after the last of them: a straight line, at
 * most 4 mg/dL per minute upwards. Nothing with fewer than three readings, a gap, a calibration, a jump of more
 * than 40 mg/dL, or more than one sensor among them.
 */
export const momentum = (readings: readonly Reading[], durationMs: number): Effect => {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined || readings.length < 3) return NO_EFFECT;
  if (!isSmooth(readings, LARGEST_JUMP) || !isContinuous(readings) || !isOfOneSource(readings))
    return NO_EFFECT;
  const slope = slopeOf(readings, first.atMs);
  if (!Number.isFinite(slope)) return NO_EFFECT;
  const limited = Math.min(slope, FASTEST_RISE / MINUTE_MS);
  const effect = blankEffect(last.atMs, last.atMs + durationMs);
  for (let index = 0; index < effect.values.length; index += 1)
    effect.values[index] = Math.max(0, effect.startMs + index * STEP_MS - last.atMs) * limited;
  return effect;
};

/**
 * What counteracts insulin: how much faster glucose rose between readings than the effect of insulin explains.
 * Readings before the effect begins are left out, and those after it ends.
 */
export const counteraction = (readings: readonly Reading[], insulin: Effect): readonly Velocity[] => {
  const { startMs, values } = insulin;
  const velocities: Velocity[] = [];
  const gridIndex = (ms: number): number => Math.ceil((ms - startMs) / STEP_MS);
  let used = 0;
  let start: Reading | null = null;
  for (const end of readings) {
    if (values.length === 0 || end.atMs < startMs) continue;
    if (start === null) {
      start = end;
      continue;
    }
    if (end.atMs - start.atMs <= LEAST_BETWEEN_MS) continue;
    const [from, to] = [start, end];
    start = end;
    if (from.source !== to.source || from.displayOnly || to.displayOnly) continue;
    const fromIndex = Math.max(used, gridIndex(from.atMs));
    const toIndex = Math.max(fromIndex + 1, gridIndex(to.atMs));
    if (toIndex >= values.length) break;
    used = toIndex;
    const explained = (values[toIndex] ?? 0) - (values[fromIndex] ?? 0);
    const perMinute = (to.mgDl - from.mgDl - explained) / ((to.atMs - from.atMs) / MINUTE_MS);
    velocities.push({ startMs: from.atMs, endMs: to.atMs, perMinute });
  }
  return velocities;
};
