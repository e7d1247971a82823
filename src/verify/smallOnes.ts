import type { AnyStateMachine } from 'xstate';
import type { SmallMachine, SmallProperty } from '../../specs/smallProperty.ts';
import { gradeNames } from '../domain/alarms.ts';
import { explore, type Graph } from './explore.ts';
import { alarmAlone, alarmSorts, machineAlone } from './systems.ts';

/** Graphs of a small machine, of each of its sorts that a property is about; `machine` may be a changed one. */
export const graphsOf = (
  name: SmallMachine,
  { of }: Pick<SmallProperty, 'of'>,
  machine?: AnyStateMachine,
): readonly Graph[] => {
  if (name !== 'alarm') return [explore(machineAlone(name, machine))];
  return alarmSorts
    .filter(
      row =>
        of === undefined || gradeNames.every(grade => row[grade] === undefined || row[grade].priority === of),
    )
    .map(row => explore(alarmAlone(row, machine)));
};
