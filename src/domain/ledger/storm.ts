import type { AlarmName } from '../alarms.ts';
import { calm, resumed } from '../storm.ts';
import type { MonoMs } from '../units.ts';
import { type Ledger, type Step, step } from './state.ts';

/** Counts the alarms that a resume has ended, and says when it was the third time (SR-086). */
export const noteResume = (ledger: Ledger, alarms: readonly AlarmName[], at: MonoMs): Step => {
  const storm = resumed(ledger.storm, alarms, at);
  const began = storm.phase === 'raging' && ledger.storm.phase === 'calm';
  return began ? step({ ...ledger, storm }, { type: 'storm.detected' }) : step({ ...ledger, storm });
};

/** With another cartridge or another site the cause may be gone: counted anew. */
export const endStorm = (ledger: Ledger): Step =>
  ledger.storm.phase === 'raging'
    ? step({ ...ledger, storm: calm }, { type: 'storm.ended' })
    : step({ ...ledger, storm: calm });
