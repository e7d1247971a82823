import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { bluetoothCgm } from '../../hardware/cgm/bluetooth/client.ts';
import { CGM_SERVICE } from '../../hardware/cgm/bluetooth/service.ts';
import { simulatedBluetoothCgm } from '../../hardware/cgm/bluetooth/simulatedSensor.ts';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import type { GattClient } from '../../hardware/link/bluetooth/gatt.ts';
import { connectInMemory } from '../../hardware/link/bluetooth/memory.ts';
import {
  connectByNoble,
  loadNoble,
  type Noble,
  type NobleCharacteristic,
  type NoblePeripheral,
  shortUuid,
} from '../../hardware/link/bluetooth/noble.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { SENSOR, skin } from './cgmBench.ts';

const MINUTE_MS = 60_000;
const never = new Promise<void>(() => {});

/** noble as its documentation has it, in front of a simulated sensor: long and short numbers, events for reads as for notifications. */
const room = () => {
  const clock = lockStepClock({ zeroMono: monoMs(3_600_000), zeroWall: wallMs(Date.UTC(2026, 0, 2)) });
  const sensor = simulatedBluetoothCgm(clock, skin, SENSOR);
  const radio = new EventEmitter();
  const calls: string[] = [];

  const peripheralNamed = (id: string): NoblePeripheral => {
    const events = new EventEmitter();
    let link: GattClient | null = null;
    const linked = (): GattClient => {
      if (link === null) throw new Error('Peripheral is not connected');
      return link;
    };
    const characteristicOf = (uuid: string, isLong: boolean): NobleCharacteristic => {
      const heard = new EventEmitter();
      return {
        uuid: isLong ? `0000${uuid}-0000-1000-8000-00805F9B34FB` : uuid,
        readAsync: async () => {
          const data = Buffer.from(await linked().read(uuid));
          heard.emit('data', data, false);
          return data;
        },
        writeAsync: (data, withoutResponse) => {
          expect(withoutResponse).toBe(false);
          return linked().write(uuid, data);
        },
        subscribeAsync: () =>
          linked().subscribe(uuid, value => void heard.emit('data', Buffer.from(value), true)),
        on: (event, take) => heard.on(event, take),
      };
    };
    return {
      id,
      connectAsync: async () => {
        link = await connectInMemory(sensor.peripheral, clock);
        link.onLost(() => void events.emit('disconnect'));
      },
      disconnectAsync: async () => {
        calls.push(`disconnect ${id}`);
        await link?.close();
        events.emit('disconnect');
      },
      discoverSomeServicesAndCharacteristicsAsync: async services => {
        expect(services).toEqual([CGM_SERVICE]);
        return {
          characteristics: sensor.peripheral.characteristics.map(({ uuid }, index) =>
            characteristicOf(uuid, index % 2 === 1),
          ),
        };
      },
      once: (event, tell) => events.once(event, tell),
    };
  };
  const noble: Noble = {
    waitForPoweredOnAsync: async () => void calls.push('powered'),
    startScanningAsync: async services => {
      calls.push(`scan ${services}`);
      for (const id of ['aa', 'bb']) radio.emit('discover', peripheralNamed(id));
    },
    stopScanningAsync: async () => void calls.push('stop'),
    on: (event, found) => radio.on(event, found),
    removeListener: (event, found) => radio.removeListener(event, found),
  };
  return { clock, sensor, noble, calls, radio };
};

describe('a sensor through noble', () => {
  test('tells the same readings as without it, is lost and found again, and nothing is missing or told twice', async () => {
    const { clock, sensor, noble } = room();
    const facts: Fact[] = [];
    const client = bluetoothCgm({
      name: 'Bluetooth',
      connect: () => connectByNoble(noble, { service: CGM_SERVICE, id: 'bb', giveUp: never }),
      clock,
      sink: fact => void facts.push(fact),
      trouble: () => {},
    });
    sensor.start();
    client.start();
    const minutes = (count: number): Promise<void> =>
      clock.advanceTo(monoMs(clock.now() + count * MINUTE_MS));
    await minutes(16);
    sensor.setFault('outOfReach');
    await minutes(9);
    sensor.setFault(null);
    await minutes(11);
    const told = facts.flatMap(fact => (fact.type === 'cgm.measured' ? [fact.sequence] : []));
    expect(told).toEqual([0, 5, 10, 15, 20, 25, 30, 35]);
    client.stop();
    sensor.stop();
    clock.close();
  });

  test('the device that was named is taken, and the search ends', async () => {
    const { clock, noble, calls, radio } = room();
    const gatt = await connectByNoble(noble, { service: CGM_SERVICE, id: 'bb', giveUp: never });
    expect(calls).toEqual(['powered', `scan ${CGM_SERVICE}`, 'stop']);
    expect(radio.listenerCount('discover')).toBe(0);
    await gatt.close();
    await gatt.close();
    expect(calls.slice(3)).toEqual(['disconnect bb']);
    await expect(gatt.read('2aa8')).rejects.toThrow(/is not connected/);
    clock.close();
  });

  test('one that is not in reach is given up, and the search ends', async () => {
    const { clock, noble, calls } = room();
    const sought = { service: CGM_SERVICE, id: 'cc', giveUp: Promise.resolve() };
    await expect(connectByNoble(noble, sought)).rejects.toThrow(/no device cc that offers .* in reach/);
    expect(calls.at(-1)).toBe('stop');
    clock.close();
  });

  test('what it does not offer is refused as such', async () => {
    const { clock, noble } = room();
    const gatt = await connectByNoble(noble, { service: CGM_SERVICE, id: null, giveUp: never });
    await expect(gatt.read('2a19')).rejects.toMatchObject({ att: 'attributeNotFound' });
    await gatt.close();
    clock.close();
  });
});

describe('the package', () => {
  test('that is not there is named, with the command that brings it', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(loadNoble(() => Promise.reject(missing))).rejects.toThrow(
      /needs the package @stoprocent\/noble.*ERR_MODULE_NOT_FOUND.*npm install/,
    );
  });
  test('that is another is refused; one that fits is taken, as a module or by itself', async () => {
    const { noble, clock } = room();
    await expect(loadNoble(async () => ({ default: { on: () => {} } }))).rejects.toThrow(
      /is not what is known/,
    );
    expect(await loadNoble(async () => ({ default: noble }))).toBe(noble);
    expect(await loadNoble(async () => noble)).toBe(noble);
    clock.close();
  });
});

test.each([
  ['2AA7', '2aa7'],
  ['00002aa7-0000-1000-8000-00805F9B34FB', '2aa7'],
  ['6e400001b5a3f393e0a9e50e24dcca9e', '6e400001b5a3f393e0a9e50e24dcca9e'],
])('%s is known as %s', (given, short) => {
  expect(shortUuid(given)).toBe(short);
});
