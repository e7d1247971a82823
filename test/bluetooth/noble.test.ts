import { describe, expect, test } from 'vitest';
import { bluetoothCgm } from '../../hardware/cgm/bluetooth/client.ts';
import { CGM_SERVICE } from '../../hardware/cgm/bluetooth/service.ts';
import { connectByNoble, loadNoble, shortUuid } from '../../hardware/link/bluetooth/noble.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs } from '../../src/domain/units.ts';
import { room } from './nobleRoom.ts';

const MINUTE_MS = 60_000;
const never = new Promise<void>(() => {});

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
