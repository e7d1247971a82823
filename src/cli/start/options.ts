import { fileURLToPath } from 'node:url';
import { FASTEST, SLOWEST } from '../../../hardware/clock/pacer.ts';
import { LAST_INPUT } from '../../../hardware/io/numato/codec.ts';
import { automations } from '../../domain/controllers.ts';
import type { RemoteRole } from '../../domain/facts.ts';
import type { Settings } from '../../domain/settings.ts';
import { MOST_SEED } from '../../inspector/seeds.ts';
import { EXIT, Refusal } from '../exits.ts';
import { type BluetoothSought, bluetoothSought } from './bluetooth.ts';
import { type CgmAddress, cgmAddress } from './cgm.ts';

/** The options of `islet start` as commander gives them: text where a person typed text. */
export type StartFlags = {
  readonly port: string;
  readonly open: boolean;
  readonly speed?: string;
  readonly trace?: string;
  readonly patient?: string;
  readonly scenario?: string;
  readonly cgm?: string;
  readonly cgmSecret?: string;
  readonly controller?: string;
  readonly settings?: string;
  readonly journal?: string;
  readonly motor?: string;
  readonly encoder?: string;
  readonly force?: string;
  readonly bay?: string;
  readonly button?: string;
  readonly sound?: string;
  readonly power?: string;
  readonly supervisor: boolean;
  readonly supervisorEncoder?: string;
  readonly supervisorBay?: string;
  readonly supervisorRelay?: string;
  readonly seed: string;
  readonly remote?: string;
  readonly pair?: RemoteRole;
  readonly json?: boolean;
  readonly coverage?: string;
};

/** Whose glucose it is: that of a recording, of a virtual patient who lives a scenario, or of whoever wears a real sensor. */
export type GlucoseChoice =
  | { readonly kind: 'trace'; readonly path: string }
  /** A real sensor, read through a service; its secrets are in the file, or in the environment when that is null. */
  | { readonly kind: 'service'; readonly address: CgmAddress; readonly secretFile: string | null }
  /** A real sensor that is read over the air. */
  | ({ readonly kind: 'bluetooth' } & BluetoothSought)
  | {
      readonly kind: 'patient';
      readonly patient: string;
      readonly scenario: string;
      /** Who steers basal from the start; `off`: nobody. */
      readonly controller: Settings['automation'];
    };

export type StartOptions = {
  readonly port: number;
  readonly open: boolean;
  readonly speed: number;
  readonly glucose: GlucoseChoice;
  readonly settings: string | null;
  readonly journal: string | null;
  /** Paths of the serial ports of real devices; null when all are simulated. */
  readonly real: {
    readonly motor: string;
    readonly encoder: string;
    readonly force: string;
    readonly bay: string;
    /** The input of the bay's board that the button of the pump holds down; null for a pump without one. */
    readonly button: number | null;
    /** Of a sound board; null where the terminal stands for it. */
    readonly sound: string | null;
    /** Of a power board; null for a host on mains, which measures no battery. */
    readonly power: string | null;
    /** Those of the second channel; null without one. */
    readonly supervisor: { readonly encoder: string; readonly bay: string; readonly relay: string } | null;
  } | null;
  /** Whether the second channel runs beside the pump. */
  readonly supervised: boolean;
  readonly seed: number;
  /** Where remotes connect; null when none may. */
  readonly remote: number | null;
  /** As what one remote is to be paired at the start. */
  readonly pair: RemoteRole | null;
  readonly json: boolean;
  /** A run or a coverage that is drawn on the charts. */
  readonly coverage: string | null;
};

/** What is replayed when nothing is asked for: ten hours of one real person's readings. */
export const DEFAULT_TRACE = fileURLToPath(
  new URL('../../simulate/data/recorded/loop-live-capture.json', import.meta.url),
);
/** Who lives, and what, when `--patient` names nobody. */
export const DEFAULT_PATIENT = 'adult#001';
const DEFAULT_SCENARIO = 'usual';
const DEFAULT_SPEED = 600;

/** Reads the options of `islet start`. Throws a Refusal that names the option, its value and the remedy. */
export const startOptions = (flags: StartFlags): StartOptions => {
  const real = realPorts(flags);
  if (flags.patient !== undefined && flags.trace !== undefined) {
    throw usage('--patient and --trace exclude each other: glucose is simulated or replayed. Leave one out.');
  }
  if (flags.scenario !== undefined && flags.patient === undefined) {
    throw usage(`--scenario ${flags.scenario}: needs --patient, or nobody lives it.`);
  }
  if (flags.controller !== undefined && flags.patient === undefined) {
    throw usage(
      `--controller ${flags.controller}: needs --patient; for a recording say in the settings which controller may be switched on.`,
    );
  }
  if (flags.patient !== undefined && real !== null) {
    throw usage(
      '--patient needs simulated devices: a simulated body cannot feel what a real motor moves. Leave it out, or use --trace FILE.',
    );
  }
  const sensed = cgmOf(flags);
  return {
    port: wholeNumber('--port', flags.port, 0, 65_535, 'a port number'),
    open: flags.open,
    speed: speedOf(flags.speed, real !== null ? 'devices' : sensed !== null ? 'sensor' : null),
    glucose: sensed ?? simulatedGlucose(flags),
    settings: flags.settings ?? null,
    journal: flags.journal ?? null,
    real,
    supervised: flags.supervisor,
    seed: wholeNumber('--seed', flags.seed, 0, MOST_SEED, 'a seed'),
    remote: remoteOf(flags),
    pair: flags.pair ?? null,
    json: flags.json === true,
    coverage: flags.coverage ?? null,
  };
};

