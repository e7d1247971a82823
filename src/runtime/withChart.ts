import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { alarmNames } from '../domain/alarms.ts';
import { SMALL_MACHINES, smallNames } from './machines.ts';
import type { PumpState } from './state.ts';

/** The same state, of a pump in which this chart stands in for the one of its name. */
export const withChart = (state: PumpState, chart: AnyStateMachine): PumpState => {
  // XState's types know the charts that are written, not those that are made of them.
  const taken = <Snapshot extends AnyMachineSnapshot>(snapshot: Snapshot): Snapshot =>
    snapshot.machine.id === chart.id && snapshot.machine !== chart
      ? (chart.resolveState({ value: snapshot.value, context: snapshot.context }) as unknown as Snapshot)
      : snapshot;
  return {
    ...state,
    pump: taken(state.pump),
    machines: {
      ...state.machines,
      ...Object.fromEntries(smallNames.map(name => [name, taken<AnyMachineSnapshot>(state.machines[name])])),
    },
    alarms: {
      ...state.alarms,
      ...Object.fromEntries(alarmNames.map(name => [name, taken(state.alarms[name])])),
    },
  };
};

/** The charts that ship. */
const shipped: readonly AnyStateMachine[] = [pumpMachine, ...Object.values(SMALL_MACHINES), alarmMachine];

/** The same state, of the pump that ships. */
export const ofShipped = (state: PumpState): PumpState => shipped.reduce<PumpState>(withChart, state);
