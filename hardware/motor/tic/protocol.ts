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
  timeSinceLastStep: 0x2e,
  resetCause: 0x32,
  vinMv: 0x33,
  upTimeMs: 0x35,
  encoderPosition: 0x39,
  rcPulseWidth: 0x3d,
  analogScl: 0x3f,
  analogSda: 0x41,
  analogTx: 0x43,
  analogRx: 0x45,
  digitalReadings: 0x47,
  pinStates: 0x48,
  stepMode: 0x49,
  currentLimit: 0x4a,
  decayMode: 0x4b,
  inputState: 0x4c,
  inputAfterAveraging: 0x4d,
  inputAfterHysteresis: 0x4f,
  inputAfterScaling: 0x51,
  lastDriverError: 0x55,
  lastHighPowerErrors: 0xff,
} as const;

export const SETTING = {
  controlMode: 0x01,
  disableSafeStart: 0x03,
  ignoreErrLineHigh: 0x04,
  baudDivider: 0x05,
  deviceNumber: 0x07,
  autoClearDriverError: 0x08,
  commandTimeoutMs: 0x09,
  serialOptions: 0x0b,
  polarity: 0x36,
  currentLimit: 0x40,
  stepMode: 0x41,
  startingSpeed: 0x43,
  maxSpeed: 0x47,
  maxDeceleration: 0x4b,
  maxAcceleration: 0x4f,
  softErrorResponse: 0x53,
  softErrorPosition: 0x54,
  killSwitchMap: 0x5d,
  limitForwardMap: 0x5f,
  limitReverseMap: 0x60,
  homingSpeedTowards: 0x61,
  homingSpeedAway: 0x65,
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

export const MISC = {
  energized: 1 << 0,
  positionUncertain: 1 << 1,
  forwardLimit: 1 << 2,
  reverseLimit: 1 << 3,
  homing: 1 << 4,
} as const;

/** What the motor does when an error of the host's side ends its work. */
export const RESPONSE = { deenergize: 0, haltAndHold: 1, decelerateToHold: 2, goToPosition: 3 } as const;

/** What the last target asked for. */
export const INPUT = { notReady: 0, invalid: 1, halt: 2, position: 3, velocity: 4 } as const;
export const PLANNING = { off: 0, position: 1, velocity: 2 } as const;

/** What is being pursued: nothing but in Normal. */
export const planningOf = (operation: number, input: number): number => {
  if (operation !== OPERATION.normal) return PLANNING.off;
  if (input === INPUT.position) return PLANNING.position;
  return input === INPUT.velocity ? PLANNING.velocity : PLANNING.off;
};

/** Bits of the maps, the readings and the polarity. */
export const PIN = { scl: 1 << 0, sda: 1 << 1, tx: 1 << 2, rx: 1 << 3, rc: 1 << 4 } as const;

/** Why it started anew. */
export const RESET_CAUSE = {
  powerUp: 0,
  brownOut: 1,
  resetLine: 2,
  watchdog: 4,
  software: 8,
  stackOverflow: 16,
  stackUnderflow: 32,
} as const;
const RESET_WORDS: Readonly<Record<keyof typeof RESET_CAUSE, string>> = {
  powerUp: 'its supply came',
  brownOut: 'its supply sagged',
  resetLine: 'its reset line was pulled',
  watchdog: 'its watchdog ran out',
  software: 'it was told to',
  stackOverflow: 'its stack overflowed',
  stackUnderflow: 'its stack underflowed',
};
export const resetInWords = (cause: number): string => {
  const found = Object.entries(RESET_CAUSE).find(([, code]) => code === cause)?.[0];
  return found !== undefined && isCause(found) ? RESET_WORDS[found] : `for cause ${cause}`;
};
const isCause = (name: string): name is keyof typeof RESET_CAUSE => name in RESET_CAUSE;

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
export const OCCURRED = {
  framing: 1 << 16,
  overrun: 1 << 17,
  format: 1 << 18,
  crc: 1 << 19,
  encoderSkip: 1 << 20,
} as const;
/** What can be wrong with bytes that arrive. */
export type SerialError = Exclude<keyof typeof OCCURRED, 'encoderSkip'>;

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
  [OCCURRED.encoderSkip, 'encoder skip'],
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
