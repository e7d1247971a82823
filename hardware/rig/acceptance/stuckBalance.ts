import { PULSE } from '../../../src/domain/pulses.ts';
import type { WeighingProfile, Weight } from '../measure/mass.ts';

/** A pulse of U-100 insulin, as a balance shows it, µg: to within what no digit of any balance shows. */
const PULSE_UG = (PULSE / 1_000_000) * 10_000;
const MS_PER_HOUR = 3_600_000;

/** So much may be on its way through the line when it is weighed: two pulses, µg. */
const IN_LINE_UG = 2 * PULSE_UG;
/** Two readings may differ by so many of its standard deviations, from which nobody concludes anything. */
const DEVIATIONS = 6;
/** So many of its digits must be left over then, or too little was given to say. */
const DIGITS = 5;
/** What a beaker may lose and the rig still measures with it, µg/h; less where its own loss was measured. */
export const MOST_EVAPORATION = 1_000;

/** It shows the same to the digit since so many pulses, which should have moved it by so many of its digits. */
export type Stillness = { readonly massUg: number; readonly pulses: number; readonly digits: number };

/** Tells a balance that is stuck from one at rest, by what was given meanwhile. */
export type StuckBalance = {
  /**
   * Takes what it shows after so many pulses of this pump. Null unless it shows the same to the digit though what was given since should
   * have moved it, whatever line, beaker and digits take of that. While the line is closed nothing arrives, and nothing is concluded: what is
   * given then counts when it is opened.
   */
  readonly shows: (weight: Weight, pulses: number, isShut: boolean) => Stillness | null;
  /** The beaker loses no more than so much, µg/h. */
  readonly loses: (mostUgPerHour: number) => void;
};

export const stuckBalance = ({
  digitUg,
  repeatabilityUg,
}: Pick<WeighingProfile, 'digitUg' | 'repeatabilityUg'>): StuckBalance => {
  let same: (Weight & { readonly pulses: number }) | null = null;
  let loss = MOST_EVAPORATION;
  return {
    shows: ({ massUg, atMs }, pulses, isShut) => {
      if (same === null || massUg !== same.massUg) {
        // It lives; what the closed line holds is still to come.
        same = { massUg, atMs, pulses: isShut && same !== null ? same.pulses : pulses };
        return null;
      }
      if (isShut) return null;
      const given = pulses - same.pulses;
      const givenUg = given * PULSE_UG;
      const takenUg = IN_LINE_UG + DEVIATIONS * repeatabilityUg + (loss * (atMs - same.atMs)) / MS_PER_HOUR;
      return givenUg - takenUg < DIGITS * digitUg
        ? null
        : { massUg, pulses: given, digits: Math.floor(givenUg / digitUg) };
    },
    loses: most => {
      loss = Math.min(loss, most);
    },
  };
};
