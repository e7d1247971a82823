import type { Intent } from '../../../src/domain/commands.ts';
import { microstepsOf } from '../../../src/domain/drive.ts';
import { milliseconds } from '../../../src/domain/units.ts';
import { MotorTrouble } from '../trouble.ts';
import type { BootWatch } from './boots.ts';
import type { Exchange } from './exchange.ts';
import { unsigned } from './profile.ts';
import { errorsInWords, MISC, OPERATION, stateInWords, VARIABLE } from './protocol.ts';

/** How often position and status are read while the motor moves. */
export const POLL = milliseconds(20);
/** Polls until the coil current must be stable. */
const POLLS_TO_START = 5;
/** Polls until a pulse must have arrived: 300 ms, twice what it takes. */
const POLLS_TO_ARRIVE = 15;
/** Start positions differ from pulse to pulse, so that an old reply can never pass for an arrival. */
const POSITIONS_PER_PULSE = 32;
const POSITIONS = 2 ** 30;
/**
 * Each question of a pulse has a reply of its own length (5, 6, 7, 8 and 9 bytes), so that a late reply
 * to one cannot answer another: it fails its length or its CRC.
 */
const ERRORS_LENGTH = 5;
const TARGET_LENGTH = 7;

/**
 * One pulse from rest to rest. Throws MotorTrouble when anything is not as expected; `tic` is leashed, so
 * that nothing is sent after an interruption. The charts' order is its one heartbeat: nothing that only watches
 * keeps the Tic going, which stops by itself a second later, long after the pulse has arrived or has failed.
 */
export const pulse = async (tic: Exchange, { pulse: id }: Intent, boots: BootWatch): Promise<void> => {
  const start = (id * POSITIONS_PER_PULSE) % POSITIONS;
  const target = start + microstepsOf(id);

  tic.quick('resetCommandTimeout');
  await tic.read('getVariableAndClearErrors', VARIABLE.errorsOccurred, ERRORS_LENGTH);
  await boots.check(tic);
  // Halting at a known position forgets the old target, to which the Tic would return otherwise.
  tic.wide('haltAndSetPosition', start);
  tic.quick('energize');
  tic.quick('exitSafeStart');
  await started(tic, start);
  tic.wide('setTargetPosition', target);
  await confirmed(tic, target);
  await arrived(tic, target, boots);
  tic.quick('deenergize');
  await boots.check(tic);
  if (!(await isAtRest(tic))) {
    throw new MotorTrouble('motor: still energised after its pulse. The driver needs service.');
  }
};

/** Waits until the coil current is stable and the position is the one set. */
export const started = async (tic: Exchange, start: number): Promise<void> => {
  let status = await statusOf(tic);
  for (let polls = 0; status.operation === OPERATION.startingUp && polls < POLLS_TO_START; polls += 1) {
    await tic.sleep(POLL);
    status = await statusOf(tic);
  }
  demandNormal(status);
  const { position, velocity } = await motionOf(tic);
  if (position !== start || velocity !== 0) {
    throw new MotorTrouble(
      `motor: at position ${position} instead of ${start} before its pulse. Check for a second program on this line.`,
    );
  }
};

/** Writes are not acknowledged: the target must be read back. */
export const confirmed = async (tic: Exchange, target: number): Promise<void> => {
  const bytes = await tic.read('getVariable', VARIABLE.targetPosition, TARGET_LENGTH);
  const read = signed(bytes, 0);
  if (read !== target) {
    const { errors } = await statusOf(tic);
    throw new MotorTrouble(
      `motor: its target is ${read} instead of ${target} (${errorsInWords(errors)}). Check the cable of the motor driver.`,
    );
  }
};

const arrived = async (tic: Exchange, target: number, boots: BootWatch): Promise<void> => {
  for (let polls = 0; polls < POLLS_TO_ARRIVE; polls += 1) {
    await tic.sleep(POLL);
    const { position, velocity } = await motionOf(tic);
    const status = await statusOf(tic);
    // A restart explains an unexpected state better than its error bits do.
    if (status.operation !== OPERATION.normal) await boots.check(tic);
    demandNormal(status);
    if (position === target && velocity === 0) return;
  }
  throw new MotorTrouble(
    `motor: did not arrive at its target within ${POLLS_TO_ARRIVE * POLL} ms. The drive needs service.`,
  );
};

type Status = { readonly operation: number; readonly flags: number; readonly errors: number };

export const statusOf = async (tic: Exchange): Promise<Status> => {
  const bytes = await tic.read('getVariable', VARIABLE.operationState, 9);
  return {
    operation: bytes[VARIABLE.operationState] ?? 0,
    flags: bytes[VARIABLE.miscFlags] ?? 0,
    errors: unsigned(bytes.subarray(VARIABLE.errorStatus, VARIABLE.errorStatus + 2)),
  };
};

export const motionOf = async (
  tic: Exchange,
): Promise<{ readonly position: number; readonly velocity: number }> => {
  const bytes = await tic.read('getVariable', VARIABLE.currentPosition, 8);
  return { position: signed(bytes, 0), velocity: signed(bytes, 4) };
};

const signed = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(at, true);

export const demandNormal = ({ operation, flags, errors }: Status): void => {
  if (operation !== OPERATION.normal || errors !== 0) {
    throw new MotorTrouble(
      `motor: ${stateInWords(operation)} (${errorsInWords(errors)}) where it should be moving. Check supply, wiring and kill switch of the motor driver.`,
    );
  }
  if ((flags & MISC.positionUncertain) !== 0) {
    throw new MotorTrouble(
      'motor: its position is uncertain. The pulse counts as delivered; check the drive.',
    );
  }
};

/** Without current and without motion. */
export const isAtRest = async (tic: Exchange): Promise<boolean> => {
  const { operation, flags } = await statusOf(tic);
  const { velocity } = await motionOf(tic);
  const still = operation === OPERATION.deenergized || operation === OPERATION.reset;
  return still && (flags & MISC.energized) === 0 && velocity === 0;
};
