import { match } from 'ts-pattern';
import type { AlarmContext } from '../../machines/alarm/setup.ts';
import type { AlarmTrait } from '../../specs/property.ts';
import { escalationOf, type Grade } from '../domain/alarms.ts';

/** Whether a context is that of an alarm that has this trait now: by its row in the table, not by a guard of its chart. */
export const hasTrait = (context: unknown, trait: AlarmTrait): boolean => {
  if (!isOfAlarm(context)) return false;
  const { row, returned } = context;
  const grade = row[context.grade];
  if (grade === undefined) return false;
  return match(trait)
    .with('signalled as HIGH', () => timeline(row, grade) === 'E-H')
    .with('signalled as MEDIUM', () => timeline(row, grade) === 'E-M')
    .with('signalled as LOW', () => timeline(row, grade) === 'E-L')
    .with('information', () => timeline(row, grade) === 'E-I')
    .with('countdown', () => timeline(row, grade) === 'countdown')
    .with('latching', () => row.latching)
    .with('stops therapy', () => grade.stops === 'therapy' || grade.stops === 'forGood')
    .with('told once', () => row.again === 'never')
    .with('at its first grade', () => context.grade === 'first')
    .with('at its worse grade', () => context.grade === 'worse')
    .with('at its worst grade', () => context.grade === 'worst')
    .with('not back yet', () => returned === 'never')
    .with('back once', () => returned === 'once')
    .with('back twice', () => returned === 'twice')
    .exhaustive();
};

const timeline = (row: AlarmContext['row'], grade: Grade) => escalationOf(row, grade);

const isOfAlarm = (context: unknown): context is AlarmContext =>
  typeof context === 'object' && context !== null && 'row' in context && 'grade' in context;
