import type { Course, Forecaster } from '../forecast.ts';
import { type OrefOptions, situationOf } from './controller.ts';
import { minuteTable } from './curve.ts';
import { determine } from './determine.ts';

const STEP_MS = 5 * 60_000;

/**
 * The courses that oref0 shows. Each is a story, and none a sum: the one with carbohydrates comes first where there are some, then
 * the one of an unexplained rise, then insulin alone.
 */
export const orefForecaster =
  (options: OrefOptions): Forecaster =>
  (history, therapy, nowMs) => {
    const situation = situationOf(history, therapy, options, minuteTable(therapy.insulin), nowMs);
    if (situation === null) return null;
    const decision = determine(situation);
    if (decision.kind === 'refused' || decision.findings === null) return null;
    const { cob, uam, iob, zeroTemp } = decision.findings.forecast.shown;
    const named = (name: string, mgPerDl: readonly number[] | null): readonly Course[] =>
      mgPerDl === null ? [] : [{ name, mgPerDl }];
    const courses = [
      ...named('with the carbohydrates on board', cob),
      ...named('while an unexplained rise fades', uam),
      ...named('by insulin alone', iob),
      ...named('if basal stopped now', zeroTemp),
    ];
    const [first, ...others] = courses;
    return first === undefined
      ? null
      : { stepMs: STEP_MS, glucose: first.mgPerDl, effects: [], courses: [first, ...others] };
  };
