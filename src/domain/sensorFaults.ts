/**
 * What can be wrong with a simulated glucose sensor: `lost`, nothing is heard of it; `noise`, it jitters;
 * `spike`, one reading leaps; `flat`, it repeats itself; `low`, somebody lies on it, and it reads low.
 */
export const SENSOR_FAULTS = ['lost', 'noise', 'spike', 'flat', 'low'] as const;
export type SensorFault = (typeof SENSOR_FAULTS)[number];

/** What becomes of a simulated sensor itself: another one is put in, or it ends before its time. */
export const SENSOR_TURNS = ['new', 'expired', 'failed'] as const;
export type SensorTurn = (typeof SENSOR_TURNS)[number];
