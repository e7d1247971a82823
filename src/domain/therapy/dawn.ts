import { HARD } from '../limits.ts';
import type { Segment } from '../settings.ts';

/** The hours before waking, in which the liver gives more glucose and a body needs more basal. */
export type Dawn = {
  /** Half hours of the local day, the end not included. */
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** Of the profile, above 100. */
  readonly percent: number;
};

/** Where a clinic begins: from four to eight, a fifth more. Ours. */
export const USUAL_DAWN: Dawn = { fromMinute: 240, untilMinute: 480, percent: 120 };

const rateAt = (profile: readonly Segment[], minute: number): number =>
  profile.findLast(({ fromMinute }) => fromMinute <= minute)?.rateUuPerHour ?? 0;

/**
 * The profile with its rates raised between two times of the day, each down to the step of a rate and to the maximum; before and
 * after as it was. It ends by itself every morning, for it is nothing but a schedule.
 */
export const withDawn = (
  profile: readonly Segment[],
  { fromMinute, untilMinute, percent }: Dawn,
  maxBasalUuPerHour: number,
): readonly Segment[] => {
  const raised = (rate: number): number => {
    const step = HARD.basalStepUuPerHour;
    const more = Math.floor((rate * percent) / 100 / step) * step;
    // Rounding down to a step must not lower a rate that is between two.
    return Math.min(Math.max(more, rate), Math.max(maxBasalUuPerHour, rate));
  };
  const starts = [
    ...new Set([...profile.map(each => each.fromMinute), fromMinute, untilMinute % 1_440]),
  ].sort((a, b) => a - b);
  return starts
    .map(minute => ({
      fromMinute: minute,
      rateUuPerHour:
        minute >= fromMinute && minute < untilMinute
          ? raised(rateAt(profile, minute))
          : rateAt(profile, minute),
    }))
    .filter((each, index, all) => index === 0 || each.rateUuPerHour !== all[index - 1]?.rateUuPerHour);
};
