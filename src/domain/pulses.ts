import { type Microunits, microunits, type Pulses, pulses } from './units.ts';

/** One motor pulse: 0.025 U (SR-011). */
export const PULSE = microunits(25_000);

/** Whole pulses in a dose. Rounds down: a pump may be a pulse short, never a pulse over. */
export const pulsesIn = (dose: Microunits): Pulses => pulses(Math.floor(dose / PULSE));

/** The insulin in so many pulses; exact. */
export const insulinIn = (count: Pulses): Microunits => microunits(count * PULSE);
