import { describe, expect, test } from 'vitest';
import { bluetoothCgm } from '../../hardware/cgm/bluetooth/client.ts';
import { CGM_SERVICE } from '../../hardware/cgm/bluetooth/service.ts';
import { connectByNoble, loadNoble, shortUuid } from '../../hardware/link/bluetooth/noble.ts';
import { radioEnvironment } from '../../hardware/link/bluetooth/radioSpawned.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs } from '../../src/domain/units.ts';
import { room } from './nobleRoom.ts';

const MINUTE_MS = 60_000;
const onStage = (): void => {};

describe('a sensor through noble', () => {
  test('tells the same readings as without it, is lost and found again, and nothing is missing or told twice', async () => {
    const { clock, sensor, noble } = room();
    const facts: Fact[] = [];
    const client = bluetoothCgm({
      name: 'Bluetooth',
      connect: () => connectByNoble(noble, { service: CGM_SERVICE, id: 'bb', onStage }),
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
    const stages: string[] = [];
    const gatt = await connectByNoble(noble, {
      service: CGM_SERVICE,
      id: 'bb',
      onStage: (stage, deviceId) => void stages.push(`${stage} ${deviceId}`),
    });
    expect(stages).toEqual(['power null', 'search null', 'link bb', 'services bb']);
    expect(calls).toEqual(['powered', `scan ${CGM_SERVICE}`, 'stop']);
    expect(radio.listenerCount('discover')).toBe(0);
    await gatt.close();
    await gatt.close();
    expect(calls.slice(3)).toEqual(['disconnect bb']);
    await expect(gatt.read('2aa8')).rejects.toThrow(/is not connected/);
    clock.close();
  });

  test('what it does not offer is refused as such', async () => {
    const { clock, noble } = room();
    const gatt = await connectByNoble(noble, { service: CGM_SERVICE, id: null, onStage });
    await expect(gatt.read('2a19')).rejects.toMatchObject({ att: 'attributeNotFound' });
    await gatt.close();
    clock.close();
  });
});

describe('the package', () => {
  test('that is not there is named, with the command that brings it', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(loadNoble(null, () => Promise.reject(missing))).rejects.toThrow(
      /needs the package @stoprocent\/noble.*ERR_MODULE_NOT_FOUND.*npm install/,
    );
  });
  test('that is another is refused; one that fits is taken, as a module or by itself', async () => {
    const { noble, clock } = room();
    await expect(loadNoble(null, async () => ({ default: { on: () => {} } }))).rejects.toThrow(
      /is not what is known/,
    );
    expect(await loadNoble(null, async () => ({ default: noble }))).toBe(noble);
    expect(await loadNoble(null, async () => noble)).toBe(noble);
    clock.close();
  });
  test('is asked for a controller on a serial line, where there is one', async () => {
    const { noble, clock } = room();
    const asked: unknown[] = [];
    const withBindings = (...given: readonly unknown[]) => {
      asked.push(...given);
      return noble;
    };
    const port = { path: '/dev/ttyACM0', baudRate: 115_200 };
    expect(await loadNoble(port, async () => ({ default: { withBindings } }))).toBe(noble);
    const uart = { port: '/dev/ttyACM0', baudRate: 115_200 };
    expect(asked).toEqual(['hci', { hciDriver: 'uart', bindParams: { uart } }]);
    await expect(loadNoble(port, async () => ({ default: noble }))).rejects.toThrow(/is not what is known/);
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

test('the process that has the radio is given no secret of a service', () => {
  expect(
    radioEnvironment({
      PATH: '/bin',
      BLUETOOTH_HCI_SOCKET_UART_BAUD: '115200',
      ISLET_CGM_SECRET: 's',
      ISLET_ADDRESS: 'a',
    }),
  ).toEqual({ PATH: '/bin', BLUETOOTH_HCI_SOCKET_UART_BAUD: '115200' });
});
