import { exampleSettings } from '../../../src/domain/settings.ts';
import type { Devices, JournalPort } from '../../../src/ports.ts';
import type { Observed } from '../../../src/runtime/run.ts';
import type { Coverage } from '../../../src/verify/cover/coverage.ts';
import { pumpMeter } from '../../../src/verify/cover/watch.ts';
import type { SimulatedDevices } from '../../devices.ts';
import type { EStopEvent } from '../../io/numato/eStop.ts';
import type { RecordSerial, SerialRecord } from '../../link/recorder.ts';
import type { Transport } from '../../link/simulated.ts';
import type { BeginTrace, TraceEntry } from '../../link/trace.ts';
import type { OpenBench } from '../bench/bench.ts';
import type { RigPumpOptions } from '../bench/rigPump.ts';
import { type BareLines, type PumpOnRig, type Session, session } from '../bench/session.ts';
import { type PortDriver, portDriver } from '../paths/ports/driver.ts';
import type { RigProfile } from '../profile/schema.ts';
import { turns } from '../replay/transcript.ts';
import type { PlantedFault } from './faults.ts';
import { RigTrouble } from './phases.ts';
import { scope } from './scope.ts';
import { noTape, type Tape } from './tape.ts';

/** One pump at a time, with all that was said to its devices, and a way to stop it that needs no pump. */
export type Stand = {
  readonly profile: RigProfile;
  /** What every pump of a generated path is made with; null where its world cannot be simulated in this process. */
  readonly driving: {
    readonly transport: Transport;
    readonly record: RecordSerial;
    readonly trace: BeginTrace;
    readonly arrange: (world: SimulatedDevices) => void;
    readonly alter: (devices: Devices, world: SimulatedDevices) => Devices;
  } | null;
  /** Runs with a pump of its own, which is switched off afterwards. */
  readonly withPump: (
    options: Partial<RigPumpOptions>,
    use: (pump: PumpOnRig) => Promise<void>,
  ) => Promise<void>;
  /** Runs with the lines of the rig, for whoever boots pumps there and switches them off. */
  readonly withBareLines: (use: (on: BareLines) => Promise<void>) => Promise<void>;
  /** Drives generated paths by what the rig can do to a pump over its lines. */
  readonly ports: PortDriver;
  /** Sees every step of every pump on this stand. */
  readonly watch: (step: Observed) => void;
  /** What the pumps of this stand met of their charts since it was last taken. */
  readonly takeCoverage: () => Coverage;
  /** Bytes on the cable of a device, one way, since the stand was made. */
  readonly bytes: (device: string, direction: SerialRecord['direction']) => number;
  /** Halts the motor by its own bytes, cuts the pump off from it, and says how it went. */
  readonly halt: () => Promise<Halted>;
  /** Ends whatever relays and hands do to the pump; supply and e-stop stay as they are unless the motor is known to be halted. */
  readonly letGo: () => Promise<void>;
  /** Closes every cable. Safe to call twice. */
  readonly release: () => Promise<void>;
};

/** Null: no line was ever open, so that nothing has moved and nothing can be said. */
export type Halted = 'still' | 'supply cut' | 'not still' | null;

export type StandOptions = {
  readonly profile: RigProfile;
  readonly open: OpenBench;
  /** Null on real ports. Where a Tic is simulated in this process, paths are driven among devices that fail on demand. */
  readonly transport: Transport | null;
  readonly fault: PlantedFault | null;
  readonly signal: AbortSignal;
  /** Called when the e-stop was pressed: the run is to end as by any other interruption. */
  readonly stop?: () => void;
  /** Where transcript and signals go as they come, and the journal of each pump, anew for each of them. */
  readonly transcript?: Tape;
  readonly signals?: Tape;
  readonly journal?: () => JournalPort;
};

