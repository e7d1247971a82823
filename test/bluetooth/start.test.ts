import { describe, expect, test } from 'vitest';
import { loadNoble } from '../../hardware/link/bluetooth/noble.ts';
import { EXIT, Refusal } from '../../src/cli/exits.ts';
import {
  bluetoothSensor,
  bluetoothSought,
  bluetoothWords,
  withRadio,
} from '../../src/cli/start/bluetooth.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs } from '../../src/domain/units.ts';
import { room } from './nobleRoom.ts';

const MINUTE_MS = 60_000;

describe('--cgm bluetooth', () => {
  test('takes the first sensor in reach, or one by its name; another address is none of it', () => {
    expect(bluetoothSought('bluetooth')).toEqual({ sensorId: null });
    for (const given of ['bluetooth:c0ffee', 'bluetooth://c0ffee'])
      expect(bluetoothSought(given)).toEqual({ sensorId: 'c0ffee' });
    expect(bluetoothSought('nightscout://my.site')).toBeNull();
    for (const empty of ['bluetooth:', 'bluetooth://'])
      expect(() => bluetoothSought(empty)).toThrow('names no sensor. Say bluetooth:ID');
  });

  test('without the package is refused before anything begins, with the command that brings it', async () => {
    const absent = () =>
      loadNoble(() => Promise.reject(Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' })));
    const refusal = await withRadio({ sensorId: null }, absent).catch((failure: unknown) => failure);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({
      exit: EXIT.environment,
      message: expect.stringMatching(/^--cgm bluetooth: .*@stoprocent\/noble.*npm install/),
    });
    const defect = withRadio({ sensorId: null }, () => Promise.reject(new RangeError('ours')));
    await expect(defect).rejects.toBeInstanceOf(RangeError);
  });

  test('tells the readings of the sensor that was named, and says when none is in reach', async () => {
    const { clock, sensor, noble } = room();
    const facts: Fact[] = [];
    const troubles: (string | null)[] = [];
    const heard = (sensorId: string) =>
      bluetoothSensor(
        { sensorId, radio: noble },
        { clock, sink: fact => void facts.push(fact), trouble: trouble => void troubles.push(trouble) },
      );
    const minutes = (count: number): Promise<void> =>
      clock.advanceTo(monoMs(clock.now() + count * MINUTE_MS));
    sensor.start();
    const absent = heard('cc');
    absent.start();
    await minutes(3);
    absent.stop();
    expect(facts).toEqual([]);
    expect(troubles.at(-1)).toMatch(/^the Bluetooth sensor cc: no device cc that offers 181f is in reach/);
    const present = heard('bb');
    present.start();
    await minutes(16);
    present.stop();
    sensor.stop();
    clock.close();
    expect(facts.filter(({ type }) => type === 'cgm.measured').length).toBeGreaterThan(2);
  });

  test('says so when the radio of this computer is off', async () => {
    const { clock, noble } = room();
    const troubles: (string | null)[] = [];
    const sensor = bluetoothSensor(
      { sensorId: null, radio: { ...noble, waitForPoweredOnAsync: () => new Promise(() => {}) } },
      { clock, sink: () => {}, trouble: trouble => void troubles.push(trouble) },
    );
    sensor.start();
    await clock.advanceTo(monoMs(clock.now() + MINUTE_MS));
    sensor.stop();
    clock.close();
    expect(troubles[0]).toMatch(
      /^a Bluetooth sensor: the Bluetooth radio of this computer is off, or it has none/,
    );
  });

  test('has words for a person', () => {
    expect(bluetoothWords({ sensorId: null })).toBe('a Bluetooth sensor');
  });
});
