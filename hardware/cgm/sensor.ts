import { after, type MgPerDl, milliseconds } from '../../src/domain/units.ts';
import type { Clock, FactSink } from '../../src/ports.ts';

/** A glucose sensor. It only speaks; nobody asks it anything. */
export type Cgm = {
  /** Begins to measure; the first reading comes at once. */
  readonly start: () => void;
  /** The transmitter is out of reach: it goes on measuring, and nothing is heard of it. */
  readonly setLost: (lost: boolean) => void;
  readonly lost: () => boolean;
  /** Silent for good. Safe to call twice. */
  readonly stop: () => void;
};

export type CgmOptions = {
  readonly clock: Clock;
  readonly sink: FactSink;
  /** The number its first reading carries; later ones count on, heard or not. */
  readonly firstSequence: number;
};

/** One measurement, and how long until the next. */
export type Measurement = { readonly mgPerDl: MgPerDl; readonly nextMs: number };

/** A sensor that takes its values from `measure`, called once for each reading with its number from 0. */
export const sensorOf = (
  { clock, sink, firstSequence }: CgmOptions,
  measure: (index: number) => Measurement,
): Cgm => {
  let lost = false;
  let index = 0;
  let state: 'new' | 'measuring' | 'stopped' = 'new';
  let cancel = (): void => {};

  const speak = (): void => {
    if (state !== 'measuring') return;
    const at = clock.now();
    const { mgPerDl, nextMs } = measure(index);
    const sequence = firstSequence + index;
    index += 1;
    // From the deadline, not from afterwards: lateness must not add up.
    cancel = clock.wakeAt(after(at, milliseconds(nextMs)), speak);
    if (!lost) sink({ type: 'cgm.measured', mgPerDl, sequence });
  };

  return {
    start: () => {
      if (state !== 'new') return;
      state = 'measuring';
      cancel = clock.wakeAt(clock.now(), speak);
    },
    setLost: now => {
      lost = now;
    },
    lost: () => lost,
    stop: () => {
      state = 'stopped';
      cancel();
    },
  };
};
