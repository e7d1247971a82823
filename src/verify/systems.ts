import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import type { AlarmRow } from '../../machines/alarm/setup.ts';
import { plantMachine } from '../../machines/plant/plant.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { smallProperties } from '../../specs/properties/small.ts';
import { ALARMS, alarmNames } from '../domain/alarms.ts';
import { SMALL_MACHINES, type SmallName } from '../runtime/machines.ts';
import { alphabetFor, alphabetOf, MISHAPS } from './alphabet.ts';
import type { Event } from './automaton.ts';
import { chartOf } from './chart.ts';
import { closedSystem } from './closed.ts';
import type { Pairs } from './packed.ts';
import { gradedFor, sortOf } from './sorts.ts';
import { type Composed, openSystem } from './system.ts';
import { timerView } from './timerView.ts';

/**
 * A pump chart in a world where any event may come at any time: the real one, or one changed for a test. Here and
 * below, `states` number the states of the system; they are kept in memory unless somebody keeps them elsewhere.
 */
export const openPump = (machine: AnyStateMachine = pumpMachine, states?: Pairs): Composed =>
  alone(machine, states);

/** The world is the same for every pump, and so are its tables. */
const plant = chartOf(plantMachine);

/** A pump chart in its plant. Whoever numbers the states elsewhere gets a plant that nobody has walked. */
export const pumpInPlant = (machine: AnyStateMachine = pumpMachine, states?: Pairs): Composed => {
  const view = timerView(machine);
  const world = states === undefined ? plant : chartOf(plantMachine);
  return closedSystem(chartOf(view), world, alphabetOf(view), MISHAPS, states);
};

/** A small machine, whatever comes. */
export const machineAlone = (
  name: SmallName,
  machine: AnyStateMachine = SMALL_MACHINES[name],
  states?: Pairs,
): Composed => {
  const view = timerView(machine);
  return openSystem(chartOf(view, undefined, undefined, states), smallAlphabet(name, view));
};

/** What a small machine can hear, and what its properties speak of. */
export const smallAlphabet = (name: SmallName | 'alarm', view: AnyStateMachine): readonly Event[] =>
  alphabetFor(
    view,
    smallProperties.filter(each => each.machine === name).flatMap(({ properties }) => properties),
  );

/** Every sort that is in the table, once. */
export const alarmSorts: readonly AlarmRow[] = [
  ...new Map(
    alarmNames.map(name => sortOf(ALARMS[name])).map(sort => [JSON.stringify(sort), sort] as const),
  ).values(),
];

/** One alarm of a sort, whatever comes. */
export const alarmAlone = (
  sort: AlarmRow,
  machine: AnyStateMachine = alarmMachine,
  states?: Pairs,
): Composed => {
  const view = timerView(machine);
  return openSystem(chartOf(view, sort, undefined, states), alarmAlphabet(sort, view));
};

/** What an alarm can hear: it is raised at any of the grades that it has. */
export const alarmAlphabet = (sort: AlarmRow, machine: AnyStateMachine): readonly Event[] =>
  gradedFor(sort, smallAlphabet('alarm', machine));

const alone = (machine: AnyStateMachine, states?: Pairs): Composed => {
  const view = timerView(machine);
  return openSystem(chartOf(view, undefined, undefined, states), alphabetOf(view));
};
