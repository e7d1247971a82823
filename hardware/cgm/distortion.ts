import { match, P } from 'ts-pattern';
import type { SensorFault } from '../../src/domain/sensorFaults.ts';
import { type MgPerDl, mgPerDl } from '../../src/domain/units.ts';

/** Between what is in the skin and what is heard of it. */
export type Distortion = {
  readonly set: (fault: SensorFault | null) => void;
  readonly fault: () => SensorFault | null;
  /** What this reading becomes; null when nothing is heard. To be called once for each reading. */
  readonly of: (reading: MgPerDl) => MgPerDl | null;
};

/** Today's sensors say LOW below and HIGH above; the numbers stand for the words. */
const LOWEST = 39;
const HIGHEST = 401;
/** A loose filament: each reading so much above or below in turn. */
const JITTER = 0.15;
/** One reading, and more than Loop takes for a gradual change (40 mg/dL). */
const LEAP = 90;
/** Pressed, the tissue under a sensor gets half of the glucose; it goes and comes in some readings. */
const PRESSED = 0.5;
const GIVES_WAY = 0.5;

/** A sensor with which nothing is wrong yet. */
export const distortion = (): Distortion => {
  let fault: SensorFault | null = null;
  let supply = 1;
  let sign = 1;
  let last: MgPerDl | null = null;

  const distorted = (reading: MgPerDl): number | null =>
    match(fault)
      .with('lost', () => null)
      .with('noise', () => reading * (1 + sign * JITTER))
      .with('spike', () => {
        fault = null;
        return reading + LEAP;
      })
      .with('flat', () => last ?? reading)
      .with('saysHigh', () => HIGHEST)
      .with('saysLow', () => LOWEST)
      .with('low', 'twice', 'ahead', 'stale', P.nullish, () => reading * supply)
      .exhaustive();

  return {
    set: next => {
      fault = next;
    },
    fault: () => fault,
    of: reading => {
      sign = -sign;
      const wanted = fault === 'low' ? PRESSED : 1;
      supply += (wanted - supply) * GIVES_WAY;
      if (wanted === 1 && supply > 0.97) supply = 1;
      const said = distorted(reading);
      if (said === null) return null;
      last = mgPerDl(Math.min(HIGHEST, Math.max(LOWEST, Math.round(said))));
      return last;
    },
  };
};
