/**
 * What a sensor says of itself: 24 bits in three octets. Bluetooth CGM Service 1.0.2, Sensor Status Annunciation.
 * Bits that are reserved are kept as they come, and mean nothing here.
 */
export const SAYINGS = {
  sessionStopped: 0,
  batteryLow: 1,
  typeIncorrect: 2,
  malfunction: 3,
  deviceAlert: 4,
  generalFault: 5,
  timeSyncRequired: 8,
  calibrationNotAllowed: 9,
  calibrationRecommended: 10,
  calibrationRequired: 11,
  tooHot: 12,
  tooCold: 13,
  calibrationPending: 14,
  belowPatientLow: 16,
  abovePatientHigh: 17,
  belowHypo: 18,
  aboveHyper: 19,
  fallsTooFast: 20,
  risesTooFast: 21,
  belowRange: 22,
  aboveRange: 23,
} as const;
export type Saying = keyof typeof SAYINGS;

/** Bits 0 to 7: Status; 8 to 15: calibration and temperature; 16 to 23: Warning. */
export type Annunciation = number;

export const announcing = (...sayings: readonly Saying[]): Annunciation =>
  sayings.reduce((bits, saying) => bits | (1 << SAYINGS[saying]), 0);

export const says = (annunciation: Annunciation, saying: Saying): boolean =>
  (annunciation & (1 << SAYINGS[saying])) !== 0;

/**
 * In which order the octets follow each other in a measurement. The specification has Status, Cal/Temp, Warning; some
 * sensors in the wild (Nordic's nRF5 SDK) send them the other way round. With one octet there is no difference.
 */
export type OctetOrder = 'specification' | 'reversed';
