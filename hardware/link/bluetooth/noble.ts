import { type GattClient, GattTrouble, type Uuid } from './gatt.ts';
import { hasMethods } from './hasMethods.ts';

/** What is used of `@stoprocent/noble` 2.8, by its shape: the package is the operator's to install, and is never needed otherwise. */
export type NobleCharacteristic = {
  readonly uuid: string;
  readonly readAsync: () => Promise<Uint8Array>;
  readonly writeAsync: (data: Buffer, withoutResponse: boolean) => Promise<void>;
  readonly subscribeAsync: () => Promise<void>;
  /** Called for answers to a read as well; then `isNotification` is false. */
  readonly on: (event: 'data', take: (data: Uint8Array, isNotification: boolean) => void) => unknown;
};
export type NoblePeripheral = {
  readonly id: string;
  readonly connectAsync: () => Promise<void>;
  readonly disconnectAsync: () => Promise<void>;
  readonly discoverSomeServicesAndCharacteristicsAsync: (
    services: string[],
    characteristics: string[],
  ) => Promise<{ readonly characteristics: readonly NobleCharacteristic[] }>;
  readonly once: (event: 'disconnect', tell: () => void) => unknown;
};
export type Noble = {
  /** By itself it gives up after 10 s, and says no more than that. */
  readonly waitForPoweredOnAsync: (timeoutMs: number) => Promise<void>;
  readonly startScanningAsync: (services: string[], allowDuplicates: boolean) => Promise<void>;
  readonly stopScanningAsync: () => Promise<void>;
  readonly on: (event: 'discover', found: (peripheral: NoblePeripheral) => void) => unknown;
  readonly removeListener: (event: 'discover', found: (peripheral: NoblePeripheral) => void) => unknown;
};

/** The package and how it comes where it is missing: it is an optional dependency, whose install script is denied. */
export const NOBLE = {
  name: '@stoprocent/noble',
  command: 'npm install --no-save @stoprocent/noble@2.8.0',
} as const;

const METHODS = [
  'waitForPoweredOnAsync',
  'startScanningAsync',
  'stopScanningAsync',
  'on',
  'removeListener',
] as const satisfies readonly (keyof Noble)[];

const isNoble = (found: unknown): found is Noble => hasMethods(found, METHODS);

/** A controller on a serial line, for this process alone; `baudRate` in bits a second. */
export type ControllerPort = { readonly path: string; readonly baudRate: number };

const isCallable = (found: unknown): found is (...given: readonly unknown[]) => unknown =>
  typeof found === 'function';

/** noble on a serial line instead of the radio of this computer; it offers no flow control there. */
const onLine = (found: unknown, { path, baudRate }: ControllerPort): unknown => {
  const make = (found as { readonly withBindings?: unknown } | null)?.withBindings;
  return isCallable(make)
    ? make('hci', { hciDriver: 'uart', bindParams: { uart: { port: path, baudRate } } })
    : null;
};

/**
 * Loads noble where it is installed. Rejects with a GattTrouble that names the package, and the command that brings it. Without a
 * `port` it takes the radio of this computer.
 */
export const loadNoble = async (
  port: ControllerPort | null = null,
  load: () => Promise<unknown> = () => import(NOBLE.name as string),
): Promise<Noble> => {
  let found: unknown;
  try {
    found = await load();
  } catch (failure) {
    const code = failure instanceof Error && 'code' in failure ? String(failure.code) : String(failure);
    throw new GattTrouble(
      `Bluetooth needs the package ${NOBLE.name}, which cannot be loaded (${code}). Run: ${NOBLE.command}`,
    );
  }
  const loaded = typeof found === 'object' && found !== null && 'default' in found ? found.default : found;
  const noble = port === null ? loaded : onLine(loaded, port);
  if (isNoble(noble)) return noble;
  throw new GattTrouble(`${NOBLE.name} is not what is known of its version 2. Run: ${NOBLE.command}`);
};

/** Short numbers come as four digits or within the base of the standard, in upper or lower case. */
const BASE = /^0000([0-9a-f]{4})00001000800000805f9b34fb$/;
export const shortUuid = (uuid: string): Uuid => {
  const plain = uuid.toLowerCase().replaceAll('-', '');
  return BASE.exec(plain)?.[1] ?? plain;
};

