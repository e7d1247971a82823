import type { AnyStateMachine } from 'xstate';
import type { AlarmRow } from '../../machines/alarm/setup.ts';
import { smallProperties } from '../../specs/properties/small.ts';
import type { SmallMachine, SmallProperty } from '../../specs/smallProperty.ts';
import { gradeNames } from '../domain/alarms.ts';
import { isSmallName, type SmallName } from '../runtime/machines.ts';
import { explore, type Graph } from './explore.ts';
import { alarmAlone, alarmSorts, machineAlone } from './systems.ts';

export const isSmallMachine = (name: string): name is SmallMachine => name === 'alarm' || isSmallName(name);

/** What must hold of a small machine; nothing where no requirement is about it alone. */
export const askedOf = (name: SmallName | SmallMachine): readonly SmallProperty[] =>
  smallProperties.filter(({ machine }) => machine === name).flatMap(({ properties }) => properties);

/** What must hold of an alarm of a sort. */
export const askedOfSort = (sort: AlarmRow): readonly SmallProperty[] =>
  askedOf('alarm').filter(property => isAbout(property, sort));

const isAbout = ({ of }: Pick<SmallProperty, 'of'>, sort: AlarmRow): boolean =>
  of === undefined || gradeNames.every(grade => sort[grade] === undefined || sort[grade].priority === of);

/** Graphs of a small machine, of each of its sorts that a property is about; `machine` may be a changed one. */
export const graphsOf = (
  name: SmallMachine,
  property: Pick<SmallProperty, 'of'>,
  machine?: AnyStateMachine,
): readonly Graph[] =>
  name === 'alarm'
    ? alarmSorts.filter(sort => isAbout(property, sort)).map(sort => explore(alarmAlone(sort, machine)))
    : [explore(machineAlone(name, machine))];
