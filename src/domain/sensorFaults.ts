/**
 * What can be wrong with a simulated glucose sensor: `lost`, nothing is heard of it; `noise`, it jitters;
 * `spike`, one reading leaps; `flat`, it repeats itself; `low`, somebody lies on it, and it reads low; `saysHigh` and
 * `saysLow`, it finds itself beyond its range; `twice`, each reading is heard twice; `ahead`, it dates them 10 min ahead;
 * `stale`, each is heard 15 min after it was measured.
 */
export const SENSOR_FAULTS = [
  'lost',
  'noise',
  'spike',
  'flat',
  'low',
  'saysHigh',
  'saysLow',
  'twice',
  'ahead',
  'stale',
] as const;
export type SensorFault = (typeof SENSOR_FAULTS)[number];

/** What becomes of a simulated sensor itself: another one is put in, or it ends before its time. */
export const SENSOR_TURNS = ['new', 'expired', 'failed'] as const;
export type SensorTurn = (typeof SENSOR_TURNS)[number];
