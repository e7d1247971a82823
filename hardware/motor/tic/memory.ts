import type { TicChip } from './chip.ts';
import { type Expectation, TIC_PROFILE } from './profile.ts';
import { MISC, SETTINGS_SIZE, VARIABLE, VARIABLES_SIZE } from './protocol.ts';

/** What `get setting` reads: the provisioned profile, with what differs. */
export const settingsMemory = (different: ReadonlyMap<number, number>): Uint8Array =>
  filled(SETTINGS_SIZE, 'setting', different);

/** What `get variable` reads at this moment. */
export const variablesMemory = (chip: TicChip, different: ReadonlyMap<number, number>): Uint8Array => {
  const memory = filled(VARIABLES_SIZE, 'variable', different);
  const view = new DataView(memory.buffer);
  const status = chip.status();
  view.setUint8(VARIABLE.operationState, status.operation);
  view.setUint8(
    VARIABLE.miscFlags,
    (status.energized ? MISC.energized : 0) |
      (status.uncertain ? MISC.positionUncertain : 0) |
      (status.reverseLimit ? MISC.reverseLimit : 0),
  );
  view.setUint16(VARIABLE.errorStatus, status.errorStatus, true);
  view.setUint32(VARIABLE.errorsOccurred, status.occurred, true);
  if (!different.has(VARIABLE.maxSpeed)) view.setUint32(VARIABLE.maxSpeed, status.maxSpeed, true);
  if (!different.has(VARIABLE.maxAcceleration))
    view.setUint32(VARIABLE.maxAcceleration, status.maxAcceleration, true);
  if (!different.has(VARIABLE.maxDeceleration))
    view.setUint32(VARIABLE.maxDeceleration, status.maxDeceleration, true);
  view.setUint8(VARIABLE.planningMode, status.planning);
  view.setInt32(VARIABLE.targetPosition, status.target, true);
  view.setInt32(VARIABLE.currentPosition, status.position, true);
  view.setInt32(VARIABLE.currentVelocity, status.velocity, true);
  view.setInt32(VARIABLE.actingTarget, status.target, true);
  view.setUint8(VARIABLE.resetCause, status.resetCause);
  view.setUint16(VARIABLE.vinMv, status.vinMv, true);
  view.setUint32(VARIABLE.upTimeMs, status.upTimeMs, true);
  view.setUint8(VARIABLE.inputState, status.inputState);
  return memory;
};

const filled = (
  size: number,
  from: Expectation['from'],
  different: ReadonlyMap<number, number>,
): Uint8Array => {
  const memory = new Uint8Array(size);
  for (const { from: kind, offset, size: width, value } of TIC_PROFILE) {
    if (kind !== from) continue;
    const wanted = different.get(offset) ?? value;
    for (let i = 0; i < width; i += 1) memory[offset + i] = Math.floor(wanted / 2 ** (8 * i)) % 256;
  }
  return memory;
};
