import type { Devices } from '../../../src/ports.ts';
import type { Observed } from '../../../src/runtime/run.ts';
import type { Coverage } from '../../../src/verify/cover/coverage.ts';
import { pumpMeter } from '../../../src/verify/cover/watch.ts';
import type { BalanceSimulator } from '../../balance/simulator.ts';
import type { SimulatedDevices } from '../../devices.ts';
import type { RecordSerial, SerialRecord } from '../../link/recorder.ts';
import type { Transport } from '../../link/simulated.ts';
import type { BeginTrace, TraceEntry } from '../../link/trace.ts';
import { encode, OUR_FRAMING } from '../../motor/tic/codec.ts';
import { type TranscriptLine, turns } from '../replay/transcript.ts';
import { type SimulatedPump, type SimulatedPumpOptions, simulatedPump } from '../simulatedPump.ts';
import type { PlantedFault } from './faults.ts';
import { RigTrouble } from './phases.ts';
import { scope } from './scope.ts';

/** One pump at a time, with all that was said to its devices, and a way to stop it that needs no pump. */
export type Stand = {
  /** What every pump on this stand is made with. */
  readonly options: {
    readonly transport: Transport;
    readonly record: RecordSerial;
    readonly trace: BeginTrace;
    readonly arrange: (world: SimulatedDevices) => void;
    readonly alter: (devices: Devices, world: SimulatedDevices) => Devices;
  };
  /** Runs with a pump of its own, which is closed afterwards. */
  readonly withPump: (
    options: Partial<SimulatedPumpOptions>,
    use: (pump: SimulatedPump) => Promise<void>,
  ) => Promise<void>;
  /** Sees every step of every pump on this stand. */
  readonly watch: (step: Observed) => void;
  /** What the pumps of this stand met of their charts since it was last taken. */
  readonly takeCoverage: () => Coverage;
  /** Makes the balance bad, where the planted fault is of the balance. */
  readonly disturbBalance: (simulator: BalanceSimulator) => void;
  /** Bytes on the cable of a device, one way, since the stand was made. */
  readonly bytes: (device: string, direction: SerialRecord['direction']) => number;
  /** Motor, encoder and force of every pump, as a value change dump. */
  readonly signals: () => string;
  readonly transcript: () => readonly TranscriptLine[];
  /** Halts the motor by its own bytes, cuts the pump off from it, and says whether it is still. */
  readonly halt: () => Promise<boolean>;
  /** Closes every cable. Safe to call twice. */
  readonly release: () => Promise<void>;
};

const TURNS_TO_HALT = 2_000;

/** What the motor driver's adapter says of a pulse when the e-stop has opened its kill switch. */
const E_STOP = /\([^()]*kill switch[^()]*\) where/;

const isEStop = ({ envelope: { fact } }: Observed): boolean =>
  fact.type === 'motor.failed' && E_STOP.test(fact.reason);

/** `stop` is called when the e-stop was pressed: the run is to end as by any other interruption. */
export const standOf = (
  transport: Transport,
  fault: PlantedFault | null,
  signal: AbortSignal,
  stop: () => void = () => {},
): Stand => {
  const transcript: TranscriptLine[] = [];
  const turn = turns();
  let pump = 0;
  let lastMs = 0;
  const note = (of: number, entry: SerialRecord | TraceEntry): void => {
    lastMs = entry.monoMs;
    transcript.push({ pump: of, turn: turn.now(), ...entry });
  };
  let meter = pumpMeter();
  const signals = scope();
  const watch = (step: Observed): void => {
    meter.watch(step);
    signals.watch(step);
  };
  /** Not where paths are driven: they open the kill switch themselves, as one way in which a pulse fails. */
  const watchUntilStop = (step: Observed): void => {
    watch(step);
    if (isEStop(step)) stop();
  };
  let world: SimulatedDevices | null = null;

  const options: Stand['options'] = {
    transport,
    record: entry => note(pump, entry),
    trace: connected => {
      pump += 1;
      const mine = pump;
      note(mine, connected);
      return { record: entry => note(mine, entry), trace: entry => note(mine, entry) };
    },
    arrange: next => {
      // A phase that was interrupted, or not seen to end, may not start another pump behind the teardown's back.
      if (signal.aborted) throw new RigTrouble('the run has ended');
      world = next;
      fault?.arrange?.(next);
    },
    alter: (devices, of) => fault?.alter?.(devices, of) ?? devices,
  };

  return {
    options,
    withPump: async (more, use) => {
      const pump = await simulatedPump({ ...options, watch: watchUntilStop, ...more });
      const lost: string[] = [];
      for (const [device, link] of Object.entries(pump.world.links))
        link.onLost(reason => void lost.push(`${device}: ${reason}`));
      try {
        await use(pump).catch(failure => {
          if (lost.length === 0) throw failure;
        });
        // Whatever the pump made of it, a cable that is gone is the trouble of the rig.
        if (lost.length > 0)
          throw new RigTrouble(
            `the line to a device is lost: ${lost.join('; ')}. Plug it in, and begin anew.`,
          );
      } finally {
        await (signal.aborted ? pump.abandon() : pump.close());
      }
    },
    watch,
    takeCoverage: () => {
      const met = meter.coverage(['islet rig']);
      meter = pumpMeter();
      return met;
    },
    disturbBalance: simulator => {
      if (fault?.balance !== undefined) simulator.fault(fault.balance);
    },
    bytes: (device, direction) =>
      transcript
        .flatMap(entry => ('hex' in entry ? [entry] : []))
        .filter(entry => entry.device === device && entry.direction === direction)
        .reduce((sum, { hex }) => sum + hex.length / 2, 0),
    signals: signals.text,
    transcript: () => transcript,
    halt: async () => {
      if (world === null) return true;
      const { links, simulators } = world;
      links.motor.heal();
      for (const name of ['haltAndHold', 'deenergize'] as const) {
        const bytes = encode({ kind: 'quick', name }, OUR_FRAMING);
        transcript.push({
          pump: 0,
          turn: turn.now(),
          device: 'motor',
          direction: 'toDevice',
          hex: Buffer.from(bytes).toString('hex'),
          monoMs: lastMs,
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
