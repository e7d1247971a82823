import { CURRENT_LIMIT, HOMING_SPEED, type TicChip } from './chip.ts';
import { TIC_PROFILE } from './profile.ts';
import { MISC, PIN, SETTING, SETTINGS_SIZE } from './protocol.ts';
import { NO_INPUT, putValue, VARIABLE_NAMES, type VariableName } from './variables.ts';

/** An offset is one byte: nothing lies behind this. */
const VARIABLES_SIZE = 0x100;
/** Two bits each of SCL, SDA, TX and RX: the inputs are pulled up (1), and TX is an output that is high (3). */
const PIN_STATES = 0b01_11_01_01;
/** Idle serial lines are high. */
const IDLE_SERIAL = PIN.tx | PIN.rx;
const THIRDS_OF_A_US = 3_000;
const LONGEST = 2 ** 32 - 1;

/** What `get setting` reads: the provisioned profile, with what differs. */
export const settingsMemory = (different: ReadonlyMap<number, number>): Uint8Array => {
  const memory = new Uint8Array(SETTINGS_SIZE);
  put(memory, SETTING.homingSpeedTowards, 4, HOMING_SPEED);
  put(memory, SETTING.homingSpeedAway, 4, HOMING_SPEED);
  memory[SETTING.currentLimit] = CURRENT_LIMIT;
  for (const { from, offset, size, value } of TIC_PROFILE)
    if (from === 'setting') put(memory, offset, size, different.get(offset) ?? value);
  return memory;
};

/** What `get variable` reads at this moment; nothing is measured by pins that carry the serial line, a switch or nothing. */
export const variablesMemory = (chip: TicChip, different: ReadonlyMap<number, number>): Uint8Array => {
  const memory = new Uint8Array(VARIABLES_SIZE);
  const status = chip.status();
  const values: Readonly<Record<VariableName, number>> = {
    operationState: status.operation,
    miscFlags:
      (status.energized ? MISC.energized : 0) |
      (status.uncertain ? MISC.positionUncertain : 0) |
      (status.forwardLimit ? MISC.forwardLimit : 0) |
      (status.reverseLimit ? MISC.reverseLimit : 0) |
      (status.homing ? MISC.homing : 0),
    errorStatus: status.errorStatus,
    errorsOccurred: status.occurred,
    planningMode: status.planning,
    targetPosition: status.target,
    targetVelocity: status.targetVelocity,
    startingSpeed: status.startingSpeed,
    maxSpeed: status.maxSpeed,
    maxDeceleration: status.maxDeceleration,
    maxAcceleration: status.maxAcceleration,
    currentPosition: status.position,
    currentVelocity: status.velocity,
    actingTarget: status.target,
    timeSinceLastStep: Math.min(
      LONGEST,
      Math.round((status.sinceStepMs ?? LONGEST / THIRDS_OF_A_US) * THIRDS_OF_A_US),
    ),
    resetCause: status.resetCause,
    vinMv: status.vinMv,
    upTimeMs: status.upTimeMs,
    encoderPosition: 0,
    rcPulseWidth: NO_INPUT,
    analogScl: NO_INPUT,
    analogSda: NO_INPUT,
    analogTx: NO_INPUT,
    analogRx: NO_INPUT,
    digitalReadings: IDLE_SERIAL | (status.killed ? PIN.scl : 0) | (status.reverseLimit ? 0 : PIN.sda),
    pinStates: PIN_STATES,
    stepMode: status.stepMode,
    currentLimit: status.currentLimit,
    decayMode: status.decayMode,
    inputState: status.inputState,
    inputAfterAveraging: NO_INPUT,
    inputAfterHysteresis: NO_INPUT,
    inputAfterScaling: status.input,
    lastDriverError: status.lastDriverError,
    lastHighPowerErrors: 0,
  };
  for (const name of VARIABLE_NAMES) putValue(memory, name, values[name]);
  for (const { from, offset, size } of TIC_PROFILE) {
    const wanted = different.get(offset);
    if (from === 'variable' && wanted !== undefined) put(memory, offset, size, wanted);
  }
  return memory;
};

const put = (memory: Uint8Array, offset: number, size: number, value: number): void => {
  for (let i = 0; i < size; i += 1) memory[offset + i] = Math.floor(value / 2 ** (8 * i)) % 256;
};
