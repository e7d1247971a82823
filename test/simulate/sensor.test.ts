import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../../src/simulate/random.ts';
import { FACCHINETTI_2014, VETTORETTI_2019 } from '../../src/simulate/sensor/autoregressive.ts';
import { bretonErrors } from '../../src/simulate/sensor/breton.ts';
import { DEVICES } from '../../src/simulate/sensor/devices.ts';
import {
  compressed,
  lagging,
  NOISES,
  type Sensor,
  sensorWith,
  withGaps,
} from '../../src/simulate/sensor/sensor.ts';
import { splineThrough } from '../../src/simulate/sensor/spline.ts';

const readings = (sensor: Sensor, count: number, mgPerDl: number): readonly (number | null)[] =>
  Array.from({ length: count }, (_, index) => sensor.read(index * sensor.everyMin, mgPerDl));

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;

const deviationOf = (values: readonly number[]): number => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
};

test('numbers are uniform and normal, repeat with their seed, and differ by seed and by stream', () => {
  const { uniform, normal } = randomFrom(7, 'test');
  const flat = Array.from({ length: 40_000 }, uniform);
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const inTenth = flat.filter(x => Math.floor(10 * x) === tenth).length;
    expect(Math.abs(inTenth - 4_000)).toBeLessThan(240);
  }
  const round = Array.from({ length: 40_000 }, normal).sort((a, b) => a - b);
  for (const [share, z] of [
    [0.025, -1.96],
    [0.5, 0],
    [0.8413, 1],
    [0.975, 1.96],
  ] as const) {
    expect(Math.abs(quantile(round, share) - z)).toBeLessThan(0.05);
  }
  const first = (seed: number, stream: string) => randomFrom(seed, stream).uniform();
  expect(first(7, 'meals')).toBe(first(7, 'meals'));
  const seen = [1, 2, 3, -1, 2 ** 40, 2 ** 40 + 1].flatMap(seed => [
    first(seed, 'meals'),
    first(seed, 'cgm'),
  ]);
  expect(new Set(seen).size).toBe(seen.length);
  expect(() => randomFrom(0.5, 'meals')).toThrow('0.5 is not a whole number');
});

test('the spline passes through its points and is exact for every cubic', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }),
      fc.integer({ min: 4, max: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      ([a = 0, b = 0, c = 0, d = 0], points, share) => {
        const cubic = (t: number): number => a + b * t + c * t ** 2 + d * t ** 3;
        const t = share * (points - 1);
        const curve = splineThrough(Array.from({ length: points }, (_, index) => cubic(index)));
        expect(Math.abs(curve(t) - cubic(t))).toBeLessThan(1e-7 * (1 + Math.abs(cubic(points))));
      },
    ),
  );
  expect(() => splineThrough([1, 2, 3])).toThrow('at least 4 values');
});

test('the error of 2008 has the mean, spread and tails that were measured of simglucose', () => {
  const next = bretonErrors(randomFrom(3, 'cgm').normal, 5);
  const errors = Array.from({ length: 60_000 }, next).sort((a, b) => a - b);
  const mean = errors.reduce((sum, x) => sum + x, 0) / errors.length;
  expect(Math.abs(mean - 1)).toBeLessThan(0.6);
  expect(Math.abs(deviationOf(errors) - 10.9)).toBeLessThan(0.6);
  expect(Math.abs(quantile(errors, 0.05) + 15.9)).toBeLessThan(1);
  expect(Math.abs(quantile(errors, 0.95) - 19.1)).toBeLessThan(1);
});

/** Variance of a second-order autoregressive series at rest. */
const variance = ([p, q]: readonly [number, number], noise: number): number =>
  ((1 - q) * noise) / ((1 + q) * ((1 - q) ** 2 - p ** 2));

test('the autoregressive errors have the variance that their equations give', () => {
  for (const [noise, model, make] of [
    ['facchinetti2014', FACCHINETTI_2014, 'SevenPlus'],
    ['vettoretti2019', VETTORETTI_2019, 'DexcomG6'],
  ] as const) {
    // A day's readings of many sensors, so that drift is one value at each of them.
    const last = Array.from({ length: 2_000 }, (_, seed) => {
      const sensor = sensorWith(make, noise, randomFrom(seed, 'cgm'));
      return readings(sensor, 25, 200).at(-1) ?? Number.NaN;
    });
    const expected = Math.sqrt(variance(model.v, model.vVariance) + variance(model.cc, model.ccVariance));
    expect(Math.abs(deviationOf(last) / expected - 1), noise).toBeLessThan(0.06);
    const [day, mean] = [120 / 1_440, last.reduce((sum, x) => sum + x, 0) / last.length];
    const at = ([a, b, c]: readonly [number, number, number]): number => a + b * day + c * day * day;
    expect(Math.abs(mean - (at(model.gain) * 200 + at(model.offset)))).toBeLessThan(1);
  }
});

test('no reading is ever outside the range of its device', () => {
  let read = 0;
  for (const [name, { least, most }] of Object.entries(DEVICES)) {
    for (const noise of NOISES) {
      for (const glucose of [0, 40, 200, 1_000]) {
        const sensor = sensorWith(name as keyof typeof DEVICES, noise, randomFrom(1, name));
        for (const reading of readings(sensor, 50, glucose)) {
          expect(reading).toBeGreaterThanOrEqual(least);
          expect(reading).toBeLessThanOrEqual(most);
          read += 1;
        }
      }
    }
  }
  expect(read).toBe(5 * 4 * 4 * 50);
});

test('a lag follows, pressure lowers and lets go, a gap is silent and moves no other reading', () => {
  const plain = (): Sensor => sensorWith('DexcomG6', 'none', randomFrom(1, 'cgm'));
  const late = lagging(plain(), 10);
  expect(late.read(0, 100)).toBe(100);
  const steps = [5, 10, 15].map(minute => late.read(minute, 200) ?? 0);
  for (const [index, reading] of steps.entries()) {
    expect(reading).toBeCloseTo(200 - 100 * Math.exp(-(index + 1) / 2), 9);
  }
  const pressed = compressed(plain(), [{ fromMin: 60, toMin: 120, depthMgPerDl: 40 }]);
  const felt = readings(pressed, 48, 120);
  expect(felt[11]).toBe(120);
  expect(felt[24]).toBeCloseTo(80, 1);
  expect(felt[30]).toBeGreaterThan(119);
  const noisy = (): Sensor => sensorWith('DexcomG6', 'vettoretti2019', randomFrom(9, 'cgm'));
  const whole = readings(noisy(), 48, 120);
  const holed = readings(withGaps(noisy(), [{ fromMin: 50, toMin: 75 }]), 48, 120);
  expect(holed.filter(reading => reading === null)).toHaveLength(5);
  for (const [index, reading] of holed.entries()) if (reading !== null) expect(reading).toBe(whole[index]);
  expect(() => lagging(plain(), 0)).toThrow('not above 0');
});
