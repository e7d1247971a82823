import { after, type Milliseconds, milliseconds, type WallMs, wallMs } from '../../../src/domain/units.ts';
import type { ByteLink } from '../../../src/ports.ts';
import { BALANCES } from '../../balance/makes.ts';
import { leader } from '../../clock/leader.ts';
import { type LockStepClock, lockStepClock } from '../../clock/lockstep.ts';
import { realClock } from '../../clock/real.ts';
import { type ByRole, type SimulatedDevices, simulateDevices } from '../../devices.ts';
import { QSB_BAUD } from '../../encoder/qsb/codec.ts';
import { OPENSCALE_BAUD } from '../../force/openscale/codec.ts';
import { NUMATO_BAUD } from '../../io/numato/codec.ts';
import { openNamed } from '../../link/named.ts';
import type { LinkPair } from '../../link/pair.ts';
import { PortError } from '../../link/serial.ts';
import { cables, type Transport } from '../../link/simulated.ts';
import { dial } from '../../link/socket.ts';
import { newMechanics } from '../../mechanics/state.ts';
import { RELAY_BAUD } from '../../supervisor/relay/codec.ts';
import { MOTORS } from '../profile/motors.ts';
import type { DeviceName, RigProfile } from '../profile/schema.ts';
import { RigTrouble } from '../run/phases.ts';
import { CARTRIDGE_UU, type Ends, SEED, type Surroundings, simulate, surround } from './simulators.ts';
import { HANDS_BAUD } from './stimuli.ts';
import { lockStepTime, type RigTime, realTime } from './time.ts';

/** The lines of a rig, open. */
export type RigLinks = ByRole<ByteLink> & {
  readonly balance: ByteLink;
  readonly relays?: ByteLink;
  readonly hands?: ByteLink;
};

/** What is behind the lines, where it is simulated in this process: for faults that are planted, and for tests. */
export type SimulatedWorld = SimulatedDevices & Surroundings & { readonly clock: LockStepClock };

/** Lines that are open, and the time in which what is behind them lives. */
export type Bench = {
  readonly time: RigTime;
  readonly links: RigLinks;
  readonly world: SimulatedWorld | null;
  /** Closes every line. Safe to call twice. */
  readonly close: () => Promise<void>;
};

/** Opens the lines of a rig anew: for one pump. Rejects with RigTrouble, having closed what it had opened. */
export type OpenBench = () => Promise<Bench>;

/** Midnight, so that the first segment of a basal profile is in force. */
const MIDNIGHT: WallMs = wallMs(Date.UTC(2026, 0, 2));

/** Whoever lets time be led says so at once; a busy machine takes a while. */
const PATIENCE = milliseconds(20_000);

/** In the order in which both ends of a led bench count them. */
export const DEVICE_NAMES = [
  'motor',
  'encoder',
  'force',
  'bay',
  'balance',
  'relays',
  'hands',
] as const satisfies readonly DeviceName[];

/** The baud rate of each line. */
export const baudsOf = ({ devices }: RigProfile): Record<DeviceName, number> => ({
  motor: MOTORS[devices.motor.kind].baudRate,
  encoder: QSB_BAUD,
  force: OPENSCALE_BAUD,
  bay: NUMATO_BAUD,
  balance: BALANCES[devices.balance.kind].dialect.baudRate,
  relays: RELAY_BAUD,
  hands: HANDS_BAUD,
});

/**
 * A bench of simulators in this process, with simulated hands, in time that whoever waits drives. Faults can be planted in that of a Tic,
 * whose `world` is there; another motor is behind its lines alone.
 */
export const simulatedBench =
  (
    transport: Transport,
    profile: RigProfile,
    /** Does something to it before anybody speaks. */
    arrange: (world: SimulatedWorld) => void = () => {},
  ): OpenBench =>
  async () => {
    if (profile.devices.motor.kind !== 'tic') return otherBench(transport, profile);
    const clock = lockStepClock({ zeroWall: MIDNIGHT });
    const devices = await simulateDevices({
      clock,
      transport,
      seed: SEED,
      mechanics: newMechanics(CARTRIDGE_UU),
    });
    const make = await cables(transport, () => {});
    const bauds = baudsOf(profile);
    const pairs = {
      relays: await make(bauds.relays),
      hands: await make(bauds.hands),
      balance: await make(bauds.balance),
    };
    const forget = Object.entries(pairs).map(([name, { idle, path }]) =>
      clock.register({ name: `the line of ${name} (${path})`, idle }),
    );
    const around = surround({
      clock,
      model: devices.model,
      profile,
      motor: devices.simulators.motor,
      bay: devices.simulators.bay,
      ends: { relays: pairs.relays.device, hands: pairs.hands.device, balance: pairs.balance.device },
      seed: SEED,
    });
    const close = async (): Promise<void> => {
      clock.close();
      for (const stop of forget) stop();
      for (const pair of Object.values(pairs)) await pair.close();
      await devices.close();
    };
    const world = { ...devices, ...around, clock };
    try {
      arrange(world);
    } catch (refusal) {
      await close();
      throw refusal;
    }
    return {
      time: lockStepTime(clock),
      links: {
        ...devices.links,
        relays: pairs.relays.host,
        hands: pairs.hands.host,
        balance: pairs.balance.host,
      },
      world,
      close,
    };
  };

