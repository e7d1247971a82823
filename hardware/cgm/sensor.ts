import type { Fact } from '../../src/domain/facts.ts';
import type { SensorFault, SensorTurn } from '../../src/domain/sensorFaults.ts';
import { after, type MgPerDl, milliseconds } from '../../src/domain/units.ts';
import type { Clock, FactSink } from '../../src/ports.ts';
import { distortion } from './distortion.ts';
import { wearing } from './session.ts';

/** A glucose sensor. It only speaks; nobody asks it anything. */
export type Cgm = {
  /** Says that it is in and warm, and begins to measure; the first reading comes at once. */
  readonly start: () => void;
  /** What is wrong with its readings from the next one on; null when nothing is. A `spike` ends by itself. */
  readonly setFault: (fault: SensorFault | null) => void;
  readonly fault: () => SensorFault | null;
  /** Another sensor is put in, which warms up first, or this one ends. */
  readonly turn: (turn: SensorTurn) => void;
  /** Silent for good. Safe to call twice. */
  readonly stop: () => void;
};

export type CgmOptions = {
  readonly clock: Clock;
  readonly sink: FactSink;
  /** The number its first reading carries; later ones count on, heard or not. */
  readonly firstSequence: number;
};

/** One measurement, null where none comes, and how long until the next. */
export type Measurement = { readonly mgPerDl: MgPerDl | null; readonly nextMs: number };

/** How old readings are by the sensor's own word, where that is wrong. */
const AGES: Readonly<Record<string, number>> = { ahead: -10 * 60_000, stale: 15 * 60_000 };

/** A sensor that takes its values from `measure`, called once for each reading with its number from 0. */
export const sensorOf = (
  { clock, sink, firstSequence }: CgmOptions,
  measure: (index: number) => Measurement,
): Cgm => {
  const heard = distortion();
  const worn = wearing({ clock, sink });
  let index = 0;
  let state: 'new' | 'measuring' | 'stopped' = 'new';
  let cancel = (): void => {};

  const speak = (): void => {
    if (state !== 'measuring') return;
    const at = clock.now();
    const { mgPerDl: inSkin, nextMs } = measure(index);
    const sequence = firstSequence + index;
    index += 1;
    // From the deadline, not from afterwards: lateness must not add up.
    cancel = clock.wakeAt(after(at, milliseconds(nextMs)), speak);
    if (inSkin === null || !worn.isMeasuring()) return;
    const mgPerDl = heard.of(inSkin);
    if (mgPerDl === null) return;
    const ageMs = AGES[heard.fault() ?? 'none'];
    const reading: Fact = {
      type: 'cgm.measured',
      mgPerDl,
      sequence,
      ...(ageMs === undefined ? {} : { ageMs }),
    };
    sink(reading);
    if (heard.fault() === 'twice') sink(reading);
  };

  return {
    start: () => {
      if (state !== 'new') return;
      state = 'measuring';
      worn.begin();
      cancel = clock.wakeAt(clock.now(), speak);
    },
    setFault: heard.set,
    fault: heard.fault,
    turn: worn.turn,
    stop: () => {
      state = 'stopped';
      worn.stop();
      cancel();
    },
  };
};
