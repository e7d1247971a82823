import type { Envelope } from '../domain/facts.ts';
import type { PumpState } from './state.ts';

/** After a latched fault only the alarms and the power switch go on. */
export const isOutOfService = (state: PumpState, { fact }: Envelope): boolean =>
  state.pump.matches({ life: 'failSafe' }) && fact.type !== 'power.lost' && fact.type !== 'fault.latched';

/** A boot that no loss of power came before: record and world disagree, and nobody knows what moved since. */
export const isSecondBoot = (state: PumpState, { fact }: Envelope): boolean =>
  fact.type === 'power.applied' && !state.pump.matches({ life: 'off' });
