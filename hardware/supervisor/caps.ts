import { HARD, hourlyMostUu, TIMING } from '../../src/domain/limits.ts';
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

/** A basal of 15 U/h makes ten pulses in a minute, a bolus sixty, and an extended bolus no more than a basal. */
const BASAL_A_MINUTE = Math.ceil(HARD.maxBasalUuPerHour / PULSE / 60);
const PRIME_A_MINUTE = 60_000 / TIMING.primeInterval;

/** The caps for these settings. The limits are the pump's own: what is independent here is the count, not the constants. */
export const capsFor = (settings: Settings): Caps => ({
  hourly: Math.floor(hourlyMostUu(settings) / PULSE),
  perMinute: Math.max(60 + 2 * BASAL_A_MINUTE, PRIME_A_MINUTE + 1),
  perPrime: Math.floor(HARD.primeMostUu / PULSE),
});
