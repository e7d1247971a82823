import { PULSE } from '../../../src/domain/pulses.ts';
import type { Micrograms } from '../../balance/mass.ts';

/** A pulse of U-100 insulin, as a balance shows it, µg: to within what no digit of any balance shows. */
const PULSE_UG = (PULSE / 1_000_000) * 10_000;
/** So many of its digits move under what was given, and not one did: more than line and noise take up. */
const MANY_DIGITS = 200;

/** Tells a balance that is stuck from one at rest, by what was given meanwhile. */
export type StuckBalance = {
  /**
   * Takes what it shows after so many pulses of this pump; what is the matter, in words, when it shows the same to the digit though what
   * was given since should have moved it; null otherwise.
   */
  readonly shows: (massUg: Micrograms, pulses: number) => string | null;
  /** Nothing that is given arrives: the line is closed, and what it showed before proves nothing. */
  readonly forget: () => void;
};

export const stuckBalance = (digitUg: number): StuckBalance => {
  let same: { readonly massUg: number; readonly pulses: number } | null = null;
  return {
    shows: (massUg, pulses) => {
      if (massUg !== same?.massUg) {
        same = { massUg, pulses };
        return null;
      }
      const given = pulses - same.pulses;
      const digits = Math.floor((given * PULSE_UG) / digitUg);
      return digits < MANY_DIGITS
        ? null
        : `balance: it shows ${massUg} µg, the same to the digit, after ${given} pulses that should have moved it by ${digits} digits. It is stuck, or nothing at all arrives. Put a finger on the pan: if it shows nothing, switch it off and on; if it does, look at the tip and the line.`;
    },
    forget: () => {
      same = null;
    },
  };
};
