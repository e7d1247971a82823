import type { OctetOrder } from './annunciation.ts';

/** What can be wrong with a simulated Bluetooth sensor or with the air between. */
export const BLUETOOTH_FAULTS = [
  /** Out of reach: the link is lost and cannot be made. */
  'outOfReach',
  /** Connected, answers nothing and says nothing. */
  'frozen',
  /** Measures and stores, and nothing of it is notified. */
  'unheard',
  /** The next notification has a flipped bit; later ones are whole. */
  'flippedOnce',
  /** Every measurement has a flipped bit, asked for or not. */
  'flipped',
  /** Notifications are cut short. */
  'cut',
  'twice',
  /** Measurements are dated an hour ahead. */
  'ahead',
  /** Measurements repeat an offset that was told long ago. */
  'backwards',
  'nan',
  'nres',
  'positiveInfinity',
  /** Glucose is written in mmol/L, which the service does not know. */
  'mmol',
  'malfunction',
  'tooHot',
  'calibrationRequired',
  'belowRange',
  'aboveRange',
  'stopped',
  /** The control point of records is always busy. */
  'busy',
  /** It has no past measurements to give. */
  'forgetful',
  /** Requests for records are taken, and never answered. */
  'unanswered',
  /** The same value for ever. */
  'stuck',
] as const;
export type BluetoothFault = (typeof BLUETOOTH_FAULTS)[number];

export type SimulatedBluetoothOptions = {
  readonly crc: boolean;
  readonly order: OctetOrder;
  readonly intervalMin: number;
  readonly runHours: number;
  /** Whether somebody must set its clock before it measures. */
  readonly wantsTime: boolean;
};
