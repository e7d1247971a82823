import { type AnyStateMachine, initialTransition, type SnapshotFrom } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { type PumpMachine, pumpMachine } from '../../machines/pump/pump.ts';
import { ALARMS, type AlarmName, alarmNames } from '../domain/alarms.ts';
import type { Annunciation } from '../domain/commands.ts';
import { emptyLedger, type Ledger } from '../domain/ledger/ledger.ts';
import type { MonoMs } from '../domain/units.ts';
import { SMALL_MACHINES, type SmallName, type SmallSnapshots, smallNames } from './machines.ts';
import { once } from './once.ts';

export type PumpSnapshot = SnapshotFrom<typeof pumpMachine>;
export type AlarmSnapshot = SnapshotFrom<typeof alarmMachine>;

/** `pump`, a small machine, or one alarm instance. */
export type MachineId = 'pump' | SmallName | `alarm:${AlarmName}`;

/** A delay that is running in a chart: when it ends, and the XState event that says so. */
export type Timer = {
  readonly machine: MachineId;
  readonly delay: string;
  readonly event: string;
  readonly at: MonoMs;
};

/** Everything the pump is at one instant: a plain immutable value that `step` takes and gives. */
export type PumpState = {
  readonly ledger: Ledger;
  readonly pump: PumpSnapshot;
  readonly machines: SmallSnapshots;
  readonly alarms: Readonly<Record<AlarmName, AlarmSnapshot>>;
  /** Since when each active alarm has been active. */
  readonly since: Readonly<Partial<Record<AlarmName, { readonly monoMs: number; readonly wallMs: number }>>>;
  readonly timers: readonly Timer[];
  /** What was last shown to the person. */
  readonly annunciation: readonly Annunciation[];
};

const alarmOf = (name: AlarmName): AlarmSnapshot => initialTransition(alarmMachine, ALARMS[name])[0];

/** All but the pump's own chart, as it begins: snapshots do not change, and XState takes milliseconds to make them. */
const BEGINNING = {
  machines: Object.fromEntries(
    smallNames.map(name => [name, initialTransition(SMALL_MACHINES[name])[0]]),
  ) as SmallSnapshots,
  alarms: Object.fromEntries(alarmNames.map(name => [name, alarmOf(name)])) as Record<
    AlarmName,
    AlarmSnapshot
  >,
};
const beginningOf = once((chart: PumpMachine) => initialTransition(chart)[0]);

/** A pump before its first power-on: nothing known, nothing owed, nothing moving. `chart` stands in for the one of its name. */
export const blankState = (chart?: AnyStateMachine): PumpState => {
  // XState's types know the charts that are written, not those that are made of them.
  const inPlace = <Machine extends AnyStateMachine>(machine: Machine): Machine =>
    chart?.id === machine.id ? (chart as Machine) : machine;
  const small = smallNames.filter(name => chart?.id === name);
  const alarms = chart?.id === alarmMachine.id ? alarmNames : [];
  return {
    ledger: emptyLedger,
    pump: beginningOf(inPlace(pumpMachine)),
    machines: {
      ...BEGINNING.machines,
      ...Object.fromEntries(
        small.map(name => [name, initialTransition(inPlace<AnyStateMachine>(SMALL_MACHINES[name]))[0]]),
      ),
    },
    alarms: {
      ...BEGINNING.alarms,
      ...Object.fromEntries(
        alarms.map(name => [name, initialTransition(inPlace(alarmMachine), ALARMS[name])[0]]),
      ),
    },
    since: {},
    timers: [],
    annunciation: [],
  };
};
