import type { Clock } from '../../../../src/ports.ts';
import type { Asked, Serve, Served } from '../../../link/http/served.ts';
import { answered, type Kept, keptWith, type NetworkFault, spoilt } from './faults.ts';

export type SimulatedServiceOptions = {
  readonly clock: Clock;
  /** Whole mg/dL, by the number of the reading; null where none is uploaded. */
  readonly read: (index: number) => number | null;
  /** From reading to reading; 5 min when not said. */
  readonly intervalMs?: number;
  /** The one secret that opens it. */
  readonly secret: string;
};

/** A service of the network that a simulated sensor uploads to. */
export type SimulatedService = {
  readonly serve: Serve;
  readonly setFault: (fault: NetworkFault | null) => void;
  /** Nothing is uploaded from now on, until it is again; what was measured meanwhile comes with it. */
  readonly upload: (on: boolean) => void;
  /** What is there now, the newest first, with nothing wrong. */
  readonly kept: () => readonly Kept[];
};

/** What a kind of service is made of. */
export type Parts = {
  /** What is there, the newest first, with what is wrong with it. */
  readonly readings: () => readonly Kept[];
  readonly fault: () => NetworkFault | null;
  /** An answer with the date of the service. */
  readonly answer: (status: number, body: unknown) => Served;
  readonly secret: string;
  readonly clock: Clock;
};

const MINUTE_MS = 60_000;
/** From reading to reading. */
export const INTERVAL_MS = 5 * MINUTE_MS;
/** As many as three hours have. */
const KEPT = 36;

/** Readings at each interval of the wall clock; the first is of the interval in which it began. */
export const simulatedService = (
  { clock, read, secret, intervalMs = INTERVAL_MS }: SimulatedServiceOptions,
  kind: (parts: Parts) => (asked: Asked) => Served,
): SimulatedService => {
  const first = Math.floor(clock.wall() / intervalMs);
  let fault: NetworkFault | null = null;
  let frozenAt: number | null = null;

  const kept = (): readonly Kept[] => {
    const newest = frozenAt ?? Math.floor(clock.wall() / intervalMs);
    const count = Math.min(KEPT, newest - first + 1);
    return Array.from({ length: count }, (_, back) => newest - back).flatMap(number => {
      const mgPerDl = read(number - first);
      return mgPerDl === null ? [] : [{ atMs: number * intervalMs, mgPerDl }];
    });
  };
  const answer = (status: number, body: unknown): Served =>
    answered(status, body, clock.wall() + (fault === 'clockAhead' ? 20 * MINUTE_MS : 0));
  const whole = kind({ readings: () => keptWith(kept(), fault), fault: () => fault, answer, secret, clock });

  return {
    serve: asked => spoilt(fault, () => whole(asked)) ?? whole(asked),
    setFault: next => {
      fault = next;
    },
    upload: on => {
      frozenAt = on ? null : Math.floor(clock.wall() / intervalMs);
    },
    kept,
  };
};
