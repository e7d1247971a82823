import { describe, expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { iddClient } from '../../hardware/ids/client.ts';
import { opener, sealer } from '../../hardware/ids/protection.ts';
import { iddPeripheral } from '../../hardware/ids/server.ts';
import { IDD } from '../../hardware/ids/service.ts';
import { advertise, loadBleno } from '../../hardware/link/bluetooth/bleno.ts';
import { hexOf } from '../../hardware/link/bluetooth/bytes.ts';
import type { Peripheral } from '../../hardware/link/bluetooth/gatt.ts';
import { monoMs } from '../../src/domain/units.ts';
import { scribe } from '../../src/interop/ids/scribe.ts';
import { corePump } from '../support/corePump.ts';
import { blenoRoom } from './blenoRoom.ts';
import { meanwhile } from './idsBench.ts';

const offer = async () => {
  const pump = await corePump();
  const book = scribe(() => ({ monoMs: pump.clock.now(), wallMs: pump.clock.wall() }));
  for (const each of pump.steps) book.take(each);
  pump.runtime.observe(book.take);
  await pump.give({ type: 'resume.requested' });
  const room = blenoRoom();
  const peripheral = iddPeripheral(book, { name: 'Islet', isProtected: true, clock: pump.clock });
  const advertised = await advertise(room.bleno, peripheral, pump.clock);
  return { ...room, pump, book, advertised };
};

describe('a pump through bleno', () => {
  test('is read as without it: status, questions, its whole history, and refusals by their numbers', async () => {
    const { pump, book, central, calls, advertised } = await offer();
    expect(calls).toEqual(['services 1', 'advertise Islet 183a']);
    const gatt = central(1);
    const client = await meanwhile(pump.clock, iddClient(gatt, pump.clock));
    expect((await client.status()).therapy).toBe('run');
    expect(await client.ask({ ask: 'totalDaily' })).toMatchObject({ answer: 'totalDaily' });
    const { records, answer } = await meanwhile(
      pump.clock,
      client.history({ ask: 'report', wanted: { of: 'all', filter: 'any' } }),
    );
    expect(answer).toMatchObject({ result: 'success' });
    expect(records).toHaveLength(book.records().length);
    await expect(gatt.write(IDD.reader, Uint8Array.of(1))).rejects.toMatchObject({ att: 'missingCrc' });
    await advertised.close();
    expect(calls.slice(2)).toEqual(['disconnect 1', 'stop']);
    pump.clock.close();
  });

  test('indicates the next value only when the last is confirmed', async () => {
    const { pump, central, characteristic } = await offer();
    const gatt = central(1, false);
    const told: string[] = [];
    await gatt.read(IDD.features);
    await gatt.subscribe(IDD.reader, bytes => void told.push(hexOf(bytes.subarray(0, 2))));
    const seal = sealer(true);
    await gatt.write(IDD.reader, seal([0x30, 0x03]));
    await gatt.write(IDD.reader, seal([0xc0, 0x03]));
    await pump.clock.settle();
    expect(told).toEqual(['3f 03']);
    characteristic(IDD.reader).onIndicate(1);
    await pump.clock.settle();
    expect(told).toEqual(['3f 03', 'cf 03']);
    pump.clock.close();
  });

  test('a second central is sent away until the first has gone; a value is read on from where it was read', async () => {
    const { pump, central, calls, characteristic } = await offer();
    const first = central(1);
    const value = await first.read(IDD.status);
    await expect(central(2).read(IDD.status)).rejects.toThrow();
    expect(calls.at(-1)).toBe('disconnect 2');
    const rest: string[] = [];
    characteristic(IDD.status).onReadRequest(1, 3, (result, more) =>
      rest.push(`${result} ${hexOf(more ?? Buffer.of())}`),
    );
    expect(rest).toEqual([`0 ${hexOf(value.subarray(3))}`]);
    characteristic(IDD.reader).onWriteRequest(1, Buffer.of(1), 4, false, result => rest.push(String(result)));
    expect(rest.at(-1)).toBe('7');
    await first.close();
    expect((await central(3).read(IDD.status)).length).toBe(value.length);
    pump.clock.close();
  });

  test('everything it offers needs an encrypted link', async () => {
    const { pump, characteristic } = await offer();
    for (const uuid of Object.values(IDD)) {
      const { properties, secure } = characteristic(uuid);
      expect(properties.length).toBeGreaterThan(0);
      expect(secure).toEqual(properties);
    }
    pump.clock.close();
  });
});

describe('a central that has not paired', () => {
  test('is told nothing and takes no place, however it subscribes; once it has read, what it subscribed to is told', async () => {
    const { pump, central, book } = await offer();
    const stranger = central(1);
    const heard: string[] = [];
    for (const uuid of Object.values(IDD))
      await stranger.subscribe(uuid, bytes => void heard.push(`${uuid} ${hexOf(bytes.subarray(0, 2))}`));
    const before = book.records().length;
    await pump.give({ type: 'suspend.requested' });
    await pump.clock.settle();
    expect(book.records().length).toBeGreaterThan(before);
    expect(heard).toEqual([]);
    const paired = central(2);
    expect((await paired.read(IDD.status)).length).toBeGreaterThan(0);
    await paired.close();
    await stranger.read(IDD.features);
    await pump.give({ type: 'resume.requested' });
    await pump.clock.settle();
    expect(heard.map(each => each.slice(0, 4))).toContain(IDD.status);
    pump.clock.close();
  });
});

describe('a central that does otherwise than a client should', () => {
  test('one that unsubscribes and subscribes again misses no number', async () => {
    const { pump, central, characteristic } = await offer();
    const gatt = central(1);
    const open = opener(true);
    const read = async (): Promise<string> => {
      const whole = open(await gatt.read(IDD.status));
      return whole.ok ? 'whole' : whole.problem;
    };
    const heard: string[] = [];
    const hear = (bytes: Uint8Array): void => {
      const whole = open(bytes);
      heard.push(whole.ok ? 'whole' : whole.problem);
    };
    expect(await read()).toBe('whole');
    await gatt.subscribe(IDD.status, hear);
    await pump.give({ type: 'suspend.requested' });
    await pump.clock.settle();
    const { length } = heard;
    expect(length).toBeGreaterThan(0);
    characteristic(IDD.status).onUnsubscribe(1);
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'suspend.requested' });
    await pump.clock.settle();
    expect(heard).toHaveLength(length);
    expect(await read()).toBe('whole');
    await gatt.subscribe(IDD.status, hear);
    await pump.give({ type: 'resume.requested' });
    await pump.clock.settle();
    expect(heard.length).toBeGreaterThan(length);
    expect(new Set(heard)).toEqual(new Set(['whole']));
    pump.clock.close();
  });

  test('a request at which the service fails is answered as unlikely, and ends nothing', async () => {
    const room = blenoRoom();
    const clock = lockStepClock();
    const broken = (): never => {
      throw new RangeError('ours');
    };
    const characteristics = [{ uuid: IDD.reader, does: ['read', 'write', 'indicate'] as const }];
    const serving = { read: broken, write: broken, subscribed: () => {}, gone: () => {} };
    await advertise(
      room.bleno,
      { name: 'x', service: '183a', characteristics, connect: () => serving },
      clock,
    );
    await expect(room.central(1).read(IDD.reader)).rejects.toThrow(/: 14$/);
    await expect(room.central(1).write(IDD.reader, Uint8Array.of(1))).rejects.toThrow(/: 14$/);
    clock.close();
  });
});

