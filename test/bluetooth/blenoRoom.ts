import { EventEmitter } from 'node:events';
import type { Bleno, BlenoCharacteristicOptions } from '../../hardware/link/bluetooth/bleno.ts';
import { ATT, type AttError, type GattClient, GattTrouble } from '../../hardware/link/bluetooth/gatt.ts';

const names = new Map<number, AttError>((Object.keys(ATT) as AttError[]).map(name => [ATT[name], name]));

/** bleno as its sources have it: callbacks with numbers, indications sent at once, centrals known by a handle. */
export const blenoRoom = (isOn = true, hangs: 'services' | 'advertising' | 'stop' | null = null) => {
  const done = (what: string, call: string): Promise<void> => {
    calls.push(call);
    return what === hangs ? new Promise(() => {}) : Promise.resolve();
  };
  const events = new EventEmitter();
  const calls: string[] = [];
  const offered = new Map<string, BlenoCharacteristicOptions>();
  class Characteristic {
    constructor(options: BlenoCharacteristicOptions) {
      offered.set(options.uuid, options);
    }
  }
  class PrimaryService {
    readonly uuid: string;
    constructor({ uuid }: { uuid: string }) {
      this.uuid = uuid;
    }
  }
  const bleno: Bleno = {
    Characteristic,
    PrimaryService,
    waitForPoweredOnAsync: async () => {
      if (!isOn) throw new Error('Timeout waiting for poweredOn state. Current state: unsupported');
    },
    setServicesAsync: services => done('services', `services ${services.length}`),
    startAdvertisingAsync: (name, services) => done('advertising', `advertise ${name} ${services}`),
    stopAdvertisingAsync: () => done('stop', 'stop'),
    disconnect: handle => void calls.push(`disconnect ${handle}`),
    on: (event, tell) => events.on(event, tell),
  };

  const characteristic = (uuid: string): BlenoCharacteristicOptions => {
    const found = offered.get(uuid);
    if (found === undefined) throw new Error(`nothing was offered as ${uuid}`);
    return found;
  };
  const refused = (uuid: string, result: number): GattTrouble =>
    new GattTrouble(`${uuid}: ${result}`, names.get(result) ?? null);
  /** A central; `confirms` says whether it confirms what is indicated, at once. */
  const central = (handle: number, confirms = true): GattClient => ({
    read: uuid =>
      new Promise((resolve, reject) =>
        characteristic(uuid).onReadRequest(handle, 0, (result, value) =>
          result === 0 && value !== undefined
            ? resolve(Uint8Array.from(value))
            : reject(refused(uuid, result)),
        ),
      ),
    write: (uuid, value) =>
      new Promise((resolve, reject) =>
        characteristic(uuid).onWriteRequest(handle, Buffer.from(value), 0, false, result =>
          result === 0 ? resolve() : reject(refused(uuid, result)),
        ),
      ),
    subscribe: async (uuid, take) =>
      characteristic(uuid).onSubscribe(handle, 20, value => {
        queueMicrotask(() => {
          take(Uint8Array.from(value));
          if (confirms && characteristic(uuid).properties.includes('indicate'))
            characteristic(uuid).onIndicate(handle);
        });
      }),
    onLost: () => {},
    close: async () => void events.emit('disconnect', 'aa:bb', handle),
  });
  return { bleno, calls, central, characteristic };
};
