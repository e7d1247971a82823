import { bluetoothCgm } from '../../../hardware/cgm/bluetooth/client.ts';
import { CGM_SERVICE } from '../../../hardware/cgm/bluetooth/service.ts';
import type { GlucoseSource, TellTrouble } from '../../../hardware/cgm/source.ts';
import { GattTrouble } from '../../../hardware/link/bluetooth/gatt.ts';
import type { ControllerPort } from '../../../hardware/link/bluetooth/noble.ts';
import { connectApart, type RadioLine } from '../../../hardware/link/bluetooth/radioApart.ts';
import { radioLoads, spawnRadio } from '../../../hardware/link/bluetooth/radioSpawned.ts';
import { openSerial, PortError } from '../../../hardware/link/serial.ts';
import type { Clock, FactSink } from '../../ports.ts';
import { EXIT, Refusal } from '../exits.ts';

/**
 * A Bluetooth sensor, by the name that the radio gives it; null takes the first that offers the CGM Service. Without a port it is sought by
 * the radio of this computer, else by a controller on a serial line.
 */
export type BluetoothSought = { readonly sensorId: string | null; readonly port: ControllerPort | null };

/** The same, with what begins a process that has the radio. */
export type BluetoothSource = BluetoothSought & { readonly spawn: () => RadioLine };

/** What controllers on a serial line have as a rule, in bits a second. */
const BAUD = { usual: 1_000_000, least: 9_600, most: 4_000_000 } as const;

const usage = (given: string, problem: string): Refusal =>
  new Refusal(EXIT.badInput, `--cgm ${given}: ${problem}`);

const SHAPE = /^(?:\/\/)?(?<id>[^/?]*)(?<path>\/[^?]*)?(?:\?(?<query>.*))?$/;

/**
 * Reads `--cgm bluetooth`, `bluetooth:ID`, and with a controller on a serial line `bluetooth:///dev/ttyACM0` or
 * `bluetooth://ID/dev/ttyACM0?baud=115200`; null for an address of another kind. Throws a Refusal for what is none of these.
 */
export const bluetoothSought = (given: string): BluetoothSought | null => {
  if (given === 'bluetooth') return { sensorId: null, port: null };
  if (!given.startsWith('bluetooth:')) return null;
  const { id = '', path, query } = SHAPE.exec(given.slice('bluetooth:'.length))?.groups ?? {};
  const sensorId = id === '' ? null : id;
  if (path !== undefined && path !== '/')
    return { sensorId, port: { path: path.replace(/^\/(?=COM\d+$)/i, ''), baudRate: baudIn(given, query) } };
  if (query !== undefined) throw usage(given, 'only a controller on a serial line has options.');
  if (sensorId !== null) return { sensorId, port: null };
  throw usage(
    given,
    'names no sensor and no controller. Say bluetooth:ID or bluetooth:///dev/ttyACM0, or bluetooth alone for the first sensor in reach.',
  );
};

const baudIn = (given: string, query: string | undefined): number => {
  if (query === undefined) return BAUD.usual;
  const said = /^baud=(\d{1,9})$/.exec(query)?.[1];
  if (said === undefined) throw usage(given, 'there is one option there, baud=NUMBER.');
  const baudRate = Number(said);
  if (baudRate >= BAUD.least && baudRate <= BAUD.most) return baudRate;
  throw usage(given, `baud = ${said}: is not from ${BAUD.least} to ${BAUD.most}.`);
};

/** Throws a Refusal (exit 3) that says what is missing, a package or a serial port, and the command that brings it. */
export const withRadio = async (
  sought: BluetoothSought,
  loads: () => Promise<void> = radioLoads,
): Promise<BluetoothSource> => {
  const refuse = (reason: string): Refusal => new Refusal(EXIT.environment, `--cgm bluetooth: ${reason}`);
  try {
    await loads();
  } catch (failure) {
    if (failure instanceof GattTrouble) throw refuse(failure.message);
    throw failure;
  }
  if (sought.port !== null) {
    const { path, baudRate } = sought.port;
    // noble keeps silent about a port that it cannot open.
    const found = await openSerial({ path, baudRate }).catch((failure: unknown) => {
      throw failure instanceof PortError ? refuse(failure.message) : failure;
    });
    await found.close();
  }
  return { ...sought, spawn: spawnRadio };
};

export const bluetoothWords = ({ sensorId, port }: BluetoothSought): string =>
  `${sensorId === null ? 'a Bluetooth sensor' : `the Bluetooth sensor ${sensorId}`}${port === null ? '' : ` by ${port.path}`}`;

/** The sensor of a pump, read over the air by a process of its own. */
export const bluetoothSensor = (
  { sensorId, port, spawn }: BluetoothSource,
  { clock, sink, trouble }: { readonly clock: Clock; readonly sink: FactSink; readonly trouble: TellTrouble },
): GlucoseSource =>
  bluetoothCgm({
    name: bluetoothWords({ sensorId, port }),
    connect: signal => connectApart(spawn(), { service: CGM_SERVICE, id: sensorId, port }, clock, signal),
    clock,
    sink,
    trouble,
  });
