/**
 * The Pololu Tic's serial vocabulary: command codes, variable and setting offsets, bits. From Pololu's
 * `tic_protocol.h` and the Tic User's Guide (commands, variables, error handling).
 */

/** Commands without data. */
export const QUICK = {
  haltAndHold: 0x89,
  resetCommandTimeout: 0x8c,
  deenergize: 0x86,
  energize: 0x85,
  exitSafeStart: 0x83,
  enterSafeStart: 0x8f,
  reset: 0xb0,
  clearDriverError: 0x8a,
} as const;

/** Commands with one byte of 7 bits. */
export const SEVEN_BIT = {
  goHome: 0x97,
  setStepMode: 0x94,
  setCurrentLimit: 0x91,
  setDecayMode: 0x92,
} as const;

/** Commands with a 32-bit number. */
export const WIDE = {
  setTargetPosition: 0xe0,
  setTargetVelocity: 0xe3,
  haltAndSetPosition: 0xec,
  setMaxSpeed: 0xe6,
  setStartingSpeed: 0xe5,
  setMaxAcceleration: 0xea,
  setMaxDeceleration: 0xe9,
} as const;

/** Commands that are answered: offset and length follow. */
export const BLOCK = { getVariable: 0xa1, getVariableAndClearErrors: 0xa2, getSetting: 0xa8 } as const;

/** Where a variable lies and how it is read; all little endian. */
export const VARIABLE = {
  operationState: 0x00,
  miscFlags: 0x01,
  errorStatus: 0x02,
  errorsOccurred: 0x04,
  planningMode: 0x09,
  targetPosition: 0x0a,
  targetVelocity: 0x0e,
  startingSpeed: 0x12,
  maxSpeed: 0x16,
  maxDeceleration: 0x1a,
  maxAcceleration: 0x1e,
  currentPosition: 0x22,
  currentVelocity: 0x26,
  actingTarget: 0x2a,
  resetCause: 0x32,
  vinMv: 0x33,
  upTimeMs: 0x35,
  stepMode: 0x49,
  currentLimit: 0x4a,
  inputState: 0x4c,
} as const;
/** One more than the last byte of the variables that the simulator holds. */
export const VARIABLES_SIZE = 0x56;

export const SETTING = {
  controlMode: 0x01,
  disableSafeStart: 0x03,
  baudDivider: 0x05,
  deviceNumber: 0x07,
  commandTimeoutMs: 0x09,
  serialOptions: 0x0b,
  currentLimit: 0x40,
  stepMode: 0x41,
  startingSpeed: 0x43,
  maxSpeed: 0x47,
  maxDeceleration: 0x4b,
  maxAcceleration: 0x4f,
  softErrorResponse: 0x53,
  deviceNumberHigh: 0x69,
} as const;
export const SETTINGS_SIZE = 0x70;

export const OPERATION = {
  reset: 0,
  deenergized: 2,
  softError: 4,
  waitingForErrLine: 6,
  startingUp: 8,
  normal: 10,
} as const;

export const MISC = { energized: 1 << 0, positionUncertain: 1 << 1, reverseLimit: 1 << 3 } as const;

/** Bits of the error status; the motor obeys only when it is 0. */
export const ERROR = {
  deenergized: 1 << 0,
  driver: 1 << 1,
  lowVin: 1 << 2,
  killSwitch: 1 << 3,
  requiredInput: 1 << 4,
  serial: 1 << 5,
  commandTimeout: 1 << 6,
  safeStart: 1 << 7,
  errLine: 1 << 8,
} as const;

/** Further bits in "errors occurred". */
export const OCCURRED = { framing: 1 << 16, overrun: 1 << 17, format: 1 << 18, crc: 1 << 19 } as const;

const ERROR_NAMES: readonly (readonly [number, string])[] = [
  [ERROR.deenergized, 'de-energised on request'],
  [ERROR.driver, 'motor driver error'],
  [ERROR.lowVin, 'supply voltage low'],
  [ERROR.killSwitch, 'kill switch'],
  [ERROR.requiredInput, 'required input invalid'],
  [ERROR.serial, 'serial error'],
  [ERROR.commandTimeout, 'command timeout'],
  [ERROR.safeStart, 'safe start violation'],
  [ERROR.errLine, 'error line high'],
  [OCCURRED.framing, 'serial framing'],
  [OCCURRED.overrun, 'serial overrun'],
  [OCCURRED.format, 'serial format'],
  [OCCURRED.crc, 'serial CRC'],
];

/** The set bits in words. */
export const errorsInWords = (bits: number): string =>
  ERROR_NAMES.filter(([bit]) => (bits & bit) !== 0)
    .map(([, name]) => name)
    .join(', ') || 'no error bit';

export const stateInWords = (state: number): string =>
  Object.entries(OPERATION).find(([, code]) => code === state)?.[0] ?? `state ${state}`;

/** A reply of this many bytes or more has no CRC (tic.h): every read stays below. */
export const UNCHECKED_REPLY = 14;
export const DEFAULT_DEVICE = 14;

export const SERIAL_OPTION = {
  crcForCommands: 1,
  crcForResponses: 2,
  sevenBitResponses: 4,
  wideDevice: 8,
} as const;
