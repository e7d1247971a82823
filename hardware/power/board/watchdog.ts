import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import type { Mechanism } from '../../mechanics/model.ts';
import type { LockStepHeartbeat } from '../heartbeat.ts';
import { MOTOR_MV, type Tripped, WINDOW_MS } from './codec.ts';

/** What can be wrong with the circuit. */
export type WatchdogFault = 'deaf' | 'welded';

export type SimulatedWatchdog = {
  readonly arm: () => void;
  readonly kick: () => void;
  /** Lets itself run out, whatever is kicked. */
  readonly trial: () => void;
  /** Motor without supply, nothing to wait for. */
  readonly rest: () => void;
  readonly break: (fault: WatchdogFault) => void;
  readonly feedsMotor: () => boolean;
};

export type SimulatedWatchdogOptions = {
  readonly clock: Clock;
  readonly heartbeat: LockStepHeartbeat;
  /** The motor in whose supply its contact lies. */
  readonly mechanism: Mechanism;
  readonly tripped: (tripped: Tripped, isTrial: boolean) => void;
};

/** The watchdog of the power board, in pump time: without a kick for its window it opens the motor's supply. */
export const simulatedWatchdog = ({
  clock,
  heartbeat,
  mechanism,
  tripped,
}: SimulatedWatchdogOptions): SimulatedWatchdog => {
  let mode: 'resting' | 'armed' | 'trial' = 'resting';
  let closed = false;
  let broken: WatchdogFault | null = null;
  let cancel = (): void => {};

  const feedsMotor = (): boolean => closed || broken === 'welded';
  const switchTo = (next: typeof mode, isClosed: boolean): void => {
    mode = next;
    closed = isClosed;
    mechanism.inject({ unfed: !feedsMotor() });
  };
  const expire = (): void => {
    const isTrial = mode === 'trial';
    switchTo('resting', false);
    tripped({ afterMs: WINDOW_MS, motorMv: feedsMotor() ? MOTOR_MV : 0 }, isTrial);
  };
  /** From now on the window runs; while the host lives in lock-step time, it never ends. */
  const wait = (): void => {
    cancel();
    const isKicked = mode === 'armed' && heartbeat.beats();
    if (mode === 'resting' || broken === 'deaf' || isKicked) return;
    cancel = clock.wakeAt(after(clock.now(), milliseconds(WINDOW_MS)), expire);
  };
  const begin = (next: 'armed' | 'trial'): void => {
    switchTo(next, true);
    wait();
  };

  heartbeat.onChange(() => {
    if (mode === 'armed') wait();
  });
  switchTo('resting', false);

  return {
    arm: () => begin('armed'),
    kick: () => {
      if (mode === 'armed') wait();
    },
    trial: () => begin('trial'),
    rest: () => {
      cancel();
      switchTo('resting', false);
    },
    break: fault => {
      broken = fault;
      mechanism.inject({ unfed: !feedsMotor() });
    },
    feedsMotor,
  };
};
