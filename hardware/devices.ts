import { TIMING } from '../src/domain/limits.ts';
import { after, milliseconds } from '../src/domain/units.ts';
import type { ByteLink, Clock, Devices, FactSink, PowerPort, SounderPort } from '../src/ports.ts';
import type { WaitingClock } from './clock/activity.ts';
import { qsbEncoder } from './encoder/qsb/adapter.ts';
import { QSB_BAUD } from './encoder/qsb/codec.ts';
import { type QsbSimulator, qsbSimulator } from './encoder/qsb/simulator.ts';
import { openScaleForce } from './force/openscale/adapter.ts';
import { OPENSCALE_BAUD } from './force/openscale/codec.ts';
import { type OpenScaleSimulator, openScaleSimulator } from './force/openscale/simulator.ts';
import { numatoBay } from './io/numato/adapter.ts';
import { NUMATO_BAUD } from './io/numato/codec.ts';
import { type NumatoSimulator, numatoSimulator } from './io/numato/simulator.ts';
import { type FaultyLink, faultyLink } from './link/faults.ts';
import type { LinkPair } from './link/pair.ts';
import { type RecordSerial, recordedLink } from './link/recorder.ts';
import { cables, type Transport } from './link/simulated.ts';
import { type BeginTrace, tracedDevices } from './link/trace.ts';
import { type Mechanism, mechanism } from './mechanics/model.ts';
import { type Injection, type MechanicsState, newMechanics } from './mechanics/state.ts';
import type { MakeMotor } from './motor/driver.ts';
import { ticMotor } from './motor/tic/adapter.ts';
import { TIC_BAUD } from './motor/tic/profile.ts';
import { type TicSimulator, ticSimulator } from './motor/tic/simulator.ts';
import { type Attest, type Check, selfTest } from './selftest/selftest.ts';
import { supervisorLink } from './supervisor/adapter.ts';

/** The devices of one pump, by role. */
export type ByRole<Motor, Encoder = Motor, Force = Motor, Bay = Motor> = {
  readonly motor: Motor;
  readonly encoder: Encoder;
  readonly force: Force;
  readonly bay: Bay;
};

export type ConnectOptions = ByRole<ByteLink> & {
  readonly clock: Clock;
  readonly sink: FactSink;
  readonly sounder: SounderPort;
  readonly power: PowerPort;
  /** Attested before the motor: what feeds it, where that can speak. */
  readonly feed?: Attest;
  /** The line to the second channel, where there is one. */
  readonly supervisor?: ByteLink;
  /** The make of the motor driver; the Tic when nobody says. */
  readonly drive?: MakeMotor;
  /** The input of the bay's board that the button of the pump holds down; none when nobody says. */
  readonly button?: number;
  /** What is checked at power-on and every 15 min, besides the devices at power-on. */
  readonly checks: readonly Check[];
  /** Told of every byte that passes, both ways. */
  readonly record?: RecordSerial;
  /** Told of everything else that passes the adapters; with the bytes, it can be replayed. */
  readonly trace?: BeginTrace;
};

/** From the motor's answer until the encoder speaks unasked again; longer than a verification takes. */
const LISTEN_AFTER = milliseconds(TIMING.verification + 100);

/** The pump's devices over four open links, real or simulated. */
export const connectDevices = ({
  motor,
  encoder,
  force,
  bay,
  clock,
  sink: heard,
  sounder,
  power,
  feed,
  supervisor,
  drive = ticMotor,
  button,
  checks,
  record: told,
  trace: begin,
}: ConnectOptions): Devices => {
  const { record = told, trace } = {
    ...begin?.({
      kind: 'connected',
      supervised: supervisor !== undefined,
      fed: feed !== undefined,
      checks: checks.map(({ item }) => item),
      ...(button === undefined ? {} : { button }),
      monoMs: clock.now(),
    }),
  };
  const seen = (device: string, link: ByteLink): ByteLink => {
    if (trace) link.onLost(reason => trace({ kind: 'lost', device, reason, monoMs: clock.now() }));
    return record ? recordedLink(link, { device, clock, record }) : link;
  };
  const sink: FactSink = fact => {
    trace?.({ kind: 'said', fact, monoMs: clock.now() });
    heard(fact);
  };
  const attested = (item: string, wrong: readonly string[]): readonly string[] => {
    trace?.({ kind: 'attested', item, wrong, monoMs: clock.now() });
    return wrong;
  };
  let moves = 0;
  const qsb = qsbEncoder({ link: seen('encoder', encoder), clock, sink });
  /** As a rule the pulse is verified at once; a failed one may not be, and creep must not go unheard. */
  const listenLater = (): void => {
    const mine = moves;
    clock.wakeAt(after(clock.now(), LISTEN_AFTER), () => {
      if (moves === mine) qsb.listen();
    });
  };
  const driver = drive({
    link: seen('motor', motor),
    clock,
    sink: fact => {
      listenLater();
      sink(fact);
    },
  });
  const second =
    supervisor === undefined ? null : supervisorLink({ link: seen('supervisor', supervisor), clock, sink });
  const scale = openScaleForce({ link: seen('force', force), clock, sink });
  const io = numatoBay({
    link: seen('bay', bay),
    clock,
    sink,
    ...(button === undefined ? {} : { button }),
  });
  /** The plunger moves because it was told to, and the encoder's own reports are no news. */
  const hushed = (go: () => void): void => {
    moves += 1;
    qsb.hush();
    go();
  };
  const listed = (wrong: string | undefined): readonly string[] => (wrong === undefined ? [] : [wrong]);

  const devices: Devices = {
    motor: {
      move: intent =>
        hushed(() => {
          second?.moved();
          driver.move(intent);
        }),
      rewind: () => hushed(driver.rewind),
      seat: () => hushed(() => driver.seat(scale.sense)),
      stop: driver.stop,
    },
    encoder: { read: qsb.read },
    force: { read: scale.read },
    selfTest: selfTest(
      [
        ...(feed === undefined
          ? []
          : [{ item: feed.item, attest: async () => attested(feed.item, await feed.attest()) }]),
        {
          item: 'motor',
          attest: async () => {
            const attestation = await driver.attest();
            return attestation.ok ? [] : attestation.messages;
          },
        },
        { item: 'encoder', attest: async () => listed(await qsb.attest()) },
        { item: 'force', attest: async () => listed(await scale.attest()) },
        { item: 'bay', attest: async () => listed(await io.attest()) },
        ...(second === null
          ? []
          : [{ item: 'supervisor', attest: async () => listed(await second.attest()) }]),
      ],
      checks.map(({ item, look }) => ({ item, look: () => attested(item, look()) })),
      sink,
    ),
    sounder,
    power,
    supervisor: second,
    close: async () => {
      await driver.close();
      await second?.close();
      await qsb.close();
      await scale.close();
      await io.close();
    },
  };
  return trace ? tracedDevices(devices, clock, trace) : devices;
};

