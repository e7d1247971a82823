import type { SensorTurn } from '../../src/domain/sensorFaults.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { Clock, FactSink } from '../../src/ports.ts';

/** The life of simulated sensors in one skin, each as it tells of itself. */
export type Wearing = {
  /** One is in, and warm. */
  readonly begin: () => void;
  readonly turn: (turn: SensorTurn) => void;
  /** Whether it measures: not while it warms up, and not after its end. */
  readonly isMeasuring: () => boolean;
  readonly stop: () => void;
};

const HOUR_MS = 3_600_000;
/** Two hours, as the slower of today's sensors. */
const WARMUP_MS = 2 * HOUR_MS;
/** Ten days from the first reading. */
const LIFE_MS = 240 * HOUR_MS;

export const wearing = ({ clock, sink }: { readonly clock: Clock; readonly sink: FactSink }): Wearing => {
  let isMeasuring = false;
  let cancel = (): void => {};

  const later = (ms: number, then: () => void): void => {
    cancel();
    cancel = clock.wakeAt(after(clock.now(), milliseconds(ms)), then);
  };
  const begin = (): void => {
    isMeasuring = true;
    later(LIFE_MS, () => end('expired'));
    sink({ type: 'cgm.reported', session: 'active', endsInMs: LIFE_MS });
  };
  const warmUp = (): void => {
    isMeasuring = false;
    later(WARMUP_MS, begin);
    sink({ type: 'cgm.reported', session: 'warmup' });
  };
  const end = (session: 'expired' | 'failed'): void => {
    isMeasuring = false;
    cancel();
    sink({ type: 'cgm.reported', session });
  };

  return {
    begin,
    turn: turn => (turn === 'new' ? warmUp() : end(turn)),
    isMeasuring: () => isMeasuring,
    stop: () => cancel(),
  };
};
