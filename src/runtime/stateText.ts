import { alarmNames } from '../domain/alarms.ts';
import { summary } from '../domain/ledger/ledger.ts';
import { smallNames } from './machines.ts';
import type { PumpState } from './state.ts';

/** What a state is identified by, as text: two states that differ in what decides differ in it. */
export const stateText = (state: PumpState): string =>
  JSON.stringify([
    state.pump.value,
    state.pump.context,
    smallNames.map(name => [state.machines[name].value, state.machines[name].context]),
    // One that is not active is as it was made.
    alarmNames.flatMap(name => {
      const alarm = state.alarms[name];
      const { grade, returned } = alarm.context;
      return alarm.hasTag('active') ? [[name, alarm.value, grade, returned]] : [];
    }),
    state.timers,
    summary(state.ledger),
  ]);
