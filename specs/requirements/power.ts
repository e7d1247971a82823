import type { Requirement } from './requirement.ts';

/** SR-063 to SR-075: self-test, power, what survives a restart, and the journal. */
export const power = [
  {
    id: 'SR-063',
    text: 'No pulse shall start before the self-test after power-on has passed.',
    hazards: ['H-HW'],
    verified: ['explored'],
  },
  {
    id: 'SR-064',
    text: 'The self-test shall cover program and data memory, stored settings and journal, the watchdog, the unpowered motor line, a still encoder, the zero of the force sensor, the battery, the clock, the speaker and vibrator, and the link to the supervisor; a failure of any one shall raise A-16.',
    hazards: ['H-HW'],
    verified: ['test'],
    partDue: 'when the hardware watchdog is built',
  },
  {
    id: 'SR-065',
    text: 'Program, data and stored memory shall be checked again at least every 15 min without a change to delivery.',
    hazards: ['H-HW'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-066',
    text: 'Settings and state on which delivery depends shall be checked before each use; a mismatch shall stop delivery and raise A-17, A-30 or A-31.',
    hazards: ['H-SW'],
    verified: ['test'],
  },
  {
    id: 'SR-067',
    text: 'An external watchdog with a window of at most 1 s shall be tested at each power-on, and its expiry shall remove the motor supply.',
    hazards: ['H-SW'],
    verified: ['test'],
    due: 'when the hardware watchdog is built',
  },
  {
    id: 'SR-068',
    text: 'A low battery shall be announced at least 30 min before delivery stops; at depletion delivery shall stop before the motor loses torque, and the journal shall be completed.',
    hazards: ['H-ELEC'],
    verified: ['property', 'test', 'scenario'],
  },
  {
    id: 'SR-069',
    text: 'When the power fails, the journal shall be complete within 50 ms.',
    hazards: ['H-ELEC'],
    verified: ['test'],
  },
  {
    id: 'SR-070',
    text: 'After a restart the journal shall be read and the worst assumed: a pulse without outcome counts as delivered, an interrupted bolus has ended, and after an unclean reset delivery shall stay suspended until a person resumes.',
    hazards: ['H-OVER'],
    verified: ['explored', 'test', 'scenario'],
  },
  {
    id: 'SR-071',
    text: 'A second reset by watchdog or by low supply voltage within 24 h shall lead to fail-safe.',
    hazards: ['H-ELEC'],
    verified: ['test'],
    partDue: 'when the hardware watchdog is built',
  },
  {
    id: 'SR-072',
    text: 'Insulin on board shall survive a reset; when it cannot be known, calculator and automation shall be refused for one duration of insulin action (5 h by default).',
    hazards: ['H-OVER'],
    verified: ['property', 'test'],
    partDue: 'when the calculator is built',
  },
  {
    id: 'SR-073',
    text: 'Loss of the settings shall stop delivery and raise an alarm; no default rate shall be delivered in their place.',
    hazards: ['H-WRONG'],
    verified: ['test'],
  },
  {
    id: 'SR-074',
    text: 'The journal shall only be appended to, with rising sequence numbers and a chain of checksums, shall hold at least 90 days, shall give up its oldest records first, and shall never hold up delivery.',
    hazards: ['H-SW'],
    verified: ['property', 'test'],
    partDue: 'when retention of the journal is built',
  },
  {
    id: 'SR-075',
    text: 'A failure of any log other than the journal shall not stop delivery; a failure of the journal shall stop it.',
    hazards: ['H-NOFLOW'],
    verified: ['explored', 'test'],
  },
] as const satisfies readonly Requirement[];
