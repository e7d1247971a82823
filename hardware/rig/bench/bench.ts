import { after, type Milliseconds, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink } from '../../../src/ports.ts';
import { leader } from '../../clock/leader.ts';
import { type LockStepClock, lockStepClock } from '../../clock/lockstep.ts';
import { realClock } from '../../clock/real.ts';
import { type SimulatedDevices, simulateDevices } from '../../devices.ts';
import { openNamed } from '../../link/named.ts';
import { PortError } from '../../link/serial.ts';
import { cables, type Transport } from '../../link/simulated.ts';
import { dial } from '../../link/socket.ts';
import { newMechanics } from '../../mechanics/state.ts';
import type { DeviceName, RigProfile } from '../profile/schema.ts';
import { RigTrouble } from '../run/phases.ts';
import { otherBench } from './otherBench.ts';
import { baudsOf, DEVICE_NAMES, linksOf, MIDNIGHT, type RigLinks } from './rigLines.ts';
import { CARTRIDGE_UU, SEED, type Surroundings, surround } from './simulators.ts';
import { lockStepTime, type RigTime, realTime } from './time.ts';

/** What is behind the lines, where it is simulated in this process: for faults that are planted, and for tests. */
export type SimulatedWorld = SimulatedDevices & Surroundings & { readonly clock: LockStepClock };

/** What a fault can be planted in, whatever the make of the motor. */
export type Plantable = Pick<SimulatedDevices, 'links' | 'inject' | 'unplug'> &
  Surroundings & {
    readonly clock: LockStepClock;
    readonly simulators: { readonly motor: { readonly misset: () => void } };
  };

/** Lines that are open, and the time in which what is behind them lives. */
export type Bench = {
  readonly time: RigTime;
  readonly links: RigLinks;
  /** What is behind them, as far as any make of motor has it; null where nothing of it is in this process. */
  readonly plantable: Plantable | null;
  /** Closes every line. Safe to call twice. */
  readonly close: () => Promise<void>;
};

/** Opens the lines of a rig anew: for one pump. Rejects with RigTrouble, having closed what it had opened. */
export type OpenBench = () => Promise<Bench>;

/** Whoever lets time be led says so at once; a busy machine takes a while. */
const PATIENCE = milliseconds(20_000);

/**
 * A bench of simulators in this process, with simulated hands, in time that whoever waits drives. `arrange` is given the whole
 * world where the motor is a Tic; faults can be planted whatever it is.
 */
export const simulatedBench =
  (
    transport: Transport,
    profile: RigProfile,
    /** Does something to it before anybody speaks. */
    arrange: (world: SimulatedWorld) => void = () => {},
    plant: (world: Plantable) => void = () => {},
  ): OpenBench =>
  async () => {
    if (profile.devices.motor.kind !== 'tic') return otherBench(transport, profile, plant);
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
      plant(world);
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
      plantable: world,
      close,
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
        plantable: null,
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