/** The devices of a rig, one pump on them at a time. */
export const standOf = ({
  profile,
  open,
  transport,
  fault,
  signal,
  stop = () => {},
  transcript = noTape,
  signals = noTape,
  journal = () => ({ append: () => {}, sync: () => {} }),
}: StandOptions): Stand => {
  const turn = turns();
  const heard = new Map<string, number>();
  let pump = 0;
  let current: Session | null = null;
  /** Whether a pump was ever on these lines; what has become of its motor must be said, even where no line can be opened any more. */
  let hasMoved = false;
  /** The e-stop could not be seen: nothing moves on this stand any more. */
  let isBlind = false;
  const note = (of: number, entry: SerialRecord | TraceEntry | EStopNote): void => {
    if ('hex' in entry) {
      const key = `${entry.device} ${entry.direction}`;
      heard.set(key, (heard.get(key) ?? 0) + entry.hex.length / 2);
    }
    transcript.write(`${JSON.stringify({ pump: of, turn: turn.now(), ...entry })}\n`);
  };
  let meter = pumpMeter();
  const dump = scope(signals.write);
  const watch = (step: Observed): void => {
    meter.watch(step);
    dump.watch(step);
  };
  const record: RecordSerial = entry => note(pump, entry);
  const beginning =
    (made: string | undefined): BeginTrace =>
    connected => {
      pump += 1;
      const mine = pump;
      note(
        mine,
        made === undefined || connected.kind !== 'connected' ? connected : { ...connected, motor: made },
      );
      return { record: entry => note(mine, entry), trace: entry => note(mine, entry) };
    };
  // A phase that was interrupted, or not seen to end, may not start another pump behind the teardown's back.
  const demandRun = (): void => {
    if (signal.aborted) throw new RigTrouble('the run has ended');
    if (isBlind) throw new RigTrouble(UNSEEN);
  };
  /** The driver has said that it halted, and no pump has had power since. */
  let isStill = false;
  const halted = async (): Promise<Halted> => {
    isStill = false;
    if (current === null) return hasMoved ? 'not still' : null;
    isStill = await current.halt();
    if (isStill) return 'still';
    return (await current.cutSupply()) ? 'supply cut' : 'not still';
  };

  /** Opens the lines anew and does something on them; what becomes of them meanwhile is heard. */
  const onBench = async (use: (on: Session) => Promise<void>): Promise<void> => {
    demandRun();
    await current?.askEStop();
    demandRun();
    await current?.close();
    current = null;
    const bench = await open();
    if (signal.aborted) {
      // The teardown has been by already, and knows nothing of these lines.
      await bench.close();
      demandRun();
    }
    const blind = new AbortController();
    const mine = session(bench, {
      profile,
      signal: AbortSignal.any([signal, blind.signal]),
      record,
      trace: beginning(profile.devices.motor.kind),
      watch,
      journal,
      tidied: () => {
        if (bench.plantable !== null) fault?.arrange?.(bench.plantable);
      },
      alter: devices =>
        bench.plantable === null ? devices : (fault?.alter?.(devices, bench.plantable) ?? devices),
      heardEStop: (event, isAsked) => {
        note(pump, { kind: 'eStop', event: event.type, monoMs: event.at });
        if (event.type === 'eStop.pressed' && !isAsked) stop();
        if (event.type === 'eStop.unseen') {
          isBlind = true;
          blind.abort();
        }
      },
    });
    current = mine;
    hasMoved = true;
    isStill = false;
    await use(mine).catch(async failure => {
      // Its pump was not stopped, and goes on as long as anybody lets time pass.
      if (blind.signal.aborted) await halted();
      if (blind.signal.aborted && !signal.aborted) throw new RigTrouble(UNSEEN);
      if (mine.lost().length === 0) throw failure;
    });
    // Whatever the pump made of it, a cable that is gone is the trouble of the rig.
    if (mine.lost().length > 0)
      throw new RigTrouble(
        `the line to a device is lost: ${mine.lost().join('; ')}. Plug it in, and begin anew.`,
      );
  };

  const withBareLines: Stand['withBareLines'] = use => onBench(on => on.bare(use));

  return {
    profile,
    driving:
      transport === null || profile.devices.motor.kind !== 'tic'
        ? null
        : {
            transport,
            record,
            trace: beginning(undefined),
            arrange: world => {
              demandRun();
              fault?.arrange?.(world);
            },
            alter: (devices, of) => fault?.alter?.(devices, of) ?? devices,
          },
    withPump: ({ settings = exampleSettings, ...options }, use) =>
      onBench(on => on.run({ settings, ...options }, use)),
    withBareLines,
    ports: portDriver({ profile, withLines: withBareLines }),
    watch,
    takeCoverage: () => {
      const met = meter.coverage(['islet rig']);
      meter = pumpMeter();
      return met;
    },
    bytes: (device, direction) => heard.get(`${device} ${direction}`) ?? 0,
    halt: halted,
    letGo: async () => current?.letGo(isStill ? 'nothing' : 'supply as it is'),
    release: async () => {
      await current?.close();
      current = null;
      dump.end();
      transcript.flush();
      signals.flush();
    },
  };
};

/** A stand that opens nothing: for who asks only what a plan is made of. */
export const paperStand = (profile: RigProfile, transport: Transport | null = null): Stand =>
  standOf({
    profile,
    open: () => Promise.reject(new Error('a plan opens nothing')),
    transport,
    fault: null,
    signal: new AbortController().signal,
  });

const UNSEEN = 'the digital I/O board with the e-stop does not answer. Check its cable.';

/** A line of the transcript that tells of the e-stop. */
type EStopNote = {
  readonly kind: 'eStop';
  readonly event: EStopEvent['type'];
  readonly monoMs: number;
};
