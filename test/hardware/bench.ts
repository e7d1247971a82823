import { type LockStepClock, lockStepClock } from '../../hardware/clock/lockstep.ts';
import { connectDevices, type SimulatedDevices, simulateDevices } from '../../hardware/devices.ts';
import type { RecordSerial } from '../../hardware/link/recorder.ts';
import type { Transport } from '../../hardware/link/simulated.ts';
import type { MechanicsState } from '../../hardware/mechanics/state.ts';
import { mainsPower } from '../../hardware/power/mains.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { Devices } from '../../src/ports.ts';
import { promptSounder } from '../support/promptSounder.ts';

/** Simulated devices, their adapters and driven time, on one table. */
export type Bench = {
  readonly clock: LockStepClock;
  readonly sim: SimulatedDevices;
  readonly devices: Devices;
  readonly facts: Fact[];
  /** Lets time pass, and answers the facts of that time. */
  readonly wait: (ms: number) => Promise<readonly Fact[]>;
  /** Commands a pulse and waits for the first fact, at most as long as the chart would. */
  readonly move: (pulse: number) => Promise<readonly Fact[]>;
  readonly close: () => Promise<void>;
};

export type BenchOptions = {
  readonly transport?: Transport;
  readonly seed?: number;
  readonly mechanics?: MechanicsState;
  readonly onCommitted?: (state: MechanicsState) => void;
  readonly record?: RecordSerial;
};

export const bench = async ({
  transport = 'memory',
  seed = 1,
  mechanics,
  onCommitted,
  record,
}: BenchOptions = {}): Promise<Bench> => {
  const clock = lockStepClock();
  const sim = await simulateDevices({
    clock,
    transport,
    seed,
    ...(mechanics ? { mechanics } : {}),
    ...(onCommitted ? { onCommitted } : {}),
  });
  const facts: Fact[] = [];
  const sink = (fact: Fact): void => void facts.push(fact);
  const devices = connectDevices({
    ...sim.links,
    clock,
    sink,
    sounder: promptSounder(sink),
    power: mainsPower(sink),
    checks: [],
    ...(record ? { record } : {}),
  });

  const wait = async (ms: number): Promise<readonly Fact[]> => {
    const before = facts.length;
    await clock.advanceTo(after(clock.now(), milliseconds(ms)));
    return facts.slice(before);
  };
  return {
    clock,
    sim,
    devices,
    facts,
    wait,
    move: pulse => {
      devices.motor.move({ pulse, channel: 'basal', bolus: null });
      return wait(1_000);
    },
    close: async () => {
      await devices.close();
      await sim.close();
      clock.close();
    },
  };
};

/** Runs a test on a bench that is taken down afterwards, whatever happens. */
export const withBench = async (options: BenchOptions, run: (on: Bench) => Promise<void>): Promise<void> => {
  const on = await bench(options);
  try {
    await run(on);
  } finally {
    await on.close();
  }
};
