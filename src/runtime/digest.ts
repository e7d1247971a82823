import { createHash } from 'node:crypto';
import { alarmNames } from '../domain/alarms.ts';
import { summary } from '../domain/ledger/ledger.ts';
import { smallNames } from './machines.ts';
import type { PumpState } from './state.ts';

/**
 * Counts the ways in which a digest was made, or a chart decided, so that a journal of an earlier release is known as one and not taken
 * for a damaged one. Raise it with whatever changes the digest of any state; a test holds one against it.
 */
export const DIGEST = 2;

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
