import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLUETOOTH_FAULTS, type BluetoothFault } from '../../hardware/cgm/bluetooth/simulatedFaults.ts';
import { cgmBench, skin } from './cgmBench.ts';

const begun = async (options: Parameters<typeof cgmBench>[0] = {}) => {
  const bench = cgmBench(options);
  bench.sensor.start();
  bench.client.start();
  await bench.minutes(16);
  return bench;
};
type Bench = Awaited<ReturnType<typeof begun>>;

/** Every number that was told is the one that was in the skin at its minute, newer than the one before it, and not from the future. */
const allAreTrue = ({ readings, sensor }: Bench): void => {
  const inSkin = new Map(sensor.measured().map(({ offsetMin, glucose }) => [offsetMin, glucose]));
  let last = -1;
  for (const { mgPerDl, sequence, ageMs } of readings()) {
    expect(inSkin.get(sequence)).toEqual({ mantissa: mgPerDl, exponent: 0 });
    expect(sequence).toBeGreaterThan(last);
    expect(ageMs).toBeGreaterThanOrEqual(0);
    last = sequence;
  }
};
const toldOffsets = ({ readings }: Bench): readonly number[] => readings().map(({ sequence }) => sequence);
const measuredOffsets = ({ sensor }: Bench): readonly number[] =>
  sensor.measured().map(({ offsetMin }) => offsetMin);

describe('a Bluetooth sensor', () => {
  test.each([
    { crc: true, order: 'specification' as const },
    { crc: false, order: 'reversed' as const },
  ])('tells its session and each measurement once ($crc, $order)', async options => {
    const bench = await begun(options);
    expect(bench.sessions()).toEqual(['warmup', 'active']);
    expect(bench.readings().map(({ mgPerDl }) => mgPerDl)).toEqual([0, 1, 2, 3].map(skin));
    allAreTrue(bench);
    expect(bench.troubles).toEqual([]);
    bench.end();
  });

  test('that is met late is asked for the last 12 min and no more', async () => {
    const bench = cgmBench();
    bench.sensor.start();
    await bench.minutes(61);
    bench.client.start();
    await bench.minutes(1);
    expect(bench.readings().map(({ sequence }) => sequence)).toEqual([50, 55, 60]);
    expect(bench.readings().map(({ ageMs }) => Math.round((ageMs ?? 0) / 60_000))).toEqual([11, 6, 1]);
    bench.end();
  });

  test('that wants the time is told it, and then measures', async () => {
    const bench = await begun({ wantsTime: true });
    expect(bench.readings().length).toBeGreaterThan(1);
    expect(bench.troubles).toEqual([]);
    bench.end();
  });

  test('another sensor is another session, and its first minutes are not held against the last ones', async () => {
    const bench = await begun();
    bench.sensor.setFault('outOfReach');
    await bench.minutes(3);
    bench.sensor.renew();
    bench.sensor.setFault(null);
    await bench.minutes(16);
    expect(bench.sessions()).toEqual(['warmup', 'active', 'none', 'warmup', 'active']);
    const second = bench.readings().slice(4);
    expect(second.length).toBeGreaterThan(1);
    expect(second[0]?.sequence).toBeLessThan(5);
    bench.end();
  });
});

/** Faults after which nothing is missing, because it can be asked for. */
const MENDED = [
  'outOfReach',
  'frozen',
  'unheard',
  'flippedOnce',
  'flipped',
  'cut',
  'twice',
] as const satisfies readonly BluetoothFault[];
/** Faults that leave no glucose behind, or none that may be believed. */
const WORTHLESS = [
  'nan',
  'nres',
  'positiveInfinity',
  'mmol',
  'malfunction',
  'tooHot',
  'calibrationRequired',
  'stopped',
  'ahead',
  'backwards',
] as const satisfies readonly BluetoothFault[];

