import type { AlarmRow } from '../../machines/alarm/setup.ts';
import { gradeNames } from '../domain/alarms.ts';
import type { Event } from './automaton.ts';

/** What tells one alarm from another, as far as its chart is concerned. */
export const sortOf = ({ latching, escalation, again, first, worse, worst }: AlarmRow): AlarmRow => ({
  latching,
  ...(escalation && { escalation }),
  ...(again && { again }),
  first,
  ...(worse && { worse }),
  ...(worst && { worst }),
});

/** An alarm is raised at any of the grades that it has. */
export const gradedFor = (sort: AlarmRow, events: readonly Event[]): readonly Event[] =>
  events.flatMap(event =>
    event.type === 'alarm.raised'
      ? gradeNames.filter(grade => sort[grade] !== undefined).map(grade => ({ ...event, grade }))
      : [event],
  );
