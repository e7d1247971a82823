import type { Devices } from '../../../src/ports.ts';
import type { Coverage } from '../../../src/verify/cover/coverage.ts';
import { type PumpMeter, pumpMeter } from '../../../src/verify/cover/watch.ts';
import type { SimulatedDevices } from '../../devices.ts';
import type { RecordSerial, SerialRecord } from '../../link/recorder.ts';
import type { Transport } from '../../link/simulated.ts';
import { encode, OUR_FRAMING } from '../../motor/tic/codec.ts';
import { type SimulatedPump, type SimulatedPumpOptions, simulatedPump } from '../simulatedPump.ts';
import type { PlantedFault } from './faults.ts';
import { RigTrouble } from './phases.ts';

/** One pump at a time, with all that was said to its devices, and a way to stop it that needs no pump. */
export type Stand = {
  /** What every pump on this stand is made with. */
  readonly options: {
    readonly transport: Transport;
    readonly record: RecordSerial;
    readonly arrange: (world: SimulatedDevices) => void;
    readonly alter: (devices: Devices, world: SimulatedDevices) => Devices;
  };
  /** Runs with a pump of its own, which is closed afterwards. */
  readonly withPump: (
    options: Partial<SimulatedPumpOptions>,
    use: (pump: SimulatedPump) => Promise<void>,
  ) => Promise<void>;
  /** Sees every step of every pump on this stand. */
  readonly watch: PumpMeter['watch'];
  /** What all pumps of this stand met of their charts so far. */
  readonly coverage: () => Coverage;
  /** Bytes on the cable of a device, one way, since the stand was made. */
  readonly bytes: (device: string, direction: SerialRecord['direction']) => number;
  readonly transcript: () => readonly SerialRecord[];
  /** Halts the motor by its own bytes, cuts the pump off from it, and says whether it is still. */
  readonly halt: () => Promise<boolean>;
  /** Closes every cable. Safe to call twice. */
  readonly release: () => Promise<void>;
};

const TURNS_TO_HALT = 2_000;

export const standOf = (transport: Transport, fault: PlantedFault | null, signal: AbortSignal): Stand => {
  const transcript: SerialRecord[] = [];
  const meter = pumpMeter();
  let world: SimulatedDevices | null = null;

  const options: Stand['options'] = {
    transport,
    record: entry => void transcript.push(entry),
    arrange: next => {
      // A phase that was interrupted may not start another pump behind the teardown's back.
      if (signal.aborted) throw new RigTrouble('the run was interrupted');
      world = next;
      fault?.arrange?.(next);
    },
    alter: (devices, of) => fault?.alter?.(devices, of) ?? devices,
  };

  return {
    options,
    withPump: async (more, use) => {
      const pump = await simulatedPump({ ...options, watch: meter.watch, ...more });
      try {
        await use(pump);
      } finally {
        await (signal.aborted ? pump.abandon() : pump.close());
      }
    },
    watch: meter.watch,
    coverage: () => meter.coverage(['islet rig']),
    bytes: (device, direction) =>
      transcript
        .filter(entry => entry.device === device && entry.direction === direction)
        .reduce((sum, { hex }) => sum + hex.length / 2, 0),
    transcript: () => transcript,
    halt: async () => {
      if (world === null) return true;
      const { links, simulators } = world;
      links.motor.heal();
      for (const name of ['haltAndHold', 'deenergize'] as const) {
        const bytes = encode({ kind: 'quick', name }, OUR_FRAMING);
        options.record({
          device: 'motor',
          direction: 'toDevice',
          hex: Buffer.from(bytes).toString('hex'),
          monoMs: 0,
        });
        links.motor.write(bytes);
      }
      // Whatever the pump still says, its motor does not hear it any more.
      links.motor.fault('toDevice', { kind: 'silent' });
      for (let turn = 0; turn < TURNS_TO_HALT; turn += 1) {
        const { energized, velocity } = simulators.motor.status();
        if (!energized && velocity === 0) return true;
        await new Promise<void>(done => setImmediate(done));
      }
      return false;
    },
    release: async () => world?.close(),
  };
};
