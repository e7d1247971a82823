import { effectDelay, shareRemaining } from '../../domain/insulinModel.ts';
import type { NetDose } from './doses.ts';
import { blankEffect, type Effect, STEP_MS } from './grid.ts';
import { spansTouching, type Timeline, valueAt } from './timeline.ts';

/** Up to this long, a delivery counts as given at once; a longer one as pieces of five minutes, each at its start. */
const AT_ONCE_MS = 1.05 * STEP_MS;

/** The share of a dose that has acted at this instant; 0 before it begins. */
const shareActed = ({ startMs, endMs, model }: NetDose, ms: number): number => {
  const duration = endMs - startMs;
  const since = ms - startMs;
  if (duration <= AT_ONCE_MS) return 1 - shareRemaining(model, since);
  let acted = 0;
  for (let offset = 0; offset < duration && offset < since; offset += STEP_MS)
    acted += (Math.min(STEP_MS, duration - offset) / duration) * (1 - shareRemaining(model, since - offset));
  return acted;
};

/**
 * The share of a dose that is on board: begun, and not yet acted. A piece counts as soon as it is due within the
 * delay of its insulin, as Loop counts it.
 */
const shareOnBoard = ({ startMs, endMs, model }: NetDose, ms: number): number => {
  const duration = endMs - startMs;
  const since = ms - startMs;
  if (since < 0) return 0;
  if (duration <= AT_ONCE_MS) return shareRemaining(model, since);
  const begun = since + effectDelay(model);
  let onBoard = 0;
  for (let offset = 0; offset < duration && offset <= begun; offset += STEP_MS)
    onBoard += (Math.min(STEP_MS, duration - offset) / duration) * shareRemaining(model, since - offset);
  return onBoard;
};

/** Net insulin on board in U at this instant, in pieces of five minutes. */
export const onBoardAt = (doses: readonly NetDose[], ms: number): number => {
  let sum = 0;
  for (const dose of doses) if (dose.units !== 0) sum += dose.units * shareOnBoard(dose, ms);
  return sum;
};

/** What insulin does to glucose, each dose with the sensitivity (mg/dL per U) in force at its start. */
export const insulinEffect = (
  doses: readonly NetDose[],
  sensitivity: Timeline<number>,
  fromMs: number,
  toMs: number,
): Effect => {
  const effect = blankEffect(fromMs, toMs);
  const { startMs, values } = effect;
  for (const dose of doses) {
    if (dose.units === 0) continue;
    const drop = -dose.units * valueAt(sensitivity, dose.startMs, 'the insulin sensitivity');
    for (let index = firstAfter(dose, startMs); index < values.length; index += 1)
      values[index] = (values[index] ?? 0) + drop * shareActed(dose, startMs + index * STEP_MS);
  }
  return effect;
};

/** The first point of the grid that lies after the start of a dose: nothing has acted at an earlier one. */
const firstAfter = (dose: NetDose, startMs: number): number =>
  Math.max(0, Math.floor((dose.startMs - startMs) / STEP_MS) + 1);

/** What insulin does to glucose, each part of a dose with the sensitivity in force while it acts. */
export const insulinEffectByAction = (
  doses: readonly NetDose[],
  sensitivity: Timeline<number>,
  fromMs: number,
  toMs: number,
): Effect => {
  const effect = blankEffect(fromMs, toMs);
  const { startMs, values } = effect;
  for (const dose of doses) {
    if (dose.units === 0) continue;
    let before = shareActed(dose, startMs);
    let sum = 0;
    for (let index = 1; index < values.length; index += 1) {
      const end = startMs + index * STEP_MS;
      const after = shareActed(dose, end);
      if (after !== before) sum -= dose.units * weighted(dose, sensitivity, end - STEP_MS, end);
      values[index] = (values[index] ?? 0) + sum;
      before = after;
    }
  }
  return effect;
};

/** The sensitivity times the share that acts in an interval, span by span. */
const weighted = (dose: NetDose, sensitivity: Timeline<number>, fromMs: number, toMs: number): number => {
  const spans = spansTouching(sensitivity, fromMs, toMs);
  if (spans.length === 0)
    throw new RangeError(`the timeline of the insulin sensitivity does not cover ${fromMs} to ${toMs} ms`);
  let sum = 0;
  for (const span of spans) {
    const start = Math.max(fromMs, span.startMs);
    const end = Math.min(toMs, span.endMs);
    if (end > start) sum += span.value * (shareActed(dose, end) - shareActed(dose, start));
  }
  return sum;
};
