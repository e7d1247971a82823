import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { plantMachine } from '../../machines/plant/plant.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import type { Priority } from '../domain/alarms.ts';
import { SMALL_MACHINES, type SmallName } from '../runtime/machines.ts';
import { alphabetOf, MISHAPS } from './alphabet.ts';
import { automaton } from './automaton.ts';
import { closedSystem } from './closed.ts';
import { openSystem, type System } from './system.ts';
import { timerView } from './timerView.ts';

/** A pump chart in a world where any event may come at any time: the real one, or one changed for a test. */
export const openPump = (machine: AnyStateMachine = pumpMachine): System => alone(machine);

/** A pump chart in its plant. */
export const pumpInPlant = (machine: AnyStateMachine = pumpMachine): System => {
  const view = timerView(machine);
  return closedSystem(automaton(view), automaton(plantMachine), alphabetOf(view), MISHAPS);
};

/** A small machine, whatever comes. */
export const machineAlone = (name: SmallName, machine: AnyStateMachine = SMALL_MACHINES[name]): System =>
  alone(machine);

/** What tells one alarm from another, as far as its chart is concerned. */
export type AlarmSort = { readonly priority: Priority; readonly latching: boolean; readonly stops: boolean };

/** Every sort there could be. */
export const alarmSorts: readonly AlarmSort[] = (['high', 'medium', 'low'] as const).flatMap(priority =>
  [true, false].flatMap(latching => [true, false].map(stops => ({ priority, latching, stops }))),
);

/** One alarm of a sort, whatever comes. */
export const alarmAlone = (sort: AlarmSort, machine: AnyStateMachine = alarmMachine): System =>
  alone(machine, sort);

const alone = (machine: AnyStateMachine, input?: unknown): System => {
  const view = timerView(machine);
  return openSystem(automaton(view, input), alphabetOf(view));
};
