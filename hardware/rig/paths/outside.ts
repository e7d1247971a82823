import { OPERATION } from '../../motor/tic/protocol.ts';
import type { Oracle } from './oracle.ts';
import { isIn } from './pumpModel.ts';
import type { PumpBench } from './pumpOnBench.ts';

/** What is seen of the mechanics from outside: what is amiss of either, null when nothing is. */
export type Sight = { readonly motor: string | null; readonly travel: string | null };

export type Outside = {
  /** What is seen now that everything has settled; null when there is nothing to hold against the path. */
  readonly look: (state: number) => Sight | null;
  /** Told of each step of the chart: what the plunger does between pulses is no pulse. */
  readonly went: (before: number, after: number) => void;
};

/** Looks at drive and plunger. */
export const outside = (bench: PumpBench, expected: Oracle): Outside => {
  /** It was stopped on its way, and may not have come to rest. */
  let isStopping = false;
  const displaced = (): number => {
    const { turned, idle } = bench.pump().world.model.state();
    return (turned - idle) / 100;
  };
  return {
    went: (before, after) => {
      if (!isOnItsWay(before) || isOnItsWay(after)) return;
      expected.restsAt(displaced());
      isStopping = true;
    },
    look: state => {
      const { world, clock } = bench.pump();
      if ((!bench.isOn() && clock.running()) || isOnItsWay(state)) return null;
      const { operation, velocity } = world.simulators.motor.status();
      const shouldMove = bench.isOn() && isIn(state, { motor: { underway: 'moving' } });
      if (isStopping && !shouldMove) expected.restsAt(displaced());
      // A drive that was left to itself goes on until its own watchdog stops it.
      if (isStopping && !isIn(state, { life: 'operating' })) return null;
      isStopping = false;
      // Starting up or normal: the only states in which a Tic turns its motor.
      const mayMove = operation === OPERATION.startingUp || operation === OPERATION.normal || velocity !== 0;
      return {
        motor:
          mayMove === shouldMove
            ? null
            : `the motor ${mayMove ? 'may move' : 'cannot move'}, expected the opposite`,
        travel: expected.travelAmiss(displaced()),
      };
    },
  };
};

const isOnItsWay = (state: number): boolean =>
  isIn(state, { supply: { changing: 'rewinding' } }) || isIn(state, { supply: { changing: 'seating' } });
