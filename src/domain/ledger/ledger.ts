/**
 * The ledger: the exact datapath beside the charts. The charts decide, the ledger counts. Everything
 * is an immutable value and a pure function; this file is its only door.
 *
 * - `absorb` takes a fact with its time, `apply` an order of the charts; both answer what follows.
 * - `nextDeadline` says when it wants to be woken.
 * - The rest are views.
 */
export { absorb } from './absorb.ts';
export { openQuestionOf } from './answer.ts';
export { apply } from './apply.ts';
export { chosen } from './automation.ts';
export { lastDay, lastHour, onBoard, pulsesCounted } from './doses.ts';
export { type Dosing, dosingOf } from './dosing.ts';
export { nextDeadline } from './due.ts';
export { forgetGlucose, glucoseDeadline, watchGlucose } from './glucose.ts';
export { fillObjections, primeObjections } from './prime.ts';
export { proposalOf, settingsChange, settingsTrouble } from './programming.ts';
export {
  type Admission,
  admitsPulse,
  basalRate,
  bolusOf,
  flightOf,
  intentOf,
  lastBolus,
  lastExtended,
  pulseInFlight,
  readings,
  type Summary,
  summary,
} from './readings.ts';
export { confirmationObjections, isMuch, kindOf, requestedInHour } from './request.ts';
export type { Sensed } from './sensed.ts';
export { resumeObjections } from './standing.ts';
export { type BolusRecord, type EndedBolus, emptyLedger, type Ledger, type Step } from './state.ts';
export { overrideOf } from './steering.ts';
