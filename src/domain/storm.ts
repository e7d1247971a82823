import type { AlarmName } from './alarms.ts';
import type { MonoMs } from './units.ts';

/**
 * The same alarm that stops delivery again and again, and is resumed each time: the person treats the alarm,
 * not its cause (SR-086).
 */
export type Storm = {
  /** Resumes of the last while, each with an alarm that it ended. */
  readonly resumes: readonly { readonly alarm: AlarmName; readonly at: MonoMs }[];
  readonly phase: 'calm' | 'raging';
};

export const calm: Storm = { resumes: [], phase: 'calm' };

/** The third time in ten minutes is one too many. */
const TIMES = 3;
const WITHIN_MS = 600_000;

/** A person has resumed, and by that ended these alarms, each of which had stopped delivery. */
export const resumed = (before: Storm, ended: readonly AlarmName[], at: MonoMs): Storm => {
  const resumes = [...before.resumes, ...ended.map(alarm => ({ alarm, at }))].filter(
    resume => at - resume.at <= WITHIN_MS,
  );
  const rages = ended.some(alarm => resumes.filter(resume => resume.alarm === alarm).length >= TIMES);
  return { resumes, phase: rages ? 'raging' : before.phase };
};
