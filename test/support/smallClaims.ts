import type { AnyStateMachine } from 'xstate';
import type { AlarmRow } from '../../machines/alarm/setup.ts';
import type { SmallMachine, SmallProperty } from '../../specs/smallProperty.ts';
import { spin } from '../../src/cli/witness/checkers.ts';
import { isSmallName } from '../../src/runtime/machines.ts';
import { explore, type Graph } from '../../src/verify/explore.ts';
import { askedOfSort } from '../../src/verify/smallOnes.ts';
import type { Composed } from '../../src/verify/system.ts';
import {
  alarmAlone,
  alarmAlphabet,
  alarmSorts,
  machineAlone,
  smallAlphabet,
} from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { openProgram } from '../../src/verify/witness/worlds.ts';

const known = new Map<string, Graph>();

/** All of a small machine, of one alarm in the sort given; what ships is explored once, a changed one each time. */
export const graphOf = (name: SmallMachine, sort?: AlarmRow, machine?: AnyStateMachine): Graph => {
  const key = `${name} ${JSON.stringify(sort)}`;
  const graph = machine === undefined ? known.get(key) : undefined;
  if (graph !== undefined) return graph;
  const explored = explore(systemOf(name, sort, machine));
  if (machine === undefined) known.set(key, explored);
  return explored;
};

const systemOf = (name: SmallMachine, sort?: AlarmRow, machine?: AnyStateMachine): Composed => {
  if (name !== 'alarm') return machineAlone(name, machine);
  if (sort === undefined) throw new Error('an alarm is explored in one of its sorts');
  return alarmAlone(sort, machine);
};

/** Whether SPIN finds a property of a small machine broken, of one alarm in the sort given. */
export const isBrokenForSpin = (
  name: SmallMachine,
  property: SmallProperty,
  machine: AnyStateMachine,
  sort?: AlarmRow,
): boolean => {
  const asking = 'leadsTo' in property.rule ? 'endless' : null;
  const view = timerView(machine);
  const events = sort ? alarmAlphabet(sort, view) : isSmallName(name) ? smallAlphabet(name, view) : undefined;
  const { program, claims } = openProgram(machine, [property], sort, events, asking);
  if (claims.size !== 1) throw new Error(`SPIN cannot be asked: ${property.name}, of ${name}`);
  return spin.testify(program).broken !== null;
};

/** Of alarms, the sorts that a property is about; of another machine, none is needed. */
export const sortsOf = (name: SmallMachine, property: SmallProperty): readonly (AlarmRow | undefined)[] =>
  name === 'alarm' ? alarmSorts.filter(sort => askedOfSort(sort).includes(property)) : [undefined];
