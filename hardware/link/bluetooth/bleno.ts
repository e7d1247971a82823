import { ATT, GattTrouble, type Peripheral, type Serving, type Uuid } from './gatt.ts';

/** What is used of `@stoprocent/bleno` 0.12, by its shape: the package is the operator's to install, and is never needed otherwise. */
type Handle = number | string;
type Update = (value: Buffer) => void;
export type BlenoCharacteristicOptions = {
  readonly uuid: Uuid;
  readonly properties: readonly ('read' | 'write' | 'notify' | 'indicate')[];
  /** Which of them need an encrypted link. */
  readonly secure: readonly ('read' | 'write' | 'notify' | 'indicate')[];
  readonly onReadRequest: (
    handle: Handle,
    offset: number,
    answer: (result: number, value?: Buffer) => void,
  ) => void;
  readonly onWriteRequest: (
    handle: Handle,
    data: Buffer,
    offset: number,
    withoutResponse: boolean,
    answer: (result: number) => void,
  ) => void;
  readonly onSubscribe: (handle: Handle, maxValueSize: number, update: Update) => void;
  readonly onUnsubscribe: (handle: Handle) => void;
  /** The central has confirmed what was indicated last. */
  readonly onIndicate: (handle: Handle) => void;
};
export type Bleno = {
  readonly Characteristic: new (options: BlenoCharacteristicOptions) => object;
  readonly PrimaryService: new (options: { uuid: Uuid; characteristics: readonly object[] }) => object;
  readonly waitForPoweredOnAsync: (timeoutMs?: number) => Promise<void>;
  readonly setServicesAsync: (services: readonly object[]) => Promise<void>;
  readonly startAdvertisingAsync: (name: string, services: readonly Uuid[]) => Promise<void>;
  readonly stopAdvertisingAsync: () => Promise<void>;
  readonly disconnect: (handle?: Handle) => void;
  readonly on: (event: 'disconnect', tell: (address: string, handle: Handle) => void) => unknown;
};

/** The package and how it comes: built for the usual machines, so that none of its scripts, nor a compiler, is needed. */
export const BLENO = {
  name: '@stoprocent/bleno',
  command: 'npm install --no-save --ignore-scripts @stoprocent/bleno@0.12.4',
} as const;

const METHODS = [
  'Characteristic',
  'PrimaryService',
  'waitForPoweredOnAsync',
  'setServicesAsync',
  'startAdvertisingAsync',
  'stopAdvertisingAsync',
  'disconnect',
  'on',
] as const satisfies readonly (keyof Bleno)[];

const isBleno = (found: unknown): found is Bleno =>
  typeof found === 'object' &&
  found !== null &&
  METHODS.every(name => typeof (found as Readonly<Record<string, unknown>>)[name] === 'function');

/** Loads bleno where it is installed. Rejects with a GattTrouble that names the package, and the command that brings it. */
export const loadBleno = async (
  load: () => Promise<unknown> = () => import(BLENO.name as string),
): Promise<Bleno> => {
  let found: unknown;
  try {
    found = await load();
  } catch (failure) {
    const code = failure instanceof Error && 'code' in failure ? String(failure.code) : String(failure);
    throw new GattTrouble(
      `to be seen over Bluetooth needs the package ${BLENO.name}, which cannot be loaded (${code}). Run: ${BLENO.command}`,
    );
  }
  const bleno = typeof found === 'object' && found !== null && 'default' in found ? found.default : found;
  if (isBleno(bleno)) return bleno;
  throw new GattTrouble(`${BLENO.name} is not what is known of its version 0.12. Run: ${BLENO.command}`);
};

const SUCCESS = 0x00;
const UNLIKELY = 0x0e;

type Connection = {
  readonly serving: Serving;
  readonly updates: Map<Uuid, Update>;
  /** Values for a central that may be told the next one only when it has confirmed the last. */
  readonly waiting: { readonly uuid: Uuid; readonly value: Buffer }[];
  isUnconfirmed: boolean;
  /** What was read last of each characteristic: the rest of a long value is the rest of that one. */
  readonly read: Map<Uuid, Buffer>;
};

