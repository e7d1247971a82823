import type { Envelope } from '../domain/facts.ts';
import type { SmallName } from './machines.ts';
import { once } from './once.ts';
import type { PumpSnapshot, PumpState, Timer } from './state.ts';

/** What is asked of the pump's chart at every step, asked once of each of its states. */
export const lifeOf = once((pump: PumpSnapshot) => ({
  isFailSafe: pump.matches({ life: 'failSafe' }),
  isUp: pump.matches({ life: 'operating' }) || pump.matches({ life: 'recovering' }),
  isRecovering: pump.matches({ life: 'recovering' }),
  /** By an alarm that it knows of. */
  isStopped: pump.matches({ conditions: 'stopped' }),
}));

/** After a latched fault only the alarms, the watch over glucose and the power switch go on. */
export const isOutOfService = (state: PumpState, { fact }: Envelope): boolean =>
  lifeOf(state.pump).isFailSafe && fact.type !== 'power.lost' && fact.type !== 'fault.latched';

/** A boot that no loss of power came before: record and world disagree, and nobody knows what moved since. */
export const isSecondBoot = (state: PumpState, { fact }: Envelope): boolean =>
  fact.type === 'power.applied' && !state.pump.matches({ life: 'off' });

/** The record is set aside only before the power comes: what a pump that is on has lost now, nobody knows. */
export const losesRecordsWhileOn = (state: PumpState, { fact }: Envelope): boolean =>
  fact.type === 'journal.setAside' && !state.pump.matches({ life: 'off' });

/** The machines that a latched fault does not put to sleep: they raise alarms, and order nothing. */
export const WATCHING = ['sensor', 'glucose'] as const satisfies readonly SmallName[];

/** The alarms go on whatever else has stopped: each is still on its way to the siren (SR-081). */
export const ofAlarms = ({ machine }: Timer): boolean => machine.startsWith('alarm:');

/** Whether a delay is of something that goes on in fail-safe. */
export const goesOn = (timer: Timer): boolean =>
  ofAlarms(timer) || WATCHING.some(name => name === timer.machine);
