import type { LockStepClock } from '../../../hardware/clock/lockstep.ts';
import { type Injector, injector } from '../../../hardware/rig/disturb/injector.ts';
import type { SimulatedPump } from '../../../hardware/rig/simulatedPump.ts';
import type { Clock } from '../../ports.ts';
import type { Runtime } from '../../runtime/run.ts';
import { simulatedAround } from '../start/around.ts';
import type { Simulated } from '../start/world.ts';

/** What is around a simulated pump, as `simulatedPump` gives it. */
export type Around = Pick<SimulatedPump, 'world' | 'sounder' | 'power' | 'second'>;

/** A simulated world, for a page; with the speed at which it began. */
export type AttachedWorld = Simulated & { readonly faults: Injector; readonly speed: () => number };

const isLockStep = (clock: Clock): clock is LockStepClock => 'setSpeed' in clock && 'shiftWall' in clock;

/** The simulated world around a pump of this process; null where its devices are not ours, or its time is real. */
export const simulatedIn = (
  pump: { readonly runtime: Runtime; readonly clock: Clock } & Partial<Around>,
): AttachedWorld | null => {
  const { runtime, clock, world, sounder, power, second = null } = pump;
  if (world === undefined || sounder === undefined || power === undefined || !isLockStep(clock)) return null;
  const around = simulatedAround(runtime.submit, power, clock.shiftWall);
  return {
    faults: injector({
      clock,
      devices: world,
      sounder,
      power,
      second: second === null ? null : { ...second, kill: () => second.unplug('process') },
      button: around.button,
      setStorage: null,
      setCheck: null,
    }),
    around,
    handle: world.inject,
    setWall: wall => clock.shiftWall(wall - clock.wall()),
    deliveredUu: world.model.deliveredUu,
    setSpeed: clock.setSpeed,
    achieved: clock.achieved,
    resume: clock.resume,
    speed: clock.speed,
  };
};
