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
import { radioIn, room } from './nobleRoom.ts';

const MINUTE_MS = 60_000;

const HERE = { sensorId: null, port: null };
const portAt = (path: string, baudRate = 1_000_000) => ({ path, baudRate });

describe('--cgm bluetooth', () => {
  test.each([
    ['bluetooth', null, null],
    ['bluetooth:c0ffee', 'c0ffee', null],
    ['bluetooth://c0ffee', 'c0ffee', null],
    ['bluetooth:///dev/ttyACM0', null, portAt('/dev/ttyACM0')],
    ['bluetooth:/dev/ttyACM0', null, portAt('/dev/ttyACM0')],
    ['bluetooth://c0ffee/dev/serial/by-id/a?baud=115200', 'c0ffee', portAt('/dev/serial/by-id/a', 115_200)],
    ['bluetooth:///COM7', null, portAt('COM7')],
  ])('%s: the sensor %s, by %o', (given, sensorId, port) => {
    expect(bluetoothSought(given)).toEqual({ sensorId, port });
  });

  test.each([
    ['bluetooth:', /names no sensor and no controller\. Say bluetooth:ID or/],
    ['bluetooth:///', /names no sensor and no controller/],
    ['bluetooth:c0ffee?baud=115200', /only a controller on a serial line has options/],
    ['bluetooth:///dev/ttyACM0?speed=9600', /there is one option there, baud=NUMBER/],
    ['bluetooth:///dev/ttyACM0?baud=300', /baud = 300: is not from 9600 to 4000000/],
  ])('%s is refused', (given, words) => {
    expect(() => bluetoothSought(given)).toThrow(words);
  });

  test('another address is none of it', () => {
    expect(bluetoothSought('nightscout://my.site')).toBeNull();
  });

  test('without the package is refused before anything begins, with the command that brings it', async () => {
    const absent = async (): Promise<void> => {
      await loadNoble(null, () =>
        Promise.reject(Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' })),
      );
    };
    const refusal = await withRadio(HERE, absent).catch((failure: unknown) => failure);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({
      exit: EXIT.environment,
      message: expect.stringMatching(/^--cgm bluetooth: .*@stoprocent\/noble.*npm install/),
    });
    const defect = withRadio(HERE, () => Promise.reject(new RangeError('ours')));
    await expect(defect).rejects.toBeInstanceOf(RangeError);
  });

  test('tells the readings of the sensor that was named, and says when none is in reach', async () => {
    const { clock, sensor, noble } = room();
    const { spawn } = radioIn(noble);
    const facts: Fact[] = [];
    const troubles: (string | null)[] = [];
    const heard = (sensorId: string) =>
      bluetoothSensor(
        { sensorId, port: null, spawn },
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
    const { spawn } = radioIn({ ...noble, waitForPoweredOnAsync: () => new Promise(() => {}) });
    const sensor = bluetoothSensor(
      { ...HERE, spawn },
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

  test('one that is stopped while it seeks leaves no process behind that has the radio', async () => {
    const { clock, noble } = room();
    const { spawn, ended } = radioIn({ ...noble, waitForPoweredOnAsync: () => new Promise(() => {}) });
    const troubles: (string | null)[] = [];
    const sensor = bluetoothSensor(
      { ...HERE, spawn },
      { clock, sink: () => {}, trouble: trouble => void troubles.push(trouble) },
    );
    sensor.start();
    expect(ended()).toBe(0);
    sensor.stop();
    expect(ended()).toBe(1);
    // Nor does it begin another, or complain.
    await clock.advanceTo(monoMs(clock.now() + 5 * MINUTE_MS));
    clock.close();
    expect(ended()).toBe(1);
    expect(troubles).toEqual([]);
  });

  test('has words for a person', () => {
    expect(bluetoothWords(HERE)).toBe('a Bluetooth sensor');
    expect(bluetoothWords({ sensorId: 'c0ffee', port: portAt('/dev/ttyACM0') })).toBe(
      'the Bluetooth sensor c0ffee by /dev/ttyACM0',
    );
  });
});
