import { type Cgm, type CgmOptions, sensorOf } from './sensor.ts';
import type { Trace } from './trace.ts';

/**
 * Replays a recording at its own spacing, from its first reading. After the last one it starts again,
 * one usual spacing later, so that it never ends: `loopMs` says how long one round takes. The jump
 * from the last value to the first is in no recording; a reader of the journal finds it at that period.
 */
export const replayCgm = (options: CgmOptions & { readonly trace: Trace }): Cgm => {
  const { readings, everyMs } = options.trace;
  return sensorOf(options, index => {
    const place = index % readings.length;
    const [reading, next] = [readings[place], readings[place + 1]];
    if (!reading) throw new RangeError('a trace without readings cannot be replayed');
    return { mgPerDl: reading.mgPerDl, nextMs: next ? next.afterMs - reading.afterMs : everyMs };
  });
};

/** How long one round of the recording takes, in ms: its length and the pause before it starts again. */
export const loopMs = ({ readings, everyMs }: Trace): number => (readings.at(-1)?.afterMs ?? 0) + everyMs;
