import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import type { AlarmRow } from '../../machines/alarm/setup.ts';
import type { SmallMachine, SmallProperty } from '../../specs/smallProperty.ts';
import { spin } from '../../src/cli/witness/checkers.ts';
import { isSmallName, SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { askedOfSort } from '../../src/verify/smallOnes.ts';
import { alarmAlphabet, alarmSorts, smallAlphabet } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { openProgram } from '../../src/verify/witness/worlds.ts';

export const smallMachine = (name: SmallMachine): AnyStateMachine =>
  name === 'alarm' ? alarmMachine : SMALL_MACHINES[name];

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
