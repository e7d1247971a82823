import { deliveryAlarms } from './alarms/delivery.ts';
import { electronicsAlarms } from './alarms/electronics.ts';
import { glucoseAlarms } from './alarms/glucose.ts';
import { type AlarmKind, type Grade, type GradeName, gradeNames } from './alarms/kind.ts';
import { useAlarms } from './alarms/use.ts';

export type { AlarmKind, Escalation, Grade, GradeName, Priority, Stops } from './alarms/kind.ts';
export { escalationOf, gradeNames } from './alarms/kind.ts';

const rows = { ...deliveryAlarms, ...electronicsAlarms, ...useAlarms, ...glucoseAlarms };

export type AlarmName = keyof typeof rows;

/** Every kind of alarm there is, by name. */
export const ALARMS: Readonly<Record<AlarmName, AlarmKind>> = rows;

export const alarmNames = Object.keys(rows) as readonly AlarmName[];

export const isAlarmName = (name: unknown): name is AlarmName => alarmNames.some(known => known === name);
export const isGradeName = (name: unknown): name is GradeName => gradeNames.some(known => known === name);

/** How bad this alarm is at one of its grades. Throws if it has no such grade: only our own chart asks. */
export const gradeOf = (alarm: AlarmName, name: GradeName): Grade => {
  const grade = ALARMS[alarm][name];
  if (grade === undefined) throw new Error(`${alarm} has no grade "${name}"`);
  return grade;
};

/** Whether an alarm of this grade stops therapy, until a person resumes or for good. */
export const stopsTherapy = ({ stops }: Grade): boolean => stops === 'therapy' || stops === 'forGood';

/** Whether an alarm of this grade ends the boluses that run and admits no other, while basal goes on. */
export const stopsBolus = ({ stops }: Grade): boolean => stops === 'bolus';
