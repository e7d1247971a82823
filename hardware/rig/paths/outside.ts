import type { Oracle } from './oracle.ts';
import { isIn } from './pumpModel.ts';
import type { PumpBench } from './pumpOnBench.ts';

/** What is seen of the mechanics from outside: what is amiss of either, null when nothing is. */
export type Sight = {
  /** Undefined where the drive could not say. */
  readonly motor: string | null | undefined;
  readonly travel: string | null;
};

export type Outside = {
  /** What is seen now that everything has settled; null when there is nothing to hold against the path. */
  readonly look: (state: number) => Promise<Sight | null>;
  /** Told of each step of the chart: what the plunger does between pulses is no pulse. */
  readonly went: (before: number, after: number) => void;
};

/** Looks at drive and plunger. */
export const outside = (bench: PumpBench, expected: Oracle): Outside => {
  /** It was stopped on its way, and may not have come to rest. */
  let isStopping = false;
  return {
    went: (before, after) => {
      if (!isOnItsWay(before) || isOnItsWay(after)) return;
      const seen = bench.world.seesAtOnce ? bench.world.look(after) : null;
      if (seen !== null && 'microsteps' in seen) expected.restsAt(seen.microsteps);
      isStopping = true;
    },
    look: async state => {
      if (isOnItsWay(state)) return null;
      const looking = bench.world.look(state);
      // What is seen at once is seen before anything else happens.
      const seen = looking instanceof Promise ? await looking : looking;
      if (seen === null) return null;
      const { mayMove, microsteps, tolerance } = seen;
      const shouldMove = bench.isOn() && isIn(state, { motor: { underway: 'moving' } });
      if (isStopping && !shouldMove) expected.restsAt(microsteps);
      // A drive that was left to itself goes on until its own watchdog stops it.
      if (isStopping && !isIn(state, { life: 'operating' })) return null;
      isStopping = false;
      return {
        motor:
          mayMove === null
            ? undefined
            : mayMove === shouldMove
              ? null
              : `the motor ${mayMove ? 'may move' : 'cannot move'}, expected the opposite`,
        travel: expected.travelAmiss(microsteps, tolerance),
      };
    },
  };
};

const isOnItsWay = (state: number): boolean =>
  isIn(state, { supply: { changing: 'rewinding' } }) || isIn(state, { supply: { changing: 'seating' } });
