import { describe, expect, test } from 'vitest';
import type { ControllerFault } from '../../hardware/link/bluetooth/hci/faults.ts';
import type { Stage } from '../../hardware/link/bluetooth/noble.ts';
import { openSerial } from '../../hardware/link/serial.ts';
import { skin } from './cgmBench.ts';
import { type HciBench, noDriver, onBench } from './hciBench.ts';

const PATIENT = { timeout: 60_000 };
/** They mostly wait. */
const TOGETHER = { concurrent: true };

/** A sensor that has worn for a quarter of an hour, and a client that has told what it could still use: that of the last 12 min. */
const begin = async ({ sensor, source, leap, until, offsets }: HciBench): Promise<void> => {
  sensor.start();
  await leap(15.1);
  source.start();
  await until(() => offsets().at(-1) === 15);
};
/** What is told is what was in the skin, each once and in order. */
const allAreTrue = ({ readings, sensor }: HciBench): void => {
  const inSkin = new Map(sensor.measured().map(({ offsetMin, glucose }) => [offsetMin, glucose]));
  for (const { mgPerDl, sequence } of readings())
    expect(inSkin.get(sequence)).toEqual({ mantissa: mgPerDl, exponent: 0 });
  const told = readings().map(({ sequence }) => sequence);
  expect(told).toEqual([...new Set(told)].toSorted((a, b) => a - b));
};

describe.skipIf(noDriver !== null)(
  `noble on a controller behind a serial line${noDriver === null ? '' : `: ${noDriver}`}`,
  TOGETHER,
  () => {
    test.each([
      { crc: true, order: 'specification' as const },
      { crc: false, order: 'reversed' as const },
    ])(
      'gives the past that is still of use, and what is measured from then on ($crc, $order)',
      PATIENT,
      options =>
        onBench(options, async bench => {
          await begin(bench);
          expect(bench.offsets()).toEqual([5, 10, 15]);
          await bench.next();
          await bench.next();
          expect(bench.offsets()).toEqual([5, 10, 15, 20, 25]);
          expect(bench.readings().map(({ mgPerDl }) => mgPerDl)).toEqual([1, 2, 3, 4, 5].map(skin));
          expect(bench.sessions()).toEqual(['warmup', 'active']);
          expect(bench.troubles).toEqual([]);
          expect(bench.begun()).toBe(1);
        }),
    );

    test.each(['specification', 'reversed'] as const)(
      'a sensor that is out of its range says so in the octets of the %s order, and is understood',
      PATIENT,
      order =>
        onBench({ order }, async bench => {
          await begin(bench);
          bench.sensor.setFault('belowRange');
          await bench.next();
          expect(bench.readings().at(-1)?.mgPerDl).toBe(39);
          bench.sensor.setFault('aboveRange');
          await bench.next();
          expect(bench.readings().at(-1)?.mgPerDl).toBe(401);
        }),
    );

    test('a measurement with a wrong CRC is asked for again, and told once and right', PATIENT, () =>
      onBench({}, async bench => {
        await begin(bench);
        bench.sensor.setFault('flippedOnce');
        await bench.next();
        await bench.next();
        expect(bench.offsets()).toEqual([5, 10, 15, 20, 25]);
        allAreTrue(bench);
      }),
    );

    test('one whose measurements are all damaged tells none, is said to, and is sought anew', PATIENT, () =>
      onBench({}, async bench => {
        await begin(bench);
        bench.sensor.setFault('flipped');
        await bench.leap(5);
        await bench.until(() => bench.troubles.some(each => /measurements are damaged/.test(each)));
        bench.sensor.setFault(null);
        await bench.until(() => bench.offsets().at(-1) === 20);
        expect(bench.begun()).toBeGreaterThan(1);
        allAreTrue(bench);
      }),
    );

    test(
      'a lost connection is made again, and what was measured meanwhile is told, in order, once',
      PATIENT,
      () =>
        onBench({ intervalMin: 1 }, async bench => {
          await begin(bench);
          bench.sensor.setFault('outOfReach');
          await bench.until(() => bench.troubles.some(each => /hung up/.test(each)));
          for (const _search of [1, 2, 3]) await bench.tooLong('search');
          expect(bench.troubles.at(-1)).toMatch(/no device that offers 181f is in reach/);
          const missed = bench.sensor.measured().at(-1)?.offsetMin ?? 0;
          expect(missed).toBeGreaterThan(15);
          expect(bench.offsets().at(-1)).toBe(15);
          bench.sensor.setFault(null);
          await bench.until(() => (bench.offsets().at(-1) ?? 0) >= missed);
          const [first = 0] = bench.offsets();
          expect(bench.offsets()).toEqual(bench.offsets().map((_offset, n) => first + n));
          allAreTrue(bench);
        }),
    );

    test('one that hangs up while it is being read is read again as soon as it lets itself', PATIENT, () =>
      onBench({}, async bench => {
        bench.controller.setFault('hangsUp');
        bench.sensor.start();
        bench.source.start();
        await bench.until(() => bench.troubles.some(each => /hung up|Disconnected/.test(each)));
        bench.controller.setFault(null);
        await bench.until(() => bench.offsets().length > 0);
        allAreTrue(bench);
      }),
    );

    test('a sensor whose session has stopped is a session that has failed', PATIENT, () =>
      onBench({}, async bench => {
        await begin(bench);
        bench.sensor.setFault('stopped');
        await bench.leap(8);
        await bench.until(() => bench.sessions().at(-1) === 'failed');
        expect(bench.offsets()).toEqual([5, 10, 15]);
      }),
    );

    test('one that is connected and falls silent is given up after 30 s, and found again', PATIENT, () =>
      onBench({}, async bench => {
        await begin(bench);
        bench.sensor.setFault('frozen');
        await bench.leap(7.6);
        await bench.leap(0.55);
        await bench.until(() => bench.troubles.some(each => /no answer about Status/.test(each)));
        bench.sensor.setFault(null);
        await bench.until(() => bench.offsets().at(-1) === 20);
        allAreTrue(bench);
      }),
    );

    test(
      'the sensor that was named is read; another is not, and is said not to be there',
      PATIENT,
      async () => {
        await onBench({}, begin, 'c0ffee00181f');
        await onBench(
          {},
          async bench => {
            bench.sensor.start();
            bench.source.start();
            await bench.tooLong('search');
            await bench.until(() => bench.troubles.length > 0);
            expect(bench.troubles[0]).toMatch(
              /: no device c0ffee00181e that offers 181f is in reach\. Trying again/,
            );
            expect(bench.readings()).toEqual([]);
          },
          'c0ffee00181e',
        );
      },
    );
  },
);

