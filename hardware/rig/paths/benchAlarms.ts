import {
  ALARMS,
  type AlarmName,
  alarmNames,
  gradeOf,
  isGradeName,
  stopsTherapy as isStop,
  stopsBolus,
} from '../../../src/domain/alarms.ts';
import type { Asked } from '../../../src/verify/automaton.ts';

/** Alarms that stop therapy: those whose cause is there, and whether others wait for a person's word or have had it. */
export type Alarms = {
  /** In the order of the table. */
  readonly present: readonly AlarmName[];
  readonly waiting: boolean;
  readonly seen: boolean;
};
export const NO_ALARMS: Alarms = { present: [], waiting: false, seen: false };

/** Whether it stops therapy at the grade it begins with. */
export const stopsTherapy = (alarm: AlarmName): boolean => isStop(ALARMS[alarm].first);

/** With this one's cause there. */
export const raised = (alarms: Alarms, asked: Asked): Alarms => {
  const name = alarmIn(asked);
  if (name === null) return alarms;
  return { ...alarms, present: alarmNames.filter(each => each === name || alarms.present.includes(each)) };
};

/** With its cause gone, if it was there. */
export const ceased = (alarms: Alarms, asked: Asked): Alarms => {
  const name = alarmIn(asked);
  if (name === null || !alarms.present.includes(name)) return alarms;
  return { ...alarms, present: alarms.present.filter(each => each !== name), waiting: true };
};

/** Whether no bolus is permitted by what is raised. */
export const withholds = ({ params: { alarm, grade = 'first' } }: Asked): boolean => {
  const name = alarmNames.find(known => known === alarm);
  return name !== undefined && isGradeName(grade) && stopsBolus(gradeOf(name, grade));
};

/** The alarm that is meant, if it stops therapy. */
const alarmIn = ({ params }: Asked): AlarmName | null =>
  alarmNames.find(known => known === params.alarm && stopsTherapy(known)) ?? null;
