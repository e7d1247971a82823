import { BAY_LENGTH, SEAT_LEAST } from '../../../src/domain/drive.ts';
import { milliseconds } from '../../../src/domain/units.ts';
import type { Feel, Seat } from '../make.ts';
import { MotorTrouble } from '../trouble.ts';
import type { BootWatch } from './boots.ts';
import type { Exchange } from './exchange.ts';
import { MAX_ACCELERATION, MAX_SPEED } from './profile.ts';
import { MISC, VARIABLE } from './protocol.ts';
import { confirmed, demandNormal, isAtRest, motionOf, started, statusOf } from './pulse.ts';

/** Long ways go faster than pulses: 8 000 microsteps/s (1.25 mm/s), reached in 80 ms. */
export const FAST = { speed: 80_000_000, acceleration: 10_000_000 } as const;
/** One order back: a second of travel, which the silence of a dead host would cut short anyway. */
export const BACKWARD = 8_000;
/** One order forward: 0.3 mm, or 2.5 U into a set that is off the body. */
export const FORWARD = 2_000;
/** A little further than the bay is long, and nothing was there. */
export const FARTHEST = BAY_LENGTH + 4_000;
export const TRAVEL_POLL = milliseconds(100);
const ERRORS_LENGTH = 5;

/** Slow ramps again, as the profile demands: a pulse is never fast. */
export const slowDown = (tic: Exchange): void => {
  tic.wide('setMaxSpeed', MAX_SPEED);
  tic.wide('setMaxAcceleration', MAX_ACCELERATION);
  tic.wide('setMaxDeceleration', MAX_ACCELERATION);
};

/** Draws the plunger back until its limit switch says that it is home. Throws MotorTrouble when it never does. */
export const drawBack = async (tic: Exchange, boots: BootWatch): Promise<void> => {
  await setOut(tic, boots);
  for (let target = -BACKWARD; ; target -= BACKWARD) {
    if (target < -FARTHEST - BACKWARD) {
      throw new MotorTrouble(
        'motor: the plunger did not reach its limit switch. Check the drive and the switch.',
      );
    }
    tic.wide('setTargetPosition', target);
    await confirmed(tic, target);
    if (await reached(tic, target)) return arrive(tic, boots);
  }
};

/** Whether the limit switch ended the order; false when the order was carried out to its end. */
const reached = async (tic: Exchange, target: number): Promise<boolean> => {
  for (;;) {
    const status = await statusOf(tic);
    if ((status.flags & MISC.reverseLimit) !== 0) return true;
    demandNormal(status);
    const { position, velocity } = await motionOf(tic);
    if (position === target && velocity === 0) return false;
    await tic.sleep(TRAVEL_POLL);
    tic.quick('resetCommandTimeout');
  }
};

/** Moves the plunger forward until the force says that it has met a cartridge. Throws MotorTrouble when it never does. */
export const advance = async (tic: Exchange, boots: BootWatch, feel: Feel): Promise<Seat> => {
  const freeMn = await felt(feel);
  await setOut(tic, boots);
  for (let target = FORWARD; target <= FARTHEST; target += FORWARD) {
    tic.wide('setTargetPosition', target);
    await confirmed(tic, target);
    const met = await meets(tic, target, feel);
    if (met === null) continue;
    await arrive(tic, boots);
    return { freeMn, ...met };
  }
  throw new MotorTrouble('motor: the plunger met no cartridge in the whole bay. Check that one is in.');
};

/** Goes on to `target` while nothing is felt; halts at once when something is. */
const meets = async (tic: Exchange, target: number, feel: Feel): Promise<Omit<Seat, 'freeMn'> | null> => {
  for (;;) {
    tic.quick('resetCommandTimeout');
    const seatedMn = await felt(feel);
    const { position, velocity } = await motionOf(tic);
    if (seatedMn >= SEAT_LEAST) {
      tic.quick('haltAndHold');
      return { seatedMn, travelMicrosteps: position };
    }
    demandNormal(await statusOf(tic));
    if (position === target && velocity === 0) return null;
  }
};

const felt = async (feel: Feel): Promise<number> => {
  const force = await feel();
  if (typeof force === 'string') throw new MotorTrouble(force);
  return force;
};

/** From rest at a known position, with current in the coils and fast ramps. */
const setOut = async (tic: Exchange, boots: BootWatch): Promise<void> => {
  tic.quick('resetCommandTimeout');
  await tic.read('getVariableAndClearErrors', VARIABLE.errorsOccurred, ERRORS_LENGTH);
  await boots.check(tic);
  tic.wide('haltAndSetPosition', 0);
  tic.wide('setMaxSpeed', FAST.speed);
  tic.wide('setMaxAcceleration', FAST.acceleration);
  tic.wide('setMaxDeceleration', FAST.acceleration);
  tic.quick('energize');
  tic.quick('exitSafeStart');
  await started(tic, 0);
};

/** To rest, without current and slow again. */
const arrive = async (tic: Exchange, boots: BootWatch): Promise<void> => {
  tic.quick('haltAndHold');
  tic.quick('deenergize');
  slowDown(tic);
  await boots.check(tic);
  if (!(await isAtRest(tic))) {
    throw new MotorTrouble('motor: still energised after its way. The driver needs service.');
  }
};
