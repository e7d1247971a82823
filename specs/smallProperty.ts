import type { EventFromLogic, ExecutableActionsFrom, SnapshotFrom } from 'xstate';
import type { alarmMachine } from '../machines/alarm/alarm.ts';
import type { autoOffMachine } from '../machines/autoOff/autoOff.ts';
import type { selfCheckMachine } from '../machines/conditions/selfCheck.ts';
import type { sounderMachine } from '../machines/conditions/sounder.ts';
import type { supervisorMachine } from '../machines/conditions/supervisor.ts';
import type { lockMachine } from '../machines/lock/lock.ts';
import type { remoteMachine } from '../machines/remote/remote.ts';
import type { lowSuspendMachine } from '../machines/therapy/lowSuspend/lowSuspend.ts';
import type { therapyMachine } from '../machines/therapy/therapy.ts';
import type { FactType } from '../src/domain/facts.ts';
import type { Ids, PropertyOf, Words } from './property.ts';

/** Small machines that requirements are about. */
type Machines = {
  readonly alarm: typeof alarmMachine;
  readonly autoOff: typeof autoOffMachine;
  readonly lock: typeof lockMachine;
  readonly lowSuspend: typeof lowSuspendMachine;
  readonly remote: typeof remoteMachine;
  readonly selfCheck: typeof selfCheckMachine;
  readonly sounder: typeof sounderMachine;
  readonly supervisor: typeof supervisorMachine;
  readonly therapy: typeof therapyMachine;
};
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
