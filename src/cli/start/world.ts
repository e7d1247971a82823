import { soundBoard } from '../../../hardware/annunciator/board/adapter.ts';
import { simulatedBoard } from '../../../hardware/annunciator/board/bench.ts';
import { BOARD_BAUD } from '../../../hardware/annunciator/board/codec.ts';
import { terminalSounder } from '../../../hardware/annunciator/sounder.ts';
import type { WaitingClock } from '../../../hardware/clock/activity.ts';
import { lockStepClock } from '../../../hardware/clock/lockstep.ts';
import { realClock } from '../../../hardware/clock/real.ts';
import { connectDevices, simulateDevices } from '../../../hardware/devices.ts';
import { QSB_BAUD } from '../../../hardware/encoder/qsb/codec.ts';
import { OPENSCALE_BAUD } from '../../../hardware/force/openscale/codec.ts';
import { NUMATO_BAUD } from '../../../hardware/io/numato/codec.ts';
import { openNamed } from '../../../hardware/link/named.ts';
import { PortError } from '../../../hardware/link/serial.ts';
import { cables } from '../../../hardware/link/simulated.ts';
import { type Injection, newMechanics } from '../../../hardware/mechanics/state.ts';
import { TIC_BAUD } from '../../../hardware/motor/tic/profile.ts';
import { powerBoard } from '../../../hardware/power/board/adapter.ts';
import { simulatedPower } from '../../../hardware/power/board/bench.ts';
import { POWER_BAUD } from '../../../hardware/power/board/codec.ts';
import { lockStepHeartbeat, realHeartbeat } from '../../../hardware/power/heartbeat.ts';
import { mainsPower } from '../../../hardware/power/mains.ts';
import { type Injector, injector } from '../../../hardware/rig/disturb/injector.ts';
import { breakableCheck } from '../../../hardware/selftest/breakable.ts';
import type { Check } from '../../../hardware/selftest/selftest.ts';
import type { StorageFault } from '../../../hardware/storage/faultyCalls.ts';
import {
  type SpawnedSupervisor,
  type SpawnOptions,
  spawnOnPorts,
  spawnSimulated,
} from '../../../hardware/supervisor/spawned.ts';
import type { MonoMs, WallMs } from '../../domain/units.ts';
import type { AnnunciatorPort, ByteLink, Devices, FactSink } from '../../ports.ts';
import { EXIT, Refusal } from '../exits.ts';
import { type Around, simulatedAround } from './around.ts';
import type { StartOptions } from './options.ts';

/** What only a simulated world has. */
export type Simulated = {
  /** Everything that can be made to go wrong, and what is. */
  readonly faults: Injector;
  /** What hands do to the bay and to the set: take the cartridge out, put one in, wear the set or not. */
  readonly handle: (hands: Pick<Injection, 'cartridgeOut' | 'cartridgeUu' | 'onBody'>) => void;
  readonly around: Pick<Around, 'change' | 'now' | 'button'>;
  /** Sets the wall clock. */
  readonly setWall: (wall: WallMs) => void;
  /** Insulin that has reached the body, µU. */
  readonly deliveredUu: () => number;
  readonly setSpeed: (factor: number) => void;
  readonly achieved: () => number;
  /** Lets time run. */
  readonly resume: () => void;
};

/** Clock and devices of one pump. */
export type World = {
  readonly clock: WaitingClock;
  readonly devices: Devices;
  /** The sound board; null where only the terminal tells. */
  readonly sounds: AnnunciatorPort | null;
  /** Null when the devices are real. */
  readonly simulated: Simulated | null;
  /** What the devices are, in a line for a person. */
  readonly says: string;
  /** Process of the second channel; null without one. */
  readonly supervisor: number | null;
  /** Frees links and clock; the devices are closed by the runtime, motor first. */
  readonly close: () => Promise<void>;
};

export type WorldOptions = {
  readonly from: MonoMs;
  readonly wallMs: WallMs;
  readonly speed: number;
  readonly seed: number;
  readonly reservoirUu: number;
  /** Where the encoder was when the journal ended. */
  readonly encoderCounts: number;
  readonly sink: FactSink;
  /** How the second channel is started; null to run without one. */
  readonly supervision: SpawnOptions | null;
  readonly checks: readonly Check[];
  /** Makes the storage of the journal bad, where it is simulated. */
  readonly setStorage: ((fault: StorageFault | null) => void) | null;
  /** Whether a person could read what is written now: the terminal stands for the speaker. */
  readonly isWritable: () => boolean;
  readonly say: (line: string) => void;
};