describe('where it cannot be offered', () => {
  const nothing: Peripheral = { name: 'x', service: '183a', characteristics: [], connect: () => null };

  test.each(['services', 'advertising', 'stop'] as const)(
    'a driver that hangs (%s) is not waited for',
    async what => {
      const clock = lockStepClock();
      const offered = advertise(blenoRoom(true, what).bleno, nothing, clock).then(({ close }) => close());
      const said = expect(offered).rejects.toThrow(/driver has not answered within 5 s/);
      await clock.advanceTo(monoMs(10_000));
      await clock.advanceTo(monoMs(20_000));
      await said;
      clock.close();
    },
  );

  test('a radio that is off, or is not there, is said', async () => {
    await expect(advertise(blenoRoom(false).bleno, nothing, lockStepClock())).rejects.toThrow(
      /radio of this computer is off, or it has none/,
    );
  });

  test('a package that is missing, or another, is named with the command that brings it', async () => {
    const missing = Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(loadBleno(() => Promise.reject(missing))).rejects.toThrow(
      /@stoprocent\/bleno.*ERR_MODULE_NOT_FOUND.*npm install --no-save --ignore-scripts/,
    );
    await expect(loadBleno(async () => ({ default: {} }))).rejects.toThrow(
      /not what is known of its version 0\.12/,
    );
    const { bleno } = blenoRoom();
    expect(await loadBleno(async () => ({ default: bleno }))).toBe(bleno);
    expect(await loadBleno(async () => bleno)).toBe(bleno);
  });
});
