import { describe, expect, test } from 'vitest';
import { iddClient } from '../../hardware/ids/client.ts';
import { opener, sealer } from '../../hardware/ids/protection.ts';
import { IDD } from '../../hardware/ids/service.ts';
import { hexOf } from '../../hardware/link/bluetooth/bytes.ts';
import { sealed } from '../../hardware/link/bluetooth/crc16.ts';
import { GattTrouble } from '../../hardware/link/bluetooth/gatt.ts';
import { milliseconds } from '../../src/domain/units.ts';
import { octets } from './arbitrary.ts';
import { readPump } from './idsBench.ts';

const MINUTE = 60_000;
const all = { of: 'all', filter: 'any' } as const;

describe.each([true, false])('a pump that is read by a client, protected: %s', isProtected => {
  test('tells its status, its annunciation, and all that it is asked', async () => {
    const { pump, connect, until } = await readPump(isProtected);
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'a', amountUu: 1_000_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: 'a' });
    await pump.wait(5_000);
    const client = await until(connect().then(gatt => iddClient(gatt, pump.clock)));
    expect(client.features.features.includes('protection')).toBe(isProtected);
    expect(client.features.concentrationUu).toBe(100_000_000);
    const status = await until(client.status());
    expect(status).toMatchObject({ therapy: 'run', operational: 'ready', attached: true });
    const { volumeUu } = pump.runtime.state().ledger.reservoir;
    expect(status.leftUu).toBeLessThanOrEqual(volumeUu + 25_000);
    expect(status.leftUu).toBeGreaterThan(volumeUu - 150_000);
    expect(await until(client.annunciation())).toBeNull();
    expect(await until(client.ask({ ask: 'activeBoluses' }))).toEqual({
      answer: 'activeBoluses',
      boluses: [1],
    });
    expect(await until(client.ask({ ask: 'activeBolus', bolus: 1, selection: 'programmed' }))).toMatchObject({
      fastUu: 1_000_000,
      type: 'fast',
      activation: 'manual',
    });
    expect(await until(client.ask({ ask: 'activeBolus', bolus: 9, selection: 'remaining' }))).toEqual({
      answer: 'result',
      to: 0x0356,
      result: 'notApplicable',
    });
    expect(await until(client.ask({ ask: 'basalRate' }))).toMatchObject({
      profileRateUuPerHour: 800_000,
      tbr: null,
    });
    expect(await until(client.ask({ ask: 'delivered' }))).toMatchObject({ answer: 'delivered' });
    expect(await until(client.ask({ ask: 'totalDaily' }))).toMatchObject({ answer: 'totalDaily' });
    const onBoard = await until(client.ask({ ask: 'onBoard' }));
    expect(onBoard).toMatchObject({ answer: 'onBoard', remainingMinutes: 300 });
    expect(
      await until(client.ask({ ask: 'counter', counter: 'reservoirInsulin', selection: 'elapsed' })),
    ).toMatchObject({ answer: 'counter', minutes: 0 });
    expect(
      await until(client.ask({ ask: 'counter', counter: 'warranty', selection: 'remaining' })),
    ).toMatchObject({ answer: 'result', result: 'notApplicable' });
    await client.close();
    pump.clock.close();
  });

  test('tells its history: all of it, a part, how much; a second client waits', async () => {
    const { pump, book, connect, until } = await readPump(isProtected);
    await pump.give({ type: 'resume.requested' });
    await pump.wait(30 * MINUTE);
    const client = await until(connect().then(gatt => iddClient(gatt, pump.clock)));
    await expect(connect()).rejects.toThrow(/cannot be reached/);
    const { records, answer } = await until(client.history({ ask: 'report', wanted: all }));
    expect(answer).toEqual({ answer: 'result', to: 0x33, result: 'success' });
    expect(records.length).toBeGreaterThan(5);
    expect(records.map(({ sequence, event, offsetS }) => [sequence, event, offsetS])).toEqual(
      book
        .records()
        .slice(0, records.length)
        .map(({ sequence, event, offsetS }) => [sequence, event, offsetS]),
    );
    const part = await until(
      client.history({ ask: 'report', wanted: { of: 'range', from: 2, upTo: 3, filter: 'any' } }),
    );
    expect(part.records.map(({ sequence }) => sequence)).toEqual([2, 3]);
    const counted = await until(
      client.history({ ask: 'count', wanted: { of: 'upTo', sequence: 4, filter: 'any' } }),
    );
    expect(counted.answer).toEqual({ answer: 'counted', count: 4 });
    const none = await until(
      client.history({ ask: 'report', wanted: { of: 'from', sequence: 0xffff_ffff, filter: 'any' } }),
    );
    expect(none.answer).toMatchObject({ result: 'noRecords' });
    expect((await until(client.history({ ask: 'delete', wanted: all }))).answer).toMatchObject({
      result: 'opNotSupported',
    });
    expect((await until(client.history({ ask: 'abort' }))).answer).toMatchObject({
      result: 'abortUnsuccessful',
    });
    await client.close();
    const next = await until(connect().then(gatt => iddClient(gatt, pump.clock)));
    expect((await until(next.status())).therapy).toBe('run');
    await next.close();
    pump.clock.close();
  });
});

