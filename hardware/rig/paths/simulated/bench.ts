import type { Devices } from '../../../../src/ports.ts';
import type { SimulatedDevices } from '../../../devices.ts';
import type { RecordSerial } from '../../../link/recorder.ts';
import type { Transport } from '../../../link/simulated.ts';
import type { BeginTrace } from '../../../link/trace.ts';
import type { MechanicsState } from '../../../mechanics/state.ts';
import { SETTING } from '../../../motor/tic/protocol.ts';
import { type SimulatedPump, simulatedPump } from '../../simulatedPump.ts';
import {
  type Birth,
  benchSettings,
  FULL_UU,
  type Life,
  type LivesOptions,
  type PumpBench,
  pumpOnBench,
} from '../pumpOnBench.ts';
import { simulatedWorld } from './world.ts';

export type SimulatedBenchOptions = LivesOptions & {
  readonly transport: Transport;
  readonly seed?: number;
  readonly record?: RecordSerial;
  readonly trace?: BeginTrace;
  /** A fault or a defect planted on purpose, in every life of this pump. */
  readonly arrange?: (world: SimulatedDevices) => void;
  readonly alter?: (devices: Devices, world: SimulatedDevices) => Devices;
};

/** A pump among simulated devices of this process, in driven time. */
export const simulatedBench = (options: SimulatedBenchOptions): PumpBench => {
  const { transport, seed = 1, chart, record, trace, arrange, alter } = options;
  let current: SimulatedPump | null = null;
  /** Where the plunger stopped in the life before. */
  let left: MechanicsState | null = null;
  const pump = (): SimulatedPump => {
    if (current === null) throw new Error('the pump has never had power');
    return current;
  };

  const boot = async ({ found, storage, continues, watch }: Birth): Promise<Life> => {
    const made = await simulatedPump({
      transport,
      seed,
      settings: benchSettings,
      ...(chart ? { chart } : {}),
      cartridgeUu: FULL_UU,
      storage,
      atPowerOn: true,
      arrange: world => {
        arrange?.(world);
        if (found === 'wrongSetting')
          world.simulators.motor.fault({ kind: 'setting', offset: SETTING.commandTimeoutMs, value: 5_000 });
      },
      watch,
      ...(continues === null || left === null ? {} : { continues: { ...continues, mechanics: left } }),
      ...(record ? { record } : {}),
      ...(trace ? { trace } : {}),
      alter: (devices, world) => {
        const altered = alter?.(devices, world) ?? devices;
        return found === 'nobody'
          ? { ...altered, selfTest: { ...altered.selfTest, run: () => {} } }
          : altered;
      },
    });
    current = made;
    return {
      runtime: made.runtime,
      clock: made.clock,
      shown: made.shown,
      stop: () => made.runtime.stop('operator'),
      silence: () => {
        // A dead process reads nothing and writes nothing.
        for (const link of Object.values(made.world.links)) {
          link.fault('toDevice', { kind: 'silent' });
          link.fault('toHost', { kind: 'silent' });
        }
      },
      abandon: async () => {
        left = made.world.model.committed();
        await made.abandon();
      },
    };
  };
  return pumpOnBench(options, boot, isOn => simulatedWorld(pump, isOn));
};