/** Simulated devices on real pseudo-terminals, in lock-step time that stands still until `resume`. */
export const simulatedWorld = async ({
  from,
  wallMs,
  speed,
  seed,
  reservoirUu,
  encoderCounts,
  sink,
  supervision,
  checks,
  setStorage,
  say,
}: WorldOptions): Promise<World> => {
  const clock = lockStepClock({ zeroMono: from, zeroWall: wallMs, speed });
  const simulation = await simulateDevices({
    clock,
    mechanics: newMechanics(reservoirUu, from, encoderCounts),
    transport: 'pty',
    seed,
    say,
  });
  const { model, links, paths } = simulation;
  const sounder = await simulatedBoard({ clock, make: await cables('pty', () => {}), sink });
  const power = await simulatedPower({
    clock,
    make: await cables('pty', () => {}),
    sink,
    guards: { heartbeat: lockStepHeartbeat(), mechanism: model },
  });
  const check = breakableCheck();
  const around = simulatedAround(sink, power, clock.shiftWall);
  const second =
    supervision === null ? null : await supervised(() => spawnSimulated({ clock, model }, supervision));
  return {
    clock,
    devices: connectDevices({
      ...links,
      clock,
      sink,
      sounder: sounder.board,
      power: power.board,
      feed: power.board,
      ...(second === null ? {} : { supervisor: second.link }),
      checks: [...checks, check],
    }),
    sounds: sounder.board,
    simulated: {
      faults: injector({
        clock,
        devices: simulation,
        sounder,
        power,
        second: second === null ? null : { ...second, kill: () => void second.kill() },
        button: around.button,
        setStorage,
        setCheck: check.set,
      }),
      handle: model.inject,
      around,
      setWall: wall => clock.shiftWall(wall - clock.wall()),
      deliveredUu: model.deliveredUu,
      setSpeed: clock.setSpeed,
      achieved: clock.achieved,
      resume: clock.resume,
    },
    says: `motor ${paths.motor}, encoder ${paths.encoder}, force ${paths.force}, bay ${paths.bay}, sound ${sounder.path}, power ${power.path}: all simulated, nothing real moves`,
    supervisor: second?.pid ?? null,
    close: async () => {
      await second?.close();
      await sounder.close();
      await power.close();
      await simulation.close();
      clock.close();
    },
  };
};

/** Real devices in real time. Throws a Refusal that names the port. */
export const realWorld = async (
  ports: NonNullable<StartOptions['real']>,
  { from, sink, supervision, checks, isWritable }: WorldOptions,
): Promise<World> => {
  const clock = realClock({ zeroMono: from });
  const { supervisor, button } = ports;
  const { sound, power, ...links } = await openAll(ports);
  const board = sound === null ? null : soundBoard({ link: sound, clock, sink });
  const feed =
    power === null ? null : powerBoard({ link: power, clock, sink, heartbeat: realHeartbeat(clock) });
  const second =
    supervisor === null || supervision === null
      ? null
      : await supervised(() => spawnOnPorts(supervisor, supervision));
  return {
    clock,
    devices: connectDevices({
      ...links,
      clock,
      sink,
      sounder: board ?? terminalSounder(sink, isWritable),
      power: feed ?? mainsPower(sink),
      ...(feed === null ? {} : { feed }),
      ...(second === null ? {} : { supervisor: second.link }),
      ...(button === null ? {} : { button }),
      checks,
    }),
    sounds: board,
    simulated: null,
    says: `motor ${ports.motor}, encoder ${ports.encoder}, force ${ports.force}, bay ${ports.bay}${button === null ? '' : ` with a button at its input ${button}`}: REAL DEVICES, time is real`,
    supervisor: second?.pid ?? null,
    close: async () => {
      await second?.close();
      await board?.close();
      await feed?.close();
      clock.close();
    },
  };
};

/** A pump that was to be watched and cannot be does not start. */
const supervised = async <Spawned extends SpawnedSupervisor>(
  spawn: () => Promise<Spawned>,
): Promise<Spawned> => {
  try {
    return await spawn();
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure);
    throw new Refusal(
      EXIT.environment,
      `The second channel cannot run: ${message}. With --no-supervisor the pump runs without it.`,
    );
  }
};

const openAll = async (ports: NonNullable<StartOptions['real']>) => {
  const opened: ByteLink[] = [];
  const open = async (path: string, baudRate: number): Promise<ByteLink> => {
    const link = await openNamed({ path, baudRate });
    opened.push(link);
    return link;
  };
  try {
    return {
      motor: await open(ports.motor, TIC_BAUD),
      encoder: await open(ports.encoder, QSB_BAUD),
      force: await open(ports.force, OPENSCALE_BAUD),
      bay: await open(ports.bay, NUMATO_BAUD),
      sound: ports.sound === null ? null : await open(ports.sound, BOARD_BAUD),
      power: ports.power === null ? null : await open(ports.power, POWER_BAUD),
    };
  } catch (failure) {
    for (const link of opened) await link.close();
    if (failure instanceof PortError) throw new Refusal(EXIT.device, failure.message);
    throw failure;
  }
};