const otherBench = async (transport: Transport, profile: RigProfile): Promise<Bench> => {
  const clock = lockStepClock({ zeroWall: MIDNIGHT });
  const make = await cables(transport, () => {});
  const bauds = baudsOf(profile);
  const pairs = new Map<DeviceName, LinkPair>();
  for (const name of DEVICE_NAMES) pairs.set(name, await make(bauds[name]));
  const forget = [...pairs].map(([name, { idle, path }]) =>
    clock.register({ name: `the line of ${name} (${path})`, idle }),
  );
  simulate(
    clock,
    profile,
    Object.fromEntries([...pairs].map(([name, { device }]) => [name, device])) as Ends,
  );
  return {
    time: lockStepTime(clock),
    links: linksOf(name => pairs.get(name)?.host),
    world: null,
    close: async () => {
      clock.close();
      for (const stop of forget) stop();
      for (const pair of pairs.values()) await pair.close();
    },
  };
};

/**
 * The ports that a profile names, for this process alone; in real time unless the profile says that time can be led. Where that is not
 * possible the channel is closed with the ports: the bench waits for whoever leads it next.
 */
export const benchOnPorts =
  (profile: RigProfile, patience = PATIENCE): OpenBench =>
  async () => {
    const opened = new Map<DeviceName, ByteLink>();
    const closeAll = async (): Promise<void> => {
      for (const link of opened.values()) await link.close();
    };
    const bauds = baudsOf(profile);
    let led: Awaited<ReturnType<typeof ledBy>> | null = null;
    try {
      for (const name of DEVICE_NAMES) {
        const device = profile.devices[name];
        if (device !== undefined)
          opened.set(
            name,
            await openNamed({ path: device.port, baudRate: bauds[name], serial: device.serial }),
          );
      }
      if (profile.time !== undefined) led = await ledBy(profile.time.tcpPort, patience);
      // Both ends count the lines in one order, those among them that this profile leaves out.
      if (led !== null)
        for (const name of DEVICE_NAMES) {
          const joined = led.join(opened.get(name) ?? unused);
          if (opened.has(name)) opened.set(name, joined);
        }
      const links = linksOf(name => opened.get(name));
      await led?.followed();
      const real = realClock();
      const time = led?.time ?? realTime(real);
      const leads = led;
      return {
        time,
        links,
        world: null,
        close: async () => {
          leads?.close();
          real.close();
          time.close();
          await closeAll();
        },
      };
    } catch (failure) {
      led?.close();
      await closeAll();
      if (failure instanceof PortError) throw new RigTrouble(failure.message);
      throw failure;
    }
  };

const unused: ByteLink = { write: () => {}, onBytes: () => {}, onLost: () => {}, close: async () => {} };

/** The time of a simulated bench in another process, led from here. */
const ledBy = async (tcpPort: number, patience: Milliseconds) => {
  const channel = await dial(tcpPort).catch((failure: unknown) => {
    throw new RigTrouble(
      `time.tcpPort = ${tcpPort}: nobody lets time be led there (${failure instanceof Error ? failure.message : failure}). Start islet sim bench, and take the profile that it prints.`,
    );
  });
  const clock = lockStepClock({ zeroWall: MIDNIGHT });
  const lead = leader(clock, channel);
  clock.register(lead);
  return {
    time: lockStepTime(clock),
    join: lead.join,
    /** Rejects with RigTrouble where whoever is there does not follow. */
    followed: async (): Promise<void> => {
      const desk = realClock();
      const late = new Promise<never>((_, fail) => {
        desk.wakeAt(after(desk.now(), patience), () => fail(new Error(`not a word within ${patience} ms`)));
      });
      try {
        await Promise.race([lead.followed(), late]);
      } catch (failure) {
        throw new RigTrouble(
          `time.tcpPort = ${tcpPort}: whoever is there does not let time be led (${failure instanceof Error ? failure.message : failure}). Start islet sim bench, and take the profile that it prints.`,
        );
      } finally {
        desk.close();
      }
    },
    close: () => {
      lead.close();
      void channel.close();
    },
  };
};

/** The lines by name. Throws where one is missing that every rig has. */
const linksOf = (link: (name: DeviceName) => ByteLink | undefined): RigLinks => {
  const must = (name: DeviceName): ByteLink => {
    const found = link(name);
    if (found === undefined) throw new Error(`the line of ${name} is not open`);
    return found;
  };
  const [motor, encoder, force, bay] = [must('motor'), must('encoder'), must('force'), must('bay')];
  const balance = must('balance');
  const relays = link('relays');
  const hands = link('hands');
  return {
    motor,
    encoder,
    force,
    bay,
    balance,
    ...(relays === undefined ? {} : { relays }),
    ...(hands === undefined ? {} : { hands }),
  };
};