describe('what was missed', () => {
  test.each(MENDED)('%s for half an hour: all of it is told in the end, in order, once', async fault => {
    const bench = await begun();
    bench.sensor.setFault(fault);
    await bench.minutes(31);
    bench.sensor.setFault(null);
    await bench.minutes(21);
    expect(toldOffsets(bench)).toEqual(measuredOffsets(bench));
    expect(toldOffsets(bench).length).toBeGreaterThan(12);
    allAreTrue(bench);
    bench.end();
  });

  test.each(['busy', 'forgetful', 'unanswered'] as const)(
    'a sensor that is %s gives no past: what comes is told all the same',
    async fault => {
      const bench = await begun();
      bench.sensor.setFault('unheard');
      await bench.minutes(12);
      bench.sensor.setFault(fault);
      await bench.minutes(15);
      // That there is no past is an answer; the others are trouble, and said.
      expect(bench.troubles.some(each => each !== null)).toBe(fault !== 'forgetful');
      bench.sensor.setFault(null);
      await bench.minutes(15);
      expect(toldOffsets(bench).at(-1)).toBe(measuredOffsets(bench).at(-1));
      allAreTrue(bench);
      bench.end();
    },
  );
});

describe('what is no glucose is told as none', () => {
  test.each(WORTHLESS)('%s', async fault => {
    const bench = await begun();
    const before = bench.readings().length;
    bench.sensor.setFault(fault);
    await bench.minutes(31);
    expect(bench.readings()).toHaveLength(before);
    expect(bench.troubles.filter(each => each !== null)).not.toEqual([]);
    bench.end();
  });

  test.each([
    ['malfunction', 'failed'],
    ['stopped', 'failed'],
    ['tooHot', 'active'],
  ] as const)('a sensor that says %s is %s', async (fault, session) => {
    for (const order of ['specification', 'reversed'] as const) {
      const bench = await begun({ order });
      bench.sensor.setFault(fault);
      await bench.minutes(31);
      expect(bench.sessions().at(-1)).toBe(session);
      bench.end();
    }
  });

  test('a session that has run its time has expired', async () => {
    const bench = await begun({ runHours: 1 });
    await bench.minutes(50);
    bench.sensor.setFault('stopped');
    await bench.minutes(20);
    expect(bench.sessions().at(-1)).toBe('expired');
    bench.end();
  });

  test.each([
    ['belowRange', 39],
    ['aboveRange', 401],
  ] as const)('%s is told as the pump says it, in both orders of octets', async (fault, word) => {
    for (const order of ['specification', 'reversed'] as const) {
      const bench = await begun({ order });
      bench.sensor.setFault(fault);
      await bench.minutes(11);
      expect(bench.readings().at(-1)?.mgPerDl).toBe(word);
      bench.end();
    }
  });

  test('23 mg/dL is below every range, and never silence', async () => {
    const bench = cgmBench({}, () => 23);
    bench.sensor.start();
    bench.client.start();
    await bench.minutes(6);
    expect(bench.readings().map(({ mgPerDl }) => mgPerDl)).toEqual([39, 39]);
    bench.end();
  });
});

test('whatever goes wrong one after the other, what is told is true and in order', async () => {
  const told = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...BLUETOOTH_FAULTS), fc.integer({ min: 1, max: 25 })), {
        maxLength: 4,
      }),
      fc.boolean(),
      async (faults, crc) => {
        // Without a CRC a flipped bit is another number, and nobody can tell.
        const bench = await begun({ crc });
        for (const [fault, minutes] of faults) {
          if (!crc && fault.startsWith('flipped')) continue;
          if (fault === 'belowRange' || fault === 'aboveRange' || fault === 'ahead' || fault === 'backwards')
            continue;
          bench.sensor.setFault(fault);
          await bench.minutes(minutes);
        }
        bench.sensor.setFault(null);
        await bench.minutes(10);
        allAreTrue(bench);
        told.add(bench.readings().length);
        bench.end();
      },
    ),
    { numRuns: 25 },
  );
  expect(Math.max(...told)).toBeGreaterThan(6);
});
