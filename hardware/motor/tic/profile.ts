import { DEFAULT_DEVICE, PIN, SERIAL_OPTION, SETTING, VARIABLE } from './protocol.ts';

/** One value that this pump needs to find in its Tic. */
export type Expectation = {
  readonly name: string;
  readonly from: 'setting' | 'variable';
  readonly offset: number;
  readonly size: 1 | 2 | 4;
  readonly value: number;
  readonly why: string;
};

/**
 * Speed 200 microsteps/s and acceleration 10 000 microsteps/s², in the Tic's units of 1/10 000 s and
 * 1/100 s²: a pulse of 20 microsteps takes 20 ms to speed up, 80 ms at speed and 20 ms to slow down.
 */
export const MAX_SPEED = 2_000_000;
export const MAX_ACCELERATION = 1_000_000;

/** The device stops by itself when the host has been silent for so long. */
export const COMMAND_TIMEOUT_MS = 1_000;

/** 12 MHz / 104 = 115 385 baud, which a host opens as 115 200. */
const BAUD_DIVIDER = 104;
export const TIC_BAUD = 115_200;

const setting = (name: string, offset: number, size: 1 | 2 | 4, value: number, why: string): Expectation => ({
  name,
  from: 'setting',
  offset,
  size,
  value,
  why,
});
const variable = (
  name: string,
  offset: number,
  size: 1 | 2 | 4,
  value: number,
  why: string,
): Expectation => ({
  name,
  from: 'variable',
  offset,
  size,
  value,
  why,
});

const SAME_SPEED = 'a pulse must end within its deadline and never run faster than a bolus';

/** The provisioning of this pump's Tic. Settings can only be changed over USB, so a mismatch needs a person. */
export const TIC_PROFILE: readonly Expectation[] = [
  setting('control mode', SETTING.controlMode, 1, 0, 'only serial commands may move the plunger'),
  setting(
    'disable safe start',
    SETTING.disableSafeStart,
    1,
    0,
    'after any error the motor must wait to be released',
  ),
  setting('ignore ERR line', SETTING.ignoreErrLineHigh, 1, 0, 'what the driver reports must stop the motor'),
  setting(
    'automatic clearing of driver errors',
    SETTING.autoClearDriverError,
    1,
    0,
    'after a driver error a person must look',
  ),
  setting('device number', SETTING.deviceNumber, 1, DEFAULT_DEVICE, 'another number is another drive'),
  setting('device number, high half', SETTING.deviceNumberHigh, 1, 0, 'another number is another drive'),
  setting('baud divider', SETTING.baudDivider, 2, BAUD_DIVIDER, 'both ends must use 115 200 baud'),
  setting(
    'command timeout',
    SETTING.commandTimeoutMs,
    2,
    COMMAND_TIMEOUT_MS,
    'the motor must stop when the host falls silent',
  ),
  setting(
    'serial options',
    SETTING.serialOptions,
    1,
    SERIAL_OPTION.crcForCommands | SERIAL_OPTION.crcForResponses,
    'every byte must be covered by a CRC, both ways',
  ),
  setting(
    'polarity of switches',
    SETTING.polarity,
    1,
    PIN.scl,
    'a cut wire of the e-stop must stop the motor',
  ),
  setting('kill switch', SETTING.killSwitchMap, 1, PIN.scl, 'the e-stop is wired there'),
  setting('forward limit', SETTING.limitForwardMap, 1, 0, 'there is no switch at that end'),
  setting('reverse limit', SETTING.limitReverseMap, 1, PIN.sda, 'the end of the way back is wired there'),
  setting('step mode', SETTING.stepMode, 1, 5, 'a pulse is counted in microsteps of 1/32'),
  setting('starting speed', SETTING.startingSpeed, 4, 0, SAME_SPEED),
  setting('maximum speed', SETTING.maxSpeed, 4, MAX_SPEED, SAME_SPEED),
  setting('maximum deceleration', SETTING.maxDeceleration, 4, MAX_ACCELERATION, SAME_SPEED),
  setting('maximum acceleration', SETTING.maxAcceleration, 4, MAX_ACCELERATION, SAME_SPEED),
  setting('soft error response', SETTING.softErrorResponse, 1, 1, 'an error must halt and hold, not coast'),
  variable('step mode in use', VARIABLE.stepMode, 1, 5, 'a pulse is counted in microsteps of 1/32'),
  variable('starting speed in use', VARIABLE.startingSpeed, 4, 0, SAME_SPEED),
  variable('maximum speed in use', VARIABLE.maxSpeed, 4, MAX_SPEED, SAME_SPEED),
  variable('maximum deceleration in use', VARIABLE.maxDeceleration, 4, MAX_ACCELERATION, SAME_SPEED),
  variable('maximum acceleration in use', VARIABLE.maxAcceleration, 4, MAX_ACCELERATION, SAME_SPEED),
];

/** A little-endian unsigned number; bytes that are missing count as 0. */
export const unsigned = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte, i) => sum + byte * 2 ** (8 * i), 0);
