import type { EventFromLogic, ExecutableActionsFrom, SnapshotFrom } from 'xstate';
import type { alarmMachine } from '../machines/alarm/alarm.ts';
import type { FactType } from '../src/domain/facts.ts';
import type { SMALL_MACHINES } from '../src/runtime/machines.ts';
import type { Ids, PropertyOf, Words } from './property.ts';

/** Small machines: those that run beside the pump, and an alarm. */
type Machines = typeof SMALL_MACHINES & { readonly alarm: typeof alarmMachine };
export type SmallMachine = keyof Machines;

/** The words of one of them, taken from its chart. */
export type WordsOf<Name extends SmallMachine> = {
  readonly state: Ids<SnapshotFrom<Machines[Name]>['value'], Name>;
  readonly happens: EventFromLogic<Machines[Name]>['type'] | Extract<FactType, `timer.${string}`>;
  readonly asks: ExecutableActionsFrom<Machines[Name]>['type'];
};

/** What must hold of a small machine in a world where anything may come at any time. */
export type SmallProperty<W extends Words = Words> = PropertyOf<W> & {
  /** Of alarms, only those that are HIGH at every grade. */
  readonly of?: 'high';
};

export type OfMachine = { readonly machine: SmallMachine; readonly properties: readonly SmallProperty[] };

/** Properties of one machine, in its own words. */
export const ofMachine = <Name extends SmallMachine>(
  machine: Name,
  properties: readonly SmallProperty<WordsOf<Name>>[],
): OfMachine => ({ machine, properties });