const simulatedGlucose = ({ patient, trace, scenario, controller }: StartFlags): GlucoseChoice =>
  patient === undefined
    ? { kind: 'trace', path: trace ?? DEFAULT_TRACE }
    : {
        kind: 'patient',
        patient,
        scenario: scenario ?? DEFAULT_SCENARIO,
        controller: controllerOf(controller),
      };

const cgmOf = ({ cgm, cgmSecret, patient, trace }: StartFlags): GlucoseChoice | null => {
  if (cgm === undefined) {
    if (cgmSecret === undefined) return null;
    throw usage(`--cgm-secret ${cgmSecret}: needs --cgm, or nobody asks for it.`);
  }
  if (patient !== undefined || trace !== undefined)
    throw usage('--cgm excludes --patient and --trace: glucose is measured, or it is not. Leave one out.');
  const sought = bluetoothSought(cgm);
  if (sought === null) return { kind: 'service', address: cgmAddress(cgm), secretFile: cgmSecret ?? null };
  if (cgmSecret === undefined) return { kind: 'bluetooth', ...sought };
  throw usage(`--cgm-secret ${cgmSecret}: a Bluetooth sensor asks for none. Leave it out.`);
};

/** Throws a Refusal that says which there are. */
export const controllerOf = (given: string | undefined): Settings['automation'] => {
  const found = automations.find(name => name === (given ?? 'off'));
  if (found !== undefined) return found;
  throw usage(`--controller ${given}: there is no such controller; choose one of ${automations.join(', ')}.`);
};

const remoteOf = ({ remote, pair }: StartFlags): number | null => {
  if (remote !== undefined) return wholeNumber('--remote', remote, 0, 65_535, 'a port number');
  if (pair === undefined) return null;
  throw usage(`--pair ${pair}: needs --remote, or nobody can connect.`);
};

const realPorts = (flags: StartFlags): StartOptions['real'] => {
  const { motor, encoder, force, bay } = flags;
  const supervisor = supervisorPorts(flags);
  if (motor !== undefined && encoder !== undefined && force !== undefined && bay !== undefined) {
    if (flags.supervisor && supervisor === null)
      throw usage(
        'Real devices need their second channel: name all of --supervisor-encoder, --supervisor-bay and --supervisor-relay, or say --no-supervisor and nothing but the pump itself stops its motor.',
      );
    return {
      motor,
      encoder,
      force,
      bay,
      button: buttonOf(flags),
      sound: flags.sound ?? null,
      power: flags.power ?? null,
      supervisor,
    };
  }
  if ([motor, encoder, force, bay].every(port => port === undefined)) {
    if (flags.button !== undefined)
      throw usage(
        `--button ${flags.button}: is an input of a real board of the bay, and needs the real devices. Leave it out; a simulated pump has a button in its page.`,
      );
    if (flags.sound !== undefined)
      throw usage('--sound: a real sound board needs the real devices beside it. Leave it out.');
    if (flags.power !== undefined)
      throw usage('--power: a real power board needs the real devices beside it. Leave it out.');
    if (supervisor === null) return null;
    throw usage('--supervisor-encoder: a real second channel needs real devices to watch. Leave it out.');
  }
  throw usage(
    'Real devices come together: name all of --motor, --encoder, --force and --bay, or none, because simulated sensors cannot see what a real motor moves.',
  );
};

/** Input 0 is that of the bay. */
const buttonOf = ({ button }: StartFlags): number | null =>
  button === undefined
    ? null
    : wholeNumber('--button', button, 1, LAST_INPUT, "an input of the bay's board beside that of its switch");

const supervisorPorts = (
  flags: StartFlags,
): { readonly encoder: string; readonly bay: string; readonly relay: string } | null => {
  const { supervisorEncoder: encoder, supervisorBay: bay, supervisorRelay: relay } = flags;
  if (encoder !== undefined && bay !== undefined && relay !== undefined) {
    if (flags.supervisor) return { encoder, bay, relay };
    throw usage(
      '--no-supervisor: leaves the ports of the supervisor without a use. Leave one or the other out.',
    );
  }
  if ([encoder, bay, relay].every(port => port === undefined)) return null;
  throw usage(
    'The second channel needs all of --supervisor-encoder, --supervisor-bay and --supervisor-relay, or none.',
  );
};

const speedOf = (given: string | undefined, real: 'devices' | 'sensor' | null): number => {
  if (given === undefined) return real === null ? DEFAULT_SPEED : 1;
  const speed = wholeNumber('--speed', given, SLOWEST, FASTEST, 'times real time');
  if (real !== null && speed !== 1)
    throw usage(
      `--speed = ${given}: with ${real === 'devices' ? 'real devices' : 'a real sensor'} time is real: leave --speed out, or say 1.`,
    );
  return speed;
};

/** A whole number that a person typed for an option. Throws a Refusal that names all three. */
export const wholeNumber = (
  option: string,
  given: string,
  least: number,
  most: number,
  what: string,
): number => {
  const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw usage(
    `${option} = ${JSON.stringify(given)}: is not a whole number from ${least} to ${most} (${what}).`,
  );
};

const usage = (message: string): Refusal => new Refusal(EXIT.badInput, message);
