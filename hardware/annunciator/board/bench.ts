import type { FactSink } from '../../../src/ports.ts';
import type { WaitingClock } from '../../clock/activity.ts';
import type { MakePair } from '../../link/simulated.ts';
import { type SoundBoard, soundBoard } from './adapter.ts';
import { BOARD_BAUD } from './codec.ts';
import { type BoardSimulator, boardSimulator } from './simulator.ts';

/** A simulated sound board at the other end of a cable. */
export type SimulatedBoard = BoardSimulator & {
  readonly board: SoundBoard;
  /** Pulls the cable. */
  readonly unplug: () => void;
  /** What the host opened. */
  readonly path: string;
  readonly close: () => Promise<void>;
};

export const simulatedBoard = async ({
  clock,
  make,
  sink,
}: {
  readonly clock: WaitingClock;
  readonly make: MakePair;
  readonly sink: FactSink;
}): Promise<SimulatedBoard> => {
  const pair = await make(BOARD_BAUD);
  const forget = clock.register({ name: `the sound board (${pair.path})`, idle: pair.idle });
  const simulator = boardSimulator({ link: pair.device, clock });
  const board = soundBoard({ link: pair.host, clock, sink });
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
