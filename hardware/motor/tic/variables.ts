import { VARIABLE } from './protocol.ts';

/** A number without or with a sign, of so many bytes; all little endian. */
type Form = 'u8' | 'u16' | 'u32' | 'i16' | 'i32';
export type VariableName = keyof typeof VARIABLE;

/** How every variable of the Tic is kept. Positions in microsteps, speeds per 10 000 s, accelerations per 100 s². */
export const FORM: Readonly<Record<VariableName, Form>> = {
  operationState: 'u8',
  miscFlags: 'u8',
  errorStatus: 'u16',
  errorsOccurred: 'u32',
  planningMode: 'u8',
  targetPosition: 'i32',
  targetVelocity: 'i32',
  startingSpeed: 'u32',
  maxSpeed: 'u32',
  maxDeceleration: 'u32',
  maxAcceleration: 'u32',
  currentPosition: 'i32',
  currentVelocity: 'i32',
  actingTarget: 'i32',
  // In thirds of a microsecond.
  timeSinceLastStep: 'u32',
  resetCause: 'u8',
  vinMv: 'u16',
  upTimeMs: 'u32',
  encoderPosition: 'i32',
  rcPulseWidth: 'u16',
  analogScl: 'u16',
  analogSda: 'u16',
  analogTx: 'u16',
  analogRx: 'u16',
  digitalReadings: 'u8',
  // Two bits for each pin but RC.
  pinStates: 'u8',
  stepMode: 'u8',
  currentLimit: 'u8',
  decayMode: 'u8',
  inputState: 'u8',
  inputAfterAveraging: 'u16',
  inputAfterHysteresis: 'u16',
  inputAfterScaling: 'i32',
  lastDriverError: 'u8',
  lastHighPowerErrors: 'u8',
};
const SIZE: Readonly<Record<Form, 1 | 2 | 4>> = { u8: 1, u16: 2, u32: 4, i16: 2, i32: 4 };

/** A reading that there is none of: nothing is measured there, or the input is not in use. */
export const NO_INPUT = 0xffff;

const isVariable = (name: string): name is VariableName => name in VARIABLE;
export const VARIABLE_NAMES: readonly VariableName[] = Object.keys(VARIABLE).filter(isVariable);
export const sizeOf = (name: VariableName): 1 | 2 | 4 => SIZE[FORM[name]];

/** The value of a variable in its bytes, as many as it has. */
export const valueIn = (name: VariableName, bytes: Uint8Array): number => {
  const unsigned = bytes.subarray(0, sizeOf(name)).reduce((sum, byte, i) => sum + byte * 2 ** (8 * i), 0);
  const whole = 2 ** (8 * sizeOf(name));
  return FORM[name].startsWith('i') && unsigned >= whole / 2 ? unsigned - whole : unsigned;
};

/** Writes a value where its variable lies. */
export const putValue = (memory: Uint8Array, name: VariableName, value: number): void => {
  const whole = 2 ** (8 * sizeOf(name));
  const stored = ((value % whole) + whole) % whole;
  for (let i = 0; i < sizeOf(name); i += 1)
    memory[VARIABLE[name] + i] = Math.floor(stored / 2 ** (8 * i)) % 256;
};