test('what has changed is told once, and stays set, across connections too, until it is reset', async () => {
  const { pump, connect, until } = await readPump(true);
  await pump.give({ type: 'resume.requested' });
  const gatt = await until(connect());
  const told: string[] = [];
  const open = opener(true);
  await until(
    gatt.subscribe(IDD.changed, bytes => {
      const whole = open(bytes);
      told.push(whole.ok ? hexOf(whole.body) : whole.problem);
    }),
  );
  await pump.wait(100);
  expect(told).toHaveLength(1);
  await until(gatt.close());
  const client = await until(connect().then(each => iddClient(each, pump.clock)));
  const before = await until(client.changed());
  expect(before).toContain('therapy');
  await until(client.ask({ ask: 'resetStatus', flags: ['therapy', 'operational'] }));
  expect(await until(client.changed())).toEqual(
    before.filter(flag => flag !== 'therapy' && flag !== 'operational'),
  );
  await pump.give({ type: 'suspend.requested' });
  expect(await until(client.changed())).toContain('therapy');
  await client.close();
  pump.clock.close();
});

test('a report of many entries ends when it is asked to, and takes nothing else meanwhile', async () => {
  const { pump, connect, until } = await readPump(true);
  await pump.give({ type: 'resume.requested' });
  for (let n = 0; n < 40; n += 1)
    await pump.give(n % 2 === 0 ? { type: 'suspend.requested' } : { type: 'resume.requested' });
  const gatt = await until(connect());
  const seal = sealer(true);
  const [entries, answers]: [Uint8Array[], string[]] = [[], []];
  await until(gatt.subscribe(IDD.history, bytes => void entries.push(bytes)));
  await until(gatt.subscribe(IDD.records, bytes => void answers.push(hexOf(bytes.subarray(0, 4)))));
  await until(gatt.write(IDD.records, seal([0x33, 0x33, 0x0f])));
  await expect(until(gatt.write(IDD.records, seal([0x5a, 0x33, 0x0f])))).rejects.toMatchObject({
    att: 'procedureInProgress',
  });
  await until(gatt.write(IDD.records, seal([0x55, 0x0f])));
  await pump.wait(5_000);
  expect(answers).toEqual(['0f 0f 55 f0']);
  expect(entries.length).toBeGreaterThan(0);
  expect(entries.length).toBeLessThan(100);
  await gatt.close();
  pump.clock.close();
});