/** How far the way to a device has come. Each is told before it is tried, and any of them can last for ever. */
export type Stage = 'power' | 'search' | 'link' | 'services';

export type NobleSought = {
  readonly service: Uuid;
  /** Of one device; null takes the first that offers the service. */
  readonly id: string | null;
  readonly onStage: (stage: Stage, deviceId: string | null) => void;
};

/** Longer than anybody waits: who waits has a deadline of their own. */
const VERY_LONG_MS = 600_000;

/** A device that offers the service. */
const seek = async (noble: Noble, { service, id, onStage }: NobleSought): Promise<NoblePeripheral> => {
  onStage('power', null);
  await noble.waitForPoweredOnAsync(VERY_LONG_MS);
  onStage('search', null);
  let found = (_peripheral: NoblePeripheral): void => {};
  const seen = new Promise<NoblePeripheral>(resolve => {
    found = peripheral => {
      if (id === null || peripheral.id === id) resolve(peripheral);
    };
  });
  noble.on('discover', found);
  try {
    await noble.startScanningAsync([service], false);
    return await seen;
  } finally {
    noble.removeListener('discover', found);
    await noble.stopScanningAsync();
  }
};

const asTrouble = (what: string, failure: unknown): GattTrouble =>
  new GattTrouble(`${what}: ${failure instanceof Error ? failure.message : String(failure)}`);

/**
 * Connects through noble, whatever carries that, and without a deadline. noble does not hand on errors of the Attribute Protocol: a write
 * that is refused stays without an answer, and a read has an empty one. Whoever asks sets a deadline, as for every GattClient.
 */
export const connectByNoble = async (noble: Noble, sought: NobleSought): Promise<GattClient> => {
  const peripheral = await seek(noble, sought);
  sought.onStage('link', peripheral.id);
  let isClosed = false;
  let lost: string | null = null;
  const tellers: ((reason: string) => void)[] = [];
  peripheral.once('disconnect', () => {
    if (isClosed) return;
    lost = `${peripheral.id} has hung up`;
    for (const tell of tellers.splice(0)) tell(lost);
  });
  const offered = new Map<Uuid, NobleCharacteristic>();
  try {
    await peripheral.connectAsync();
    sought.onStage('services', peripheral.id);
    const { characteristics } = await peripheral.discoverSomeServicesAndCharacteristicsAsync(
      [sought.service],
      [],
    );
    for (const each of characteristics) offered.set(shortUuid(each.uuid), each);
  } catch (failure) {
    isClosed = true;
    // Not waited for: of a link that never came about noble tells no end.
    peripheral.disconnectAsync().catch(() => {});
    throw asTrouble(peripheral.id, failure);
  }

  const on = async <Answer>(
    uuid: Uuid,
    ask: (characteristic: NobleCharacteristic) => Promise<Answer>,
  ): Promise<Answer> => {
    if (isClosed || lost !== null) throw new GattTrouble(lost ?? `${peripheral.id} is not connected`);
    const characteristic = offered.get(uuid);
    if (characteristic === undefined)
      throw new GattTrouble(`${peripheral.id} does not offer ${uuid}`, 'attributeNotFound');
    try {
      return await ask(characteristic);
    } catch (failure) {
      throw asTrouble(`${peripheral.id}, ${uuid}`, failure);
    }
  };

  return {
    read: uuid => on(uuid, async each => Uint8Array.from(await each.readAsync())),
    write: (uuid, value) => on(uuid, each => each.writeAsync(Buffer.from(value), false)),
    subscribe: (uuid, take) =>
      on(uuid, async each => {
        each.on('data', (data, isNotification) => {
          if (isNotification && !isClosed) take(Uint8Array.from(data));
        });
        await each.subscribeAsync();
      }),
    onLost: tell => {
      if (lost === null) tellers.push(tell);
      else tell(lost);
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      tellers.length = 0;
      await peripheral.disconnectAsync().catch(() => {});
    },
  };
};
