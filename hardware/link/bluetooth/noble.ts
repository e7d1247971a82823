import { type GattClient, GattTrouble, type Uuid } from './gatt.ts';

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
  readonly waitForPoweredOnAsync: (timeoutMs?: number) => Promise<void>;
  readonly startScanningAsync: (services: string[], allowDuplicates: boolean) => Promise<void>;
  readonly stopScanningAsync: () => Promise<void>;
  readonly on: (event: 'discover', found: (peripheral: NoblePeripheral) => void) => unknown;
  readonly removeListener: (event: 'discover', found: (peripheral: NoblePeripheral) => void) => unknown;
};

/** The package and how it comes. It may need a compiler, so nothing here asks for it by itself. */
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

const isNoble = (found: unknown): found is Noble =>
  typeof found === 'object' &&
  found !== null &&
  METHODS.every(name => typeof (found as Readonly<Record<string, unknown>>)[name] === 'function');

/** Loads noble where it is installed. Rejects with a GattTrouble that names the package, and the command that brings it. */
export const loadNoble = async (
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
  const noble = typeof found === 'object' && found !== null && 'default' in found ? found.default : found;
  if (isNoble(noble)) return noble;
  throw new GattTrouble(`${NOBLE.name} is not what is known of its version 2. Run: ${NOBLE.command}`);
};

/** Short numbers come as four digits or within the base of the standard, in upper or lower case. */
const BASE = /^0000([0-9a-f]{4})00001000800000805f9b34fb$/;
export const shortUuid = (uuid: string): Uuid => {
  const plain = uuid.toLowerCase().replaceAll('-', '');
  return BASE.exec(plain)?.[1] ?? plain;
};

export type NobleSought = {
  readonly service: Uuid;
  /** Of one device; null takes the first that offers the service. */
  readonly id: string | null;
  /** Resolves when it has been sought for long enough. */
  readonly giveUp: Promise<void>;
};

/** A device that offers the service. The search ends with it, or with nothing. */
const seek = async (noble: Noble, { service, id, giveUp }: NobleSought): Promise<NoblePeripheral> => {
  const isOn = await Promise.race([noble.waitForPoweredOnAsync().then(() => true), giveUp.then(() => false)]);
  if (!isOn) throw new GattTrouble('the Bluetooth radio of this computer is off, or it has none');
  let found = (_peripheral: NoblePeripheral): void => {};
  const seen = new Promise<NoblePeripheral>(resolve => {
    found = peripheral => {
      if (id === null || peripheral.id === id) resolve(peripheral);
    };
  });
  noble.on('discover', found);
  try {
    await noble.startScanningAsync([service], false);
    const peripheral = await Promise.race([seen, giveUp]);
    if (peripheral !== undefined) return peripheral;
    throw new GattTrouble(`no device ${id ?? ''} that offers ${service} is in reach`.replace('  ', ' '));
  } finally {
    noble.removeListener('discover', found);
    await noble.stopScanningAsync();
  }
};

const asTrouble = (what: string, failure: unknown): GattTrouble =>
  new GattTrouble(`${what}: ${failure instanceof Error ? failure.message : String(failure)}`);

/**
 * Connects through noble, whatever carries that. noble does not hand on errors of the Attribute Protocol: a request that is refused stays
 * without an answer, and whoever asks sets a deadline, as for every GattClient.
 */
export const connectByNoble = async (noble: Noble, sought: NobleSought): Promise<GattClient> => {
  const peripheral = await seek(noble, sought);
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
    const { characteristics } = await peripheral.discoverSomeServicesAndCharacteristicsAsync(
      [sought.service],
      [],
    );
    for (const each of characteristics) offered.set(shortUuid(each.uuid), each);
  } catch (failure) {
    isClosed = true;
    await peripheral.disconnectAsync().catch(() => {});
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
