import { mgPerDl } from '../../src/domain/units.ts';
import { sensorError } from './noise.ts';
import { type Cgm, type CgmOptions, sensorOf } from './sensor.ts';

const EVERY_MS = 5 * 60_000;
/** Standard deviation of the relative error: about a mean absolute error of 4 %, half that of today's sensors. */
const DEVIATION = 0.05;

/**
 * A sensor on a simulated body: every 5 minutes the glucose that `glucose` tells, in mg/dL, with a
 * seeded error. `glucose` is called once for each reading, heard or not.
 */
export const simulatedCgm = (
  options: CgmOptions & { readonly glucose: () => number; readonly seed: number },
): Cgm => {
  const error = sensorError(options.seed, DEVIATION);
  return sensorOf(options, () => {
    return { mgPerDl: mgPerDl(Math.round(options.glucose() * (1 + error()))), nextMs: EVERY_MS };
  });
};
