import { ALARMS, gradeNames, stopsTherapy } from '../../domain/alarms.ts';
import type { Annunciation } from '../../domain/commands.ts';
import type { Frame } from '../protocol.ts';

/**
 * Which requirements demanded that delivery stops when an alarm began: those of the transitions that the pump took
 * because of it, in that very step. None where it stops nothing, or where delivery had been stopped before. Pure.
 */
export const stopDemandedBy = (
  frames: readonly Pick<Frame, 'monoMs' | 'taken'>[],
  { alarm, priority, sinceMonoMs }: Pick<Annunciation, 'alarm' | 'priority' | 'sinceMonoMs'>,
): readonly string[] => {
  const grades = gradeNames.flatMap(name => ALARMS[alarm][name] ?? []);
  if (!grades.some(grade => grade.priority === priority && stopsTherapy(grade))) return [];
  const stops = frames
    .filter(({ monoMs }) => monoMs === sinceMonoMs)
    .flatMap(({ taken }) => taken)
    .filter(({ event, transition }) => event === 'alarm.stopRaised' && transition.startsWith(PERMISSION));
  return [...new Set(stops.flatMap(({ req }) => req))];
};

/** The region that says whether the pump may deliver; the others follow it. */
const PERMISSION = 'pump.permission.';
