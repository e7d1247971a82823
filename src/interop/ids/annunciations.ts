import { ALARMS, type AlarmName, type Priority } from '../../domain/alarms.ts';
import type { Annunciation } from '../../domain/commands.ts';
import { type AnnunciationStatus, STANDARD_ANNUNCIATIONS, type StandardAnnunciation } from './words.ts';

/**
 * Our alarms that the standard has no type for, each with a word of the maker's range. A number is never given to
 * another alarm, and a new alarm takes one that is free: clients keep them.
 */
const OWN = {
  underDelivery: 0xf00f,
  buttonStuck: 0xf033,
  autoOffWarning: 0xf03c,
  autoOff: 0xf055,
  suspensionReminder: 0xf05a,
  basalLimit: 0xf066,
  entryIncomplete: 0xf069,
  missedBolus: 0xf096,
  glucoseCheck: 0xf099,
  siteChange: 0xf0a5,
  remoteChange: 0xf0aa,
  remoteLost: 0xf0c3,
  alarmStorm: 0xf0cc,
  urgentLow: 0xf0f0,
  glucoseLow: 0xf0ff,
  lowPredicted: 0xf303,
  suspendLimit: 0xf30c,
  glucoseHigh: 0xf330,
  glucoseVeryHigh: 0xf33f,
  fallingFast: 0xf356,
  risingFast: 0xf359,
  cgmLost: 0xf365,
  sensorFailed: 0xf36a,
  sensorExpired: 0xf395,
  sensorUnready: 0xf39a,
  automationDegraded: 0xf3a6,
  automationAtLimit: 0xf3a9,
} as const satisfies Partial<Record<AlarmName, number>>;
export const OWN_ANNUNCIATIONS: Readonly<Record<keyof typeof OWN, number>> = OWN;

/** All others, each with the type of the standard that says what is wrong. An alarm in neither table does not compile. */
export const STANDARD_OF: Readonly<Record<Exclude<AlarmName, keyof typeof OWN>, StandardAnnunciation>> = {
  occlusion: 'occlusionDetected',
  reservoirLow: 'reservoirLow',
  reservoirVeryLow: 'reservoirLow',
  reservoirEmpty: 'reservoirEmpty',
  cartridgeRemoved: 'reservoirIssue',
  cartridgeFault: 'reservoirIssue',
  motorStall: 'mechanicalIssue',
  encoderMismatch: 'mechanicalIssue',
  motorOnTooLong: 'mechanicalIssue',
  forceLost: 'mechanicalIssue',
  overDelivery: 'systemIssue',
  changeIncomplete: 'infusionSetIncomplete',
  fillMaximum: 'primingIssue',
  notPrimed: 'primingIssue',
  selfTestFailed: 'systemIssue',
  periodicTestFailed: 'systemIssue',
  sounderFault: 'systemIssue',
  watchdogReset: 'systemIssue',
  supervisorLost: 'systemIssue',
  internalFault: 'systemIssue',
  journalFailed: 'systemIssue',
  settingsInvalid: 'systemIssue',
  batteryLow: 'batteryLow',
  batteryCritical: 'batteryLow',
  batteryDepleted: 'batteryEmpty',
  powerInterrupted: 'powerSourceInsufficient',
  temperature: 'temperatureOutOfRange',
  pressure: 'airPressureOutOfRange',
  clockLost: 'dateTimeIssue',
  hourlyLimit: 'maxDelivery',
  dailyLimit: 'maxDelivery',
  bolusIncomplete: 'bolusCanceled',
};

const isOwn = (alarm: AlarmName): alarm is keyof typeof OWN => alarm in OWN;

/** The type of annunciation that an alarm is told as. */
export const annunciationTypeOf = (alarm: AlarmName): number =>
  isOwn(alarm) ? OWN[alarm] : STANDARD_ANNUNCIATIONS[STANDARD_OF[alarm]];

/** Several alarms share a type of the standard: the number of ours goes with it. A-07 is 7. */
export const alarmNumber = (alarm: AlarmName): number => Number(ALARMS[alarm].id.slice('A-'.length));

export const PRIORITY: Readonly<Record<Priority, number>> = { info: 1, low: 2, medium: 3, high: 4 };

/** An alarm that is silenced or acknowledged is still there: only one that is over is confirmed. */
export const SIGNAL_STATUS: Readonly<Record<Annunciation['signal'], AnnunciationStatus>> = {
  sounding: 'pending',
  paused: 'snoozed',
  acknowledged: 'snoozed',
};