/** Insulin in the cartridge of a new simulated pump. */
const NEW_CARTRIDGE_UU = 200_000_000;

export type SimulateOptions = {
  readonly clock: WaitingClock;
  /** Where the plunger is: a state kept from an earlier run, or a new cartridge. */
  readonly mechanics?: MechanicsState;
  readonly transport: Transport;
  /** Of the sensor noise. */
  readonly seed: number;
  /** Told whenever a command or an injection changes what will become of the plunger; keep it against a kill. */
  readonly onCommitted?: (state: MechanicsState) => void;
  /** Told in one line when the platform cannot give what was asked. */
  readonly say?: (line: string) => void;
};

export type SimulatedDevices = {
  /** The host's ends; hand them to `connectDevices`. Their cables can be made bad. */
  readonly links: ByRole<FaultyLink>;
  /** The shared mechanics: counts, force, insulin delivered, state to keep. */
  readonly model: Mechanism;
  /** Changes the mechanics, never a fact. */
  readonly inject: (injection: Injection) => void;
  readonly simulators: ByRole<TicSimulator, QsbSimulator, OpenScaleSimulator, NumatoSimulator>;
  /** Pulls one cable at the device's end. */
  readonly unplug: (role: keyof ByRole<unknown>) => void;
  /** What the host opened: paths of pseudo-terminals, or `memory`. */
  readonly paths: ByRole<string>;
  readonly close: () => Promise<void>;
};

/** Four simulated devices on one mechanical model, each on its own cable. */
export const simulateDevices = async ({
  clock,
  mechanics,
  transport,
  seed,
  onCommitted,
  say = () => {},
}: SimulateOptions): Promise<SimulatedDevices> => {
  const model = mechanism({
    clock,
    start: mechanics ?? newMechanics(NEW_CARTRIDGE_UU, clock.now()),
    ...(onCommitted ? { onCommitted } : {}),
  });
  const make = await cables(transport, say);
  const pairs: ByRole<LinkPair> = {
    motor: await make(TIC_BAUD),
    encoder: await make(QSB_BAUD),
    force: await make(OPENSCALE_BAUD),
    bay: await make(NUMATO_BAUD),
  };
  const all = [pairs.motor, pairs.encoder, pairs.force, pairs.bay];
  const forget = all.map((pair, i) =>
    clock.register({ name: `serial link ${i + 1} (${pair.path})`, idle: pair.idle }),
  );

  return {
    links: {
      motor: faultyLink(pairs.motor.host, clock),
      encoder: faultyLink(pairs.encoder.host, clock),
      force: faultyLink(pairs.force.host, clock),
      bay: faultyLink(pairs.bay.host, clock),
    },
    model,
    inject: model.inject,
    simulators: {
      motor: ticSimulator({ link: pairs.motor.device, clock, mechanism: model }),
      encoder: qsbSimulator({ link: pairs.encoder.device, mechanism: model }),
      force: openScaleSimulator({ link: pairs.force.device, clock, mechanism: model, seed }),
      bay: numatoSimulator({ link: pairs.bay.device, mechanism: model }),
    },
    unplug: role => pairs[role].unplug(),
    paths: {
      motor: pairs.motor.path,
      encoder: pairs.encoder.path,
      force: pairs.force.path,
      bay: pairs.bay.path,
    },
    close: async () => {
      for (const stop of forget) stop();
      for (const pair of all) await pair.close();
    },
  };
};
