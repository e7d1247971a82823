import type { FactSink } from '../../../src/ports.ts';
import type { WaitingClock } from '../../clock/activity.ts';
import type { MakePair } from '../../link/simulated.ts';
import { type PowerBoard, powerBoard } from './adapter.ts';
import { POWER_BAUD, type ResetCause } from './codec.ts';
import { type Guarded, type PowerSimulator, powerSimulator } from './simulator.ts';

/** A simulated power board at the other end of a cable. */
export type SimulatedPower = PowerSimulator & {
  readonly board: PowerBoard;
  /** Pulls the cable. */
  readonly unplug: () => void;
  /** What the host opened. */
  readonly path: string;
  readonly close: () => Promise<void>;
};

export type SimulatedPowerOptions = {
  readonly clock: WaitingClock;
  readonly make: MakePair;
  readonly sink: FactSink;
  /** What the memory of the board has kept from its last life. */
  readonly reset?: ResetCause;
  /** Puts its watchdog into use. */
  readonly guards?: Guarded;
};

export const simulatedPower = async ({
  clock,
  make,
  sink,
  reset = 'none',
  guards,
}: SimulatedPowerOptions): Promise<SimulatedPower> => {
  const pair = await make(POWER_BAUD);
  const forget = clock.register({ name: `the power board (${pair.path})`, idle: pair.idle });
  const simulator = powerSimulator({ link: pair.device, clock, reset, ...(guards ? { guards } : {}) });
  const board = powerBoard({
    link: pair.host,
    clock,
    sink,
    ...(guards ? { heartbeat: guards.heartbeat } : {}),
  });
  return {
    ...simulator,
    board,
    unplug: pair.unplug,
    path: pair.path,
    close: async () => {
      await board.close();
      forget();
      await pair.close();
    },
  };
};
