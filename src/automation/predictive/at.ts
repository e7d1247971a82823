import type { WallMs } from '../../domain/units.ts';
import type { Scheduled, Therapy } from '../controller.ts';

const MINUTE_MS = 60_000;
const DAY_MIN = 1_440;

/** What a schedule says at an instant. A schedule without a value is a defect and throws. */
export const valueAt = <T>(
  schedule: Scheduled<T>,
  { utcOffsetMinutes }: Pick<Therapy, 'utcOffsetMinutes'>,
  nowMs: WallMs,
): T => {
  const minute = (((Math.floor(nowMs / MINUTE_MS) + utcOffsetMinutes) % DAY_MIN) + DAY_MIN) % DAY_MIN;
  const found = schedule.findLast(({ fromMinute }) => fromMinute <= minute) ?? schedule[0];
  if (found === undefined) throw new RangeError('a schedule has no value');
  return found.value;
};
