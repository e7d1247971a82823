import { effectDelay, shareRemaining, sharesRemaining } from '../../domain/insulinModel.ts';
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

/** Room for one dose's series, so that none is made for each dose. */
type Room = { readonly remaining: Float64Array; readonly acted: Float64Array };

const roomFor = (length: number): Room => ({
  remaining: new Float64Array(length),
  acted: new Float64Array(length),
});

/** The share of a dose that has acted at each point of the grid: `shareActed`, for all points at once. */
const actedSeries = ({ startMs, endMs, model }: NetDose, gridMs: number, room: Room): Float64Array => {
  const { remaining, acted } = room;
  const duration = endMs - startMs;
  sharesRemaining(model, gridMs - startMs, STEP_MS, remaining);
  if (duration <= AT_ONCE_MS) {
    for (let index = 0; index < acted.length; index += 1) acted[index] = 1 - (remaining[index] ?? 1);
    return acted;
  }
  acted.fill(0);
  // Each piece acts as the first does, a step of the grid later.
  for (let piece = 0; piece * STEP_MS < duration; piece += 1) {
    const share = Math.min(STEP_MS, duration - piece * STEP_MS) / duration;
    for (let index = piece; index < acted.length; index += 1)
      acted[index] = (acted[index] ?? 0) + share * (1 - (remaining[index - piece] ?? 1));
    // A grid that begins after the dose sees some of a later piece before its first point is reached by the shift.
    for (let index = 0; index < Math.min(piece, acted.length); index += 1)
      acted[index] =
        (acted[index] ?? 0) +
        share * (1 - shareRemaining(model, gridMs - startMs + (index - piece) * STEP_MS));
  }
  return acted;
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
  const room = roomFor(values.length);
  for (const dose of doses) {
    if (dose.units === 0) continue;
    const drop = -dose.units * valueAt(sensitivity, dose.startMs, 'the insulin sensitivity');
    const acted = actedSeries(dose, startMs, room);
    for (let index = 0; index < values.length; index += 1)
      values[index] = (values[index] ?? 0) + drop * (acted[index] ?? 0);
  }
  return effect;
};

/** What insulin does to glucose, each part of a dose with the sensitivity in force while it acts. */
export const insulinEffectByAction = (
  doses: readonly NetDose[],
  sensitivity: Timeline<number>,
  fromMs: number,
  toMs: number,
): Effect => {
  const effect = blankEffect(fromMs, toMs);
  const { startMs, values } = effect;
  const room = roomFor(values.length);
  const even = evenSensitivity(sensitivity, startMs, values.length);
  for (const dose of doses) {
    if (dose.units === 0) continue;
    const acted = actedSeries(dose, startMs, room);
    let sum = 0;
    for (let index = 1; index < values.length; index += 1) {
      const share = (acted[index] ?? 0) - (acted[index - 1] ?? 0);
      const perUnit = even[index] ?? Number.NaN;
      const end = startMs + index * STEP_MS;
      if (share !== 0)
        sum -=
          dose.units *
          (Number.isNaN(perUnit) ? weighted(dose, sensitivity, end - STEP_MS, end) : perUnit * share);
      values[index] = (values[index] ?? 0) + sum;
    }
  }
  return effect;
};

/** The sensitivity of the step that ends at each point; not a number where it changes within that step. */
const evenSensitivity = (sensitivity: Timeline<number>, gridMs: number, length: number): Float64Array => {
  const even = new Float64Array(length).fill(Number.NaN);
  for (const { startMs, endMs, value } of sensitivity) {
    const first = Math.max(1, Math.ceil((startMs - gridMs) / STEP_MS) + 1);
    const last = Math.min(length - 1, Math.floor((endMs - gridMs) / STEP_MS));
    if (last >= first) even.fill(value, first, last + 1);
  }
  return even;
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
