import type { Course, Forecast } from '../../automation/forecast.ts';
import type { Expectation, Frame } from '../protocol.ts';
import { type Decision, decisionIn } from './decision.ts';
import { lowerBound, stretchAt } from './history.ts';

/** What was expected at a reading; `at` in monotonic seconds. */
export type Expected = { readonly at: number; readonly forecast: Forecast };

/** A reading from which nothing was forecast, and why. */
export type Missing = { readonly at: number; readonly why: string };

/** What controllers expected and decided, by time: for any instant that is looked at. Pure. */
export type Insight = {
  readonly take: (frame: Frame) => void;
  /** The last forecast at or before this time; null without one, or when it is of more than twelve minutes before. */
  readonly expectedAt: (seconds: number) => Expected | null;
  /** Why there is no forecast from the last reading at or before this time; null where there is one, or no such reading. */
  readonly missingAt: (seconds: number) => Missing | null;
  /** Whether the pump has been started anew since this time: what was expected before is not kept across a restart. */
  readonly isOfRunBefore: (seconds: number) => boolean;
  /** The last decisions at or before this time, newest first. */
  readonly decidedUntil: (seconds: number, most: number) => readonly Decision[];
};

type Outcome = { readonly at: number; readonly outcome: Expectation };

const MOST = 3_000;
/** A forecast of an older reading says nothing of now (SR-093). */
const FRESH_S = 12 * 60;

export const createInsight = (): Insight => {
  let expected: Outcome[] = [];
  let decided: Decision[] = [];
  let started = Number.NEGATIVE_INFINITY;
  const lastAt = (seconds: number): Outcome | null => {
    const found = stretchAt(expected, seconds);
    return found === undefined || found.at > seconds || seconds - found.at > FRESH_S ? null : found;
  };
  return {
    take: frame => {
      if (frame.fact.type === 'power.applied') started = frame.monoMs / 1_000;
      for (const outcome of frame.expected ?? []) {
        const at = outcome.atMonoMs / 1_000;
        if (expected.some(before => before.at === at)) continue;
        // In order of readings: that one was left out may be known before what came of the one before it.
        expected.splice(expected.findLastIndex(before => before.at <= at) + 1, 0, { at, outcome });
      }
      const decision = decisionIn(frame);
      // Of an instant that is looked back at, it may be known already, and later ones too.
      if (decision !== null && !decided.some(({ seq }) => seq === decision.seq))
        decided.splice(decided.findLastIndex(({ seq }) => seq < decision.seq) + 1, 0, decision);
      if (expected.length > MOST * 1.5) expected = expected.slice(-MOST);
      if (decided.length > MOST * 1.5) decided = decided.slice(-MOST);
    },
    expectedAt: seconds => {
      const last = lastAt(seconds);
      return last?.outcome.kind === 'forecast' ? { at: last.at, forecast: last.outcome.forecast } : null;
    },
    missingAt: seconds => {
      const last = lastAt(seconds);
      return last?.outcome.kind === 'missing' ? { at: last.at, why: last.outcome.why } : null;
    },
    isOfRunBefore: seconds => seconds < started,
    decidedUntil: (seconds, most) => {
      const end = lowerBound(
        decided.map(({ monoMs }) => monoMs),
        seconds * 1_000 + 1,
      );
      return decided.slice(Math.max(0, end - most), end).reverse();
    },
  };
};

/** A course at so many minutes from its beginning, between two steps in proportion; null beyond its end. */
export const courseAt = (
  { mgPerDl }: Pick<Course, 'mgPerDl'>,
  stepMs: number,
  minutes: number,
): number | null => {
  const place = (minutes * 60_000) / stepMs;
  const [low, high] = [mgPerDl[Math.floor(place)], mgPerDl[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
};

/** The lowest of a course, and after how many minutes. */
export const lowestOf = ({
  glucose,
  stepMs,
}: Forecast): { readonly mgPerDl: number; readonly minutes: number } => {
  const mgPerDl = Math.min(...glucose);
  return { mgPerDl, minutes: (glucose.indexOf(mgPerDl) * stepMs) / 60_000 };
};