export type Advertised = { readonly close: () => Promise<void> };

/** So long a radio may take to say that it is on. */
const POWER_ON_MS = 5_000;

/** Offers a peripheral over the radio that bleno finds, to centrals that have paired. Rejects with a GattTrouble when the radio is off, or there is none. */
export const advertise = async (bleno: Bleno, peripheral: Peripheral): Promise<Advertised> => {
  const connections = new Map<Handle, Connection | null>();

  const indicates = (uuid: Uuid): boolean =>
    peripheral.characteristics.some(each => each.uuid === uuid && each.does.includes('indicate'));
  const next = (connection: Connection): void => {
    const first = connection.isUnconfirmed ? undefined : connection.waiting.shift();
    if (first === undefined) return;
    const update = connection.updates.get(first.uuid);
    if (update === undefined) {
      next(connection);
      return;
    }
    connection.isUnconfirmed = true;
    update(first.value);
  };
  /** Null where the peripheral takes nobody. bleno does not say on every system that somebody has connected, so the first request does. */
  const connectionOf = (handle: Handle): Connection | null => {
    const known = connections.get(handle);
    if (known !== undefined) return known;
    let made: Connection | null = null;
    const serving = peripheral.connect({
      tell: (uuid, value) => {
        if (made === null) return;
        if (!indicates(uuid)) {
          made.updates.get(uuid)?.(Buffer.from(value));
          return;
        }
        made.waiting.push({ uuid, value: Buffer.from(value) });
        next(made);
      },
      hangUp: () => bleno.disconnect(handle),
    });
    if (serving !== null)
      made = { serving, updates: new Map(), waiting: [], isUnconfirmed: false, read: new Map() };
    else bleno.disconnect(handle);
    connections.set(handle, made);
    return made;
  };

  const characteristics = peripheral.characteristics.map(
    ({ uuid, does }) =>
      new bleno.Characteristic({
        uuid,
        properties: does,
        secure: does,
        onReadRequest: (handle, offset, answer) => {
          const connection = connectionOf(handle);
          const found = offset > 0 ? connection?.read.get(uuid) : connection?.serving.read(uuid);
          if (found === undefined || found === null) return answer(UNLIKELY);
          if (typeof found === 'string') return answer(ATT[found]);
          const value = Buffer.from(found);
          connection?.read.set(uuid, value);
          return answer(SUCCESS, value.subarray(offset));
        },
        onWriteRequest: (handle, data, offset, _withoutResponse, answer) => {
          if (offset > 0) return answer(ATT.invalidOffset);
          const connection = connectionOf(handle);
          const result = connection?.serving.write(uuid, Uint8Array.from(data)) ?? null;
          if (result === null) return answer(UNLIKELY);
          return answer(result === 'done' ? SUCCESS : ATT[result]);
        },
        onSubscribe: (handle, _maxValueSize, update) => {
          const connection = connectionOf(handle);
          connection?.updates.set(uuid, update);
          connection?.serving.subscribed(uuid);
        },
        onUnsubscribe: handle => void connections.get(handle)?.updates.delete(uuid),
        onIndicate: handle => {
          const connection = connections.get(handle);
          if (connection === undefined || connection === null) return;
          connection.isUnconfirmed = false;
          next(connection);
        },
      }),
  );
  const leave = (handle: Handle): void => {
    connections.get(handle)?.serving.gone();
    connections.delete(handle);
  };
  bleno.on('disconnect', (_address, handle) => leave(handle));

  try {
    await bleno.waitForPoweredOnAsync(POWER_ON_MS);
  } catch {
    throw new GattTrouble('the Bluetooth radio of this computer is off, or it has none');
  }
  await bleno.startAdvertisingAsync(peripheral.name, [peripheral.service]);
  await bleno.setServicesAsync([new bleno.PrimaryService({ uuid: peripheral.service, characteristics })]);
  return {
    close: async () => {
      for (const handle of [...connections.keys()]) {
        leave(handle);
        bleno.disconnect(handle);
      }
      await bleno.stopAdvertisingAsync();
    },
  };
};
