import { createHash } from 'node:crypto';
import { alarmNames } from '../domain/alarms.ts';
import { summary } from '../domain/ledger/ledger.ts';
import { smallNames } from './machines.ts';
import type { PumpState } from './state.ts';

/** Identifies a state: 16 hexadecimal characters over charts, timers, alarms and the ledger's summary. */
export const digest = (state: PumpState): string =>
  createHash('sha256')
    .update(
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
      ]),
    )
    .digest('hex')
    .slice(0, 16);
