import { absorptionOf } from './absorption.ts';
import { type CarbEntry, type CarbOptions, type CarbStatus, isAbsorbing } from './carbStatus.ts';
import { carbTally, NOTHING, type Tally } from './carbTally.ts';
import type { Velocity } from './glucose.ts';
import { blankEffect, type Effect, minutes, STEP_MS } from './grid.ts';
import { type Timeline, valueAt } from './timeline.ts';

export { isAbsorbing };

/** Shares one observed effect out among the meals that may be the cause of it, by the rate of each. */
const shareOut = (tallies: readonly Tally[], { startMs, endMs, perMinute }: Velocity): void => {
  const active = tallies.filter(({ entry, endMs: over }) => startMs < over && startMs >= entry.atMs);
  // Glucose that fell faster than insulin explains says nothing about meals.
  let effect = Math.max(0, (perMinute * (endMs - startMs)) / minutes(1));
  let rates = 0;
  for (const tally of active) rates += tally.rateAt(startMs);
  for (const tally of active) {
    const rate = tally.rateAt(startMs);
    let part = 0;
    if (rates > 0) {
      part = Math.min(tally.remainingEffect(), (rate / rates) * effect);
      rates -= rate;
      effect -= part;
    }
    tally.credit(part, startMs, endMs);
    // What no meal accounts for is an overrun of the last.
    if (effect > NOTHING && tally === active.at(-1)) tally.credit(effect, startMs, endMs);
  }
};

/**
 * What of each meal has been absorbed, by what counteracted insulin. `entries` and `velocities` are sorted by time;
 * `carbRatio` is in g per U, `sensitivity` in mg/dL per U, both in force when the meal was eaten.
 */
export const carbStatuses = (
  entries: readonly CarbEntry[],
  velocities: readonly Velocity[],
  carbRatio: Timeline<number>,
  sensitivity: Timeline<number>,
  options: CarbOptions,
): readonly CarbStatus[] => {
  const lastMs = velocities.at(-1)?.endMs ?? Number.NEGATIVE_INFINITY;
  const tallies = entries.map(entry => {
    const perUnit = valueAt(sensitivity, entry.atMs, 'the insulin sensitivity');
    const ratio = valueAt(carbRatio, entry.atMs, 'the carbohydrate ratio');
    return carbTally(entry, perUnit / ratio, lastMs, options);
  });
  for (const velocity of velocities) shareOut(tallies, velocity);
  return tallies.map(({ status }) => status());
};

/** What the absorption of a meal needs to be told at any time. */
type Curve = { readonly options: CarbOptions; readonly status: CarbStatus };

/** Grams absorbed by the model at this instant: from eating on, or from where observation ended. */
const modelled = ({ options, status }: Curve, ms: number): number => {
  const { entry, timeline, observedMs, remainingMs, absorbedInMs } = status;
  const { absorbed } = absorptionOf(options.absorption);
  const seenUntil = timeline?.at(-1)?.endMs;
  if (seenUntil === undefined)
    return entry.grams * absorbed((ms - entry.atMs - options.delayMs) / (observedMs + remainingMs));
  return entry.grams * absorbed((ms - seenUntil + absorbedInMs) / (absorbedInMs + remainingMs));
};

const isObserved = ({ timeline }: CarbStatus, ms: number): boolean => {
  const seenUntil = timeline?.at(-1)?.endMs;
  return seenUntil !== undefined && ms <= seenUntil;
};

/** Grams of one meal absorbed at this instant. */
const absorbedAt = (curve: Curve, ms: number): number => {
  const { entry, timeline } = curve.status;
  if (ms < entry.atMs) return 0;
  if (!isObserved(curve.status, ms)) return modelled(curve, ms);
  let sum = 0;
  let last: { readonly startMs: number; readonly endMs: number; readonly grams: number } | null = null;
  for (const piece of timeline ?? []) {
    if (piece.startMs + STEP_MS > ms) break;
    sum += last?.grams ?? 0;
    last = piece;
  }
  // Of the last piece that has begun, only the part until now.
  if (last !== null && last.endMs > last.startMs)
    sum += (last.grams * (Math.min(ms, last.endMs) - last.startMs)) / (last.endMs - last.startMs);
  return Math.min(sum, entry.grams);
};

/** Grams of one meal still to be absorbed. A meal counts from five minutes before it, as Loop counts it. */
const unabsorbedAt = (curve: Curve, ms: number): number => {
  const { entry, timeline } = curve.status;
  if (ms < entry.atMs - STEP_MS) return 0;
  if (!isObserved(curve.status, ms)) return Math.max(0, entry.grams - modelled(curve, ms));
  let left = entry.grams;
  for (const piece of timeline ?? []) if (piece.endMs <= ms) left -= piece.grams;
  return Math.max(0, left);
};

/** Grams on board of all meals. */
export const carbsOnBoardAt = (statuses: readonly CarbStatus[], options: CarbOptions, ms: number): number => {
  let sum = 0;
  for (const status of statuses) sum += unabsorbedAt({ options, status }, ms);
  return sum;
};

/** When the last meal is absorbed. */
const lastAbsorbed = (statuses: readonly CarbStatus[], { delayMs }: CarbOptions): number => {
  const first = statuses[0]?.entry.atMs ?? 0;
  return statuses.reduce(
    (last, { entry, observedMs, remainingMs }) =>
      Math.max(last, entry.atMs + observedMs + remainingMs + delayMs),
    first,
  );
};

/** What all meals do to glucose from an instant until another, or until the last of them is absorbed. */
export const carbEffect = (
  statuses: readonly CarbStatus[],
  options: CarbOptions,
  fromMs: number,
  toMs: number | null,
): Effect => {
  if (statuses.length === 0) return { startMs: fromMs, values: new Float64Array(0) };
  const effect = blankEffect(fromMs, toMs ?? lastAbsorbed(statuses, options));
  const { startMs, values } = effect;
  for (const status of statuses) {
    const curve = { options, status };
    for (let index = 0; index < values.length; index += 1)
      values[index] =
        (values[index] ?? 0) + status.risePerGram * absorbedAt(curve, startMs + index * STEP_MS);
  }
  return effect;
};
