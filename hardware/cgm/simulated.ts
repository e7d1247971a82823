import { mgPerDl } from '../../src/domain/units.ts';
import { type Cgm, type CgmOptions, sensorOf } from './sensor.ts';

/** What a simulated sensor reads from: whole mg/dL, or null for a reading that does not come. */
export type Skin = {
  readonly everyMs: number;
  /** Called once for each reading, heard or not, with its number from 0. */
  readonly read: (index: number) => number | null;
};

/** A sensor in simulated skin. */
export const simulatedCgm = (options: CgmOptions, { everyMs, read }: Skin): Cgm =>
  sensorOf(options, index => {
    const reading = read(index);
    return { mgPerDl: reading === null ? null : mgPerDl(Math.round(reading)), nextMs: everyMs };
  });