describe('a write that is no request', () => {
  const refusedAs = async (uuid: string, bytes: Uint8Array): Promise<string | null> => {
    const { pump, connect, until } = await readPump(true);
    const gatt = await until(connect());
    await until(gatt.subscribe(uuid, () => {}));
    const caught = await until(
      gatt.write(uuid, bytes).then(
        () => null,
        (failure: unknown) => failure,
      ),
    );
    await gatt.close();
    pump.clock.close();
    if (caught === null) return null;
    expect(caught).toBeInstanceOf(GattTrouble);
    return caught instanceof GattTrouble ? caught.att : null;
  };
  const sealedBy = (counter: number, hex: string): Uint8Array =>
    Uint8Array.from(sealed([...octets(hex), counter]));

  test.each([
    ['nothing at all', '', 'missingCrc'],
    ['two octets', '0C 03', 'missingCrc'],
    ['an op code without counter and CRC', '30 03 00', 'invalidCrc'],
    ['a CRC that is another', '30 03 01 00 00', 'invalidCrc'],
  ])('%s', async (_, hex, att) => {
    for (const uuid of [IDD.reader, IDD.commands, IDD.records])
      expect(await refusedAs(uuid, octets(hex))).toBe(att);
  });

  test('a counter that does not come next, and less than an op code', async () => {
    for (const uuid of [IDD.reader, IDD.commands, IDD.records]) {
      expect(await refusedAs(uuid, sealedBy(2, '30 03'))).toBe('invalidCounter');
      expect(await refusedAs(uuid, sealedBy(0, '30 03'))).toBe('invalidCounter');
      expect(await refusedAs(uuid, sealedBy(1, '30'))).toBe('invalidLength');
    }
  });

  test('of which the answer could not be heard, or the entries', async () => {
    const { pump, connect, until } = await readPump(true);
    const gatt = await until(connect());
    for (const uuid of [IDD.reader, IDD.commands, IDD.records])
      await expect(until(gatt.write(uuid, sealedBy(1, '30 03')))).rejects.toMatchObject({
        att: 'cccdImproper',
      });
    await until(gatt.subscribe(IDD.records, () => {}));
    await expect(until(gatt.write(IDD.records, sealedBy(1, '33 33 0F')))).rejects.toMatchObject({
      att: 'cccdImproper',
    });
    await expect(until(gatt.write(IDD.status, octets('55')))).rejects.toMatchObject({
      att: 'writeNotPermitted',
    });
    await expect(until(gatt.read(IDD.reader))).rejects.toMatchObject({ att: 'readNotPermitted' });
    await gatt.close();
    pump.clock.close();
  });

  test.each([
    ['a question that is none', IDD.reader, '34 12', '03 03 34 12 70'],
    ['an answer as a question', IDD.reader, '3F 03', '03 03 3f 03 70'],
    ['a bolus without its selection', IDD.reader, '56 03 01 00', '03 03 56 03 71'],
    ['a selection that is prohibited', IDD.reader, '56 03 01 00 34', '03 03 56 03 71'],
    ['something behind a question', IDD.reader, '95 03 00', '03 03 95 03 71'],
    ['entries by an op code that is none', IDD.records, '01 33 0F', '0f 0f 01 02'],
    ['entries without an operator', IDD.records, '5A 0F 0F', '0f 0f 5a 03'],
    ['entries by an operator that is none', IDD.records, '5A 34 0F', '0f 0f 5a 04'],
    ['entries by no filter', IDD.records, '5A 33', '0f 0f 5a 05'],
    ['entries by a filter that is none', IDD.records, '5A 33 10', '0f 0f 5a 09'],
    ['a range from high to low', IDD.records, '5A 5A 0F 02 00 00 00 01 00 00 00', '0f 0f 5a 05'],
  ])('%s is answered by its result', async (_, uuid, hex, answer) => {
    const { pump, connect, until } = await readPump(true);
    const gatt = await until(connect());
    const told: string[] = [];
    await until(gatt.subscribe(uuid, bytes => void told.push(hexOf(bytes.subarray(0, -3)))));
    await until(gatt.write(uuid, sealedBy(1, hex)));
    await pump.wait(100);
    expect(told).toEqual([answer]);
    await gatt.close();
    pump.clock.close();
  });
});

test('a client that hears nothing gives up and says of what', async () => {
  const { pump } = await readPump(true);
  const silent = {
    read: () => new Promise<Uint8Array>(() => {}),
    write: async () => {},
    subscribe: async () => {},
    onLost: () => {},
    close: async () => {},
  };
  const asked = iddClient(silent, pump.clock, milliseconds(1_000));
  const refused = expect(asked).rejects.toThrow(/features: no answer within 1 s/);
  await pump.wait(1_100);
  await refused;
  pump.clock.close();
});
