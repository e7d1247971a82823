import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { ATT, GattTrouble, type Peripheral, type Serving, type Uuid } from './gatt.ts';
import { hasMethods } from './hasMethods.ts';

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

const isBleno = (found: unknown): found is Bleno => hasMethods(found, METHODS);

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
  /** Values for a central that may be told the next one only when it has confirmed the last. */
  readonly waiting: { readonly uuid: Uuid; readonly value: Buffer }[];
  isUnconfirmed: boolean;
  /** What was read last of each characteristic: the rest of a long value is the rest of that one. */
  readonly read: Map<Uuid, Buffer>;
};

type Central = {
  /** What it has subscribed to. */
  readonly updates: Map<Uuid, Update>;
  /** `unproven` until a request has come over an encrypted link; null where the peripheral takes nobody. */
  connection: Connection | 'unproven' | null;
};

export type Advertised = { readonly close: () => Promise<void> };

/** So long the driver may take for each thing that it is asked. */
const PATIENCE = milliseconds(5_000);

/**
 * Offers a peripheral over the radio that bleno finds, to centrals that have paired. Rejects with a GattTrouble when the radio is off, there is
 * none, or the driver does not answer in time. To a central that has only subscribed nothing is told, nor does it take a place: bleno asks for an
 * encrypted link before it reads or writes a value, but for none before it lets a central subscribe to indications.
 */
export const advertise = async (bleno: Bleno, peripheral: Peripheral, clock: Clock): Promise<Advertised> => {
  const centrals = new Map<Handle, Central>();

  const indicates = (uuid: Uuid): boolean =>
    peripheral.characteristics.some(each => each.uuid === uuid && each.does.includes('indicate'));
  const next = (central: Central): void => {
    const { connection, updates } = central;
    if (connection === null || connection === 'unproven' || connection.isUnconfirmed) return;
    // What waits for a central that has unsubscribed is counted already: it waits until it is listened to again.
    const index = connection.waiting.findIndex(({ uuid }) => updates.has(uuid));
    const [first] = index === -1 ? [] : connection.waiting.splice(index, 1);
    const update = first === undefined ? undefined : updates.get(first.uuid);
    if (first === undefined || update === undefined) return;
    connection.isUnconfirmed = true;
    update(first.value);
  };
  /** bleno does not say on every system that somebody has connected, so the first request does. */
  const centralOf = (handle: Handle): Central => {
    const known = centrals.get(handle) ?? { updates: new Map<Uuid, Update>(), connection: 'unproven' };
    centrals.set(handle, known);
    return known;
  };
  const connected = (handle: Handle, central: Central): Connection | null => {
    const serving = peripheral.connect({
      tell: (uuid, value) => {
        const { connection, updates } = central;
        if (connection === null || connection === 'unproven') return;
        if (!indicates(uuid)) {
          updates.get(uuid)?.(Buffer.from(value));
          return;
        }
        connection.waiting.push({ uuid, value: Buffer.from(value) });
        next(central);
      },
      hangUp: () => bleno.disconnect(handle),
    });
    if (serving === null) {
      bleno.disconnect(handle);
      return null;
    }
    return { serving, waiting: [], isUnconfirmed: false, read: new Map() };
  };
  /** The connection of a central whose request was let through, which bleno does on an encrypted link only. Null where the peripheral takes nobody. */
  const proven = (handle: Handle): Connection | null => {
    const central = centralOf(handle);
    if (central.connection !== 'unproven') return central.connection;
    const made = connected(handle, central);
    central.connection = made;
    for (const uuid of central.updates.keys()) made?.serving.subscribed(uuid);
    return made;
  };

  const characteristics = peripheral.characteristics.map(
    ({ uuid, does }) =>
      new bleno.Characteristic({
        uuid,
        properties: does,
        secure: does,
        onReadRequest: (handle, offset, answer) => {
          const found = orNull(() => {
            const connection = proven(handle);
            const value = offset > 0 ? connection?.read.get(uuid) : connection?.serving.read(uuid);
            if (value === undefined || value === null || typeof value === 'string') return value ?? null;
            const bytes = Buffer.from(value);
            connection?.read.set(uuid, bytes);
            return bytes;
          });
          if (found === null) return answer(UNLIKELY);
          if (typeof found === 'string') return answer(ATT[found]);
          return answer(SUCCESS, found.subarray(offset));
        },
        onWriteRequest: (handle, data, offset, _withoutResponse, answer) => {
          if (offset > 0) return answer(ATT.invalidOffset);
          const result = orNull(() => proven(handle)?.serving.write(uuid, Uint8Array.from(data)) ?? null);
          if (result === null) return answer(UNLIKELY);
          return answer(result === 'done' ? SUCCESS : ATT[result]);
        },
        onSubscribe: (handle, _maxValueSize, update) => {
          const central = centralOf(handle);
          central.updates.set(uuid, update);
          if (central.connection === null || central.connection === 'unproven') return;
          central.connection.serving.subscribed(uuid);
          next(central);
        },
        onUnsubscribe: handle => {
          const central = centrals.get(handle);
          central?.updates.delete(uuid);
          const connection = central?.connection ?? null;
          if (connection !== null && connection !== 'unproven') connection.serving.unsubscribed?.(uuid);
        },
        onIndicate: handle => {
          const central = centrals.get(handle);
          const connection = central?.connection ?? null;
          if (central === undefined || connection === null || connection === 'unproven') return;
          connection.isUnconfirmed = false;
          next(central);
        },
      }),
  );
  const leave = (handle: Handle): void => {
    const connection = centrals.get(handle)?.connection ?? null;
    if (connection !== null && connection !== 'unproven') connection.serving.gone();
    centrals.delete(handle);
  };
  bleno.on('disconnect', (_address, handle) => leave(handle));

  const asked = (what: string, ask: () => Promise<void>): Promise<void> => within(clock, what, ask);
  try {
    await asked('power-on', () => bleno.waitForPoweredOnAsync(PATIENCE));
  } catch {
    throw new GattTrouble('the Bluetooth radio of this computer is off, or it has none');
  }
  // Whoever sees it finds the service there.
  const service = new bleno.PrimaryService({ uuid: peripheral.service, characteristics });
  await asked('the services', () => bleno.setServicesAsync([service]));
  await asked('advertising', () => bleno.startAdvertisingAsync(peripheral.name, [peripheral.service]));
  return {
    close: async () => {
      for (const handle of [...centrals.keys()]) {
        leave(handle);
        bleno.disconnect(handle);
      }
      await asked('the end of advertising', () => bleno.stopAdvertisingAsync());
    },
  };
};

/** What the service makes of a request; null where it failed, which one central is told and no other feels. */
const orNull = <Answer>(ask: () => Answer): Answer | null => {
  try {
    return ask();
  } catch {
    return null;
  }
};

const within = (clock: Clock, what: string, ask: () => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    const cancel = clock.wakeAt(after(clock.now(), PATIENCE), () =>
      reject(new GattTrouble(`the Bluetooth driver has not answered within ${PATIENCE / 1_000} s: ${what}`)),
    );
    ask()
      .then(resolve, (failure: unknown) => {
        const why = failure instanceof Error ? failure.message : String(failure);
        reject(new GattTrouble(`the Bluetooth driver failed at ${what}: ${why}`));
      })
      .finally(cancel);
  });
