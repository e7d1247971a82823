import type { Intent } from '../../src/domain/commands.ts';
import type { Millinewtons } from '../../src/domain/units.ts';

/** The plunger force, or why it is not known. */
export type Feel = () => Promise<Millinewtons | string>;

/** What was felt on the way to the cartridge: without it and with it, in mN, and the way in microsteps. */
export type Seat = { readonly freeMn: number; readonly seatedMn: number; readonly travelMicrosteps: number };

/** Called after every wait of a motion: throws when that must not go on. */
export type Check = () => void;

/**
 * What one make of motor driver does; `driver.ts` decides when. Each motion goes from rest to rest and throws
 * MotorTrouble when anything is not as expected; nothing is sent after `check` has thrown.
 */
export type MotorMake = {
  /** Halt at once and let go of the coils, without waiting for an answer. */
  readonly cut: () => void;
  /** Whether it stands still and has let go; throws MotorTrouble when it does not say. */
  readonly isAtRest: () => Promise<boolean>;
  readonly pulse: (intent: Intent, check: Check) => Promise<void>;
  readonly drawBack: (check: Check) => Promise<void>;
  readonly advance: (check: Check, feel: Feel) => Promise<Seat>;
  /** What of it is not as this pump needs, without moving anything; throws MotorTrouble when it does not say. */
  readonly attest: () => Promise<readonly string[]>;
};
