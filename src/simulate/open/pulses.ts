/** What a drive can do: whole pulses, and so many in a minute. */
export type Drive = { readonly pulseUu: number; readonly mostPulsesPerMin: number };

/** Islet's: pulses of 0.025 U, a bolus at 1.5 U/min (SR-036). */
export const ISLET_DRIVE: Drive = { pulseUu: 25_000, mostPulsesPerMin: 60 };

const MINUTES_AN_HOUR = 60;

/**
 * Turns orders into whole pulses, minute by minute, in whole numbers only. Basal that is less than a pulse waits;
 * a bolus is rounded down to pulses when it is ordered, and what the drive cannot give in a minute follows in the next.
 */
export const pulseTrain = ({ pulseUu, mostPulsesPerMin }: Drive) => {
  /** Basal owed, in sixtieths of a µU: a rate of 1 µU/h owes one sixtieth in a minute. */
  let owed = 0;
  let waiting = 0;
  return {
    bolus: (uu: number): void => {
      if (!(Number.isSafeInteger(uu) && uu >= 0))
        throw new RangeError(`a bolus of ${uu} µU is no whole dose`);
      waiting += Math.floor(uu / pulseUu);
    },
    /** Pulses of this minute at this rate: of basal, and of boluses. */
    minute: (basalUuPerHour: number): { readonly basal: number; readonly bolus: number } => {
      if (!(Number.isSafeInteger(basalUuPerHour) && basalUuPerHour >= 0)) {
        throw new RangeError(`${basalUuPerHour} µU/h is no whole rate`);
      }
      owed += basalUuPerHour;
      const basal = Math.floor(owed / (pulseUu * MINUTES_AN_HOUR));
      owed -= basal * pulseUu * MINUTES_AN_HOUR;
      const bolus = Math.min(waiting, Math.max(0, mostPulsesPerMin - basal));
      waiting -= bolus;
      return { basal, bolus };
    },
  };
};
