import { HARD } from '../../src/domain/limits.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import type { Settings } from '../../src/domain/settings.ts';

/** What the second channel lets the plunger do, in whole pulses. */
export type Caps = {
  /** In any hour, whatever it is for (SR-015). */
  readonly hourly: number;
  /** In any minute (SR-036, SR-017). */
  readonly perMinute: number;
  /** In one step of priming, which no hour counts: the longest tubing holds less. */
  readonly perPrime: number;
};

const PRIME_MOST_UU = 30_000_000;
/** A basal of 15 U/h makes ten pulses in a minute, a bolus sixty, and an extended bolus no more than a basal. */
const BASAL_A_MINUTE = Math.ceil(HARD.maxBasalUuPerHour / PULSE / 60);
/** Priming moves a pulse every 500 ms. */
const PRIME_A_MINUTE = 120;

const hourlyUu = (basalUuPerHour: number, bolusUu: number): number => basalUuPerHour + 1.5 * bolusUu;

/** The caps for these settings; the hard limits bind whatever they say. */
export const capsFor = ({ maxBasalUuPerHour, maxBolusUu }: Settings): Caps => ({
  hourly: Math.floor(
    Math.min(hourlyUu(maxBasalUuPerHour, maxBolusUu), hourlyUu(HARD.maxBasalUuPerHour, HARD.maxBolusUu)) /
      PULSE,
  ),
  perMinute: Math.max(60 + 2 * BASAL_A_MINUTE, PRIME_A_MINUTE + 1),
  perPrime: Math.floor(PRIME_MOST_UU / PULSE),
});
