import { type Effect, STEP_MS } from '../effects/grid.ts';
import { type Course, type Forecaster, tenths } from '../forecast.ts';
import { inputOf, LOOP_STRATEGY } from './controller.ts';
import { decideLoop } from './loop.ts';

/** What is shown: six hours, as far as any insulin acts. */
const STEPS = 72;

/** An effect at an instant, between two points of its grid in proportion; before and after it as at its ends. */
const effectAt = ({ startMs, values }: Effect, atMs: number): number => {
  const place = Math.min(values.length - 1, Math.max(0, (atMs - startMs) / STEP_MS));
  const [low, high] = [values[Math.floor(place)] ?? 0, values[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
};

/** The predicted glucose at an instant, likewise. */
const predictedAt = (at: Float64Array, mgDl: Float64Array, atMs: number): number => {
  const next = at.findIndex(each => each >= atMs);
  if (next === 0) return mgDl[0] ?? 0;
  if (next < 0) return mgDl.at(-1) ?? 0;
  const [from, to] = [at[next - 1] ?? 0, at[next] ?? 0];
  const [low, high] = [mgDl[next - 1] ?? 0, mgDl[next] ?? 0];
  return to === from ? high : low + ((high - low) * (atMs - from)) / (to - from);
};

/**
 * What Loop predicts, and its effects. Momentum is blended into the others over the first quarter of an hour: what it
 * makes of them is the rest of the sum.
 */
export const loopForecast: Forecaster = (history, therapy, nowMs) => {
  const outcome = decideLoop(inputOf(history, therapy, nowMs, LOOP_STRATEGY));
  if (outcome.kind === 'refused') return null;
  const { prediction, latest } = outcome;
  const times = Array.from({ length: STEPS + 1 }, (_, step) => latest.atMs + step * STEP_MS);
  const glucose = times.map(at => predictedAt(prediction.glucose.atMs, prediction.glucose.mgDl, at));
  const since = (effect: Effect): readonly number[] =>
    times.map(at => effectAt(effect, at) - effectAt(effect, latest.atMs));
  const summed: readonly Course[] = [
    { name: 'insulin', mgPerDl: since(prediction.insulin) },
    { name: 'carbohydrates', mgPerDl: since(prediction.carbs) },
    ...(prediction.counted.retrospection
      ? [{ name: 'retrospective correction', mgPerDl: since(prediction.retrospection) }]
      : []),
  ];
  const rest = glucose.map((value, step) =>
    summed.reduce((left, { mgPerDl }) => left - (mgPerDl[step] ?? 0), value - latest.mgDl),
  );
  return {
    stepMs: STEP_MS,
    glucose: tenths(glucose),
    effects: [...summed, { name: 'momentum, blended in', mgPerDl: rest }].map(({ name, mgPerDl }) => ({
      name,
      mgPerDl: tenths(mgPerDl),
    })),
    courses: [],
  };
};
