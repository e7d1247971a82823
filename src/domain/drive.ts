import {
  type Counts,
  counts,
  type Microsteps,
  type Millinewtons,
  microsteps,
  millinewtons,
} from './units.ts';

/**
 * The drive this pump expects: a 10 mm bore on a 1 mm lead screw, 200 steps in 1/32 microsteps, and a
 * 1 000-line encoder read four-fold. A unit of U-100 insulin is 10 mm³, so it is 0.127 324 mm of travel
 * (10 / (π · 5²)), 814.873 microsteps and 509.296 counts.
 */
const MICROSTEPS_PER_1000_U = 814_873;
const COUNTS_PER_1000_U = 509_296;
const PULSES_PER_1000_U = 40_000;

/**
 * Microsteps of pulse number `pulse` (1, 2, 3, …). A pulse is 20.37 microsteps, so pulses alternate
 * between 20 and 21: the error is spread, never summed, and the total is always rounded down.
 */
export const microstepsOf = (pulse: number): Microsteps =>
  microsteps(travel(pulse, MICROSTEPS_PER_1000_U) - travel(pulse - 1, MICROSTEPS_PER_1000_U));

/** Encoder counts that `pulses` pulses make, rounded down. */
export const countsIn = (pulses: number): Counts => counts(travel(pulses, COUNTS_PER_1000_U));

const travel = (pulses: number, per1000U: number): number =>
  Math.floor((pulses * per1000U) / PULSES_PER_1000_U);

/** Encoder counts in microsteps of travel: 4 000 counts and 6 400 microsteps to the revolution. */
export const countsInMicrosteps = (steps: number): number => (steps * 4_000) / 6_400;

/** SR-007: an encoder answer within ±20 % of the pulse (12.73 counts: 10.19 to 15.28) verifies it. */
export const VERIFIED_LEAST = counts(11);
export const VERIFIED_MOST = counts(15);

/** SR-008: movement of half a pulse that nobody commanded. */
export const STRAY = counts(6);

/** The bay is as long as the fullest cartridge; nothing further away is a cartridge. */
export const BAY_LENGTH = microsteps(travel(12_000, MICROSTEPS_PER_1000_U));
/** So much force means that the plunger has met the cartridge, and less than `SEAT_MOST` that it fits. */
export const SEAT_LEAST: Millinewtons = millinewtons(2_000);
export const SEAT_MOST: Millinewtons = millinewtons(8_000);
/** A load cell that feels more than this with a free plunger has lost its zero (SR-061). */
export const FREE_MOST: Millinewtons = millinewtons(500);
/** SR-062: less than a tenth of what the seated plunger needed, and it meets nothing any more. */
export const LOST_SHARE = 10;

/** Occlusion: 10 psi (69 kPa) on a 10 mm bore above the baseline: 5.4 N (SR-057). */
export const OCCLUSION_RISE: Millinewtons = millinewtons(5_400);