/** What is wrong with the controller or the device from the start, the words for it, and where it is waited for in vain. */
const SAID: readonly (readonly [ControllerFault, RegExp, Stage | 'connected' | null])[] = [
  ['silent', /no Bluetooth controller answers there at 1000000 baud/, 'power'],
  ['old', /no Bluetooth controller answers there/, 'power'],
  ['deaf', /no device that offers 181f is in reach/, 'search'],
  ['otherService', /no device that offers 181f is in reach/, 'search'],
  ['emptyHanded', /c0ffee00181f: Could not find all requested services/, null],
  ['unconnectable', /c0ffee00181f is heard, and does not let itself be connected/, 'link'],
  ['refusing', /c0ffee00181f: .*Failed to be Established/i, null],
  ['wantsBond', /no answer about .* It may want to be paired/, 'connected'],
  ['broken', /the Bluetooth driver failed: /, null],
];

describe.skipIf(noDriver !== null)(
  `what is wrong is said, and nothing hangs${noDriver === null ? '' : `: ${noDriver}`}`,
  TOGETHER,
  () => {
    test.each(SAID)('%s', PATIENT, (fault, words, stage) =>
      onBench({}, async bench => {
        bench.controller.setFault(fault);
        bench.sensor.start();
        bench.source.start();
        if (stage !== null) await bench.tooLong(stage);
        await bench.until(() => bench.troubles.length > 0);
        expect(bench.troubles[0]).toMatch(words);
        bench.controller.setFault(null);
        await bench.until(() => bench.readings().length > 0);
        allAreTrue(bench);
      }),
    );

    test('a port that another program holds is named as such, and used when it is free', PATIENT, () =>
      onBench({}, async bench => {
        const other = await openSerial({ path: bench.path, baudRate: 1_000_000 });
        bench.sensor.start();
        bench.source.start();
        await bench.until(() => bench.troubles.length > 0);
        expect(bench.troubles[0]).toMatch(/Another program holds this port/);
        await other.close();
        await bench.until(() => bench.readings().length > 0);
        allAreTrue(bench);
      }),
    );

    test.each(['split', 'unsolicited', 'late'] as const)(
      'over a line that is %s readings come all the same',
      PATIENT,
      fault =>
        onBench({}, async bench => {
          bench.line.set(fault);
          bench.sensor.start();
          bench.source.start();
          await bench.until(() => bench.stage() === 'power');
          // What is late is waited for, and that can go faster than by itself.
          bench.clock.setSpeed(6);
          await bench.until(() => bench.readings().length > 0);
          allAreTrue(bench);
        }),
    );

    test.each(['dropped', 'doubled', 'flipped', 'echoing', 'garbled'] as const)(
      'a line that is %s gives no reading, is said to be wrong, and readings come when it is whole',
      PATIENT,
      fault =>
        onBench({}, async bench => {
          bench.line.set(fault);
          bench.sensor.start();
          bench.source.start();
          await bench.tooLong('power');
          await bench.until(() => bench.troubles.length > 0);
          expect(bench.troubles[0]).toMatch(
            /no Bluetooth controller answers there|the Bluetooth driver failed/,
          );
          expect(bench.readings()).toEqual([]);
          bench.line.set(undefined);
          await bench.until(() => bench.readings().length > 0);
          allAreTrue(bench);
        }),
    );
  },
);
