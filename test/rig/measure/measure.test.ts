import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buoyancyFactor, waterDensity } from '../../../hardware/balance/liquid.ts';
import { bolusSeries } from '../../../hardware/rig/measure/boluses.ts';
import { flowsOf, overallError, trumpetOf, volumesOf, WINDOWS } from '../../../hardware/rig/measure/flow.ts';
import {
  evaporationOf,
  insulinBetween,
  type WeighingProfile,
  type Weight,
} from '../../../hardware/rig/measure/mass.ts';
import { occlusionOf } from '../../../hardware/rig/measure/occlusion.ts';
import { combined, expanded, rectangular, spreadOf } from '../../../hardware/rig/measure/uncertainty.ts';

const profile: WeighingProfile = {
  digitUg: 10,
  repeatabilityUg: 15,
  adjustmentPpm: 20,
  celsius: 20,
  celsiusStandard: 0.5,
};
const NONE = { value: 0, standard: 0 };
const HOUR = 3_600_000;

describe('flow by IEC 60601-2-24', () => {
  // Worked by hand in the reference: S = 15 min, r = 1.0 U/h, twelve samples.
  const flows = [1.02, 0.98, 1.05, 0.97, 0.99, 1.01, 1.03, 0.96, 1.0, 1.02, 0.98, 0.99];

  test('the windows have the extremes that were worked out by hand', () => {
    const points = trumpetOf(flows, 1, { intervalMinutes: 15, windowsMinutes: [15, 60, 150] });
    expect(
      points.map(({ most, least, ...rest }) => ({ ...rest, most: most.toFixed(1), least: least.toFixed(1) })),
    ).toEqual([
      { windowMinutes: 15, windows: 12, most: '5.0', least: '-4.0' },
      { windowMinutes: 60, windows: 9, most: '0.5', least: '-1.0' },
      { windowMinutes: 150, windows: 3, most: '0.3', least: '-0.1' },
    ]);
  });

  test('a window that is longer than the flow, or no multiple of the interval, has no extreme', () => {
    const points = trumpetOf(flows, 1, { intervalMinutes: 15, windowsMinutes: [20, 180, 195] });
    expect(points.map(({ windowMinutes }) => windowMinutes)).toEqual([180]);
  });

  const someFlows = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 62, maxLength: 100 });

  test('a trumpet narrows: a window of n shorter ones lies within their extremes, and the mean within all', () => {
    fc.assert(
      fc.property(someFlows, fc.constantFrom(0.1, 1, 2.5), (given, rate) => {
        const points = trumpetOf(given, rate, WINDOWS.ambulatory);
        expect(points).toHaveLength(6);
        const [shortest] = points;
        for (const { most, least } of points) {
          expect(most).toBeLessThanOrEqual((shortest?.most ?? 0) + 1e-6);
          expect(least).toBeGreaterThanOrEqual((shortest?.least ?? 0) - 1e-6);
          expect(least).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  test('the extremes are those of a plain double loop over the formula', () => {
    fc.assert(
      fc.property(someFlows, fc.constantFrom(...WINDOWS.ambulatory.windowsMinutes), (given, minutes) => {
        const length = minutes / 15;
        const means: number[] = [];
        for (let j = 0; j + length <= given.length; j += 1) {
          let sum = 0;
          for (let i = j; i < j + length; i += 1) sum += (100 * ((given[i] ?? 0) - 1.5)) / 1.5;
          means.push((15 / minutes) * sum);
        }
        const [point] = trumpetOf(given, 1.5, { intervalMinutes: 15, windowsMinutes: [minutes] });
        expect(point?.windows).toBe(means.length);
        expect(point?.most).toBeCloseTo(Math.max(...means), 6);
        expect(point?.least).toBeCloseTo(Math.min(...means), 6);
      }),
    );
  });

  test('flows and volumes are each other’s difference and sum', () => {
    fc.assert(
      fc.property(someFlows, given => {
        const volumes = [0];
        for (const flow of given) volumes.push((volumes.at(-1) ?? 0) + flow / 4);
        const again = flowsOf(volumes, 15);
        expect(again).toHaveLength(given.length);
        for (const [i, flow] of again.entries()) expect(flow).toBeCloseTo(given[i] ?? 0, 6);
      }),
    );
  });
});

describe('mass to insulin', () => {
  /** What a pan shows that gets `rate` U/h and loses `lossUgPerHour`. */
  const pan = (rate: number, lossUgPerHour: number, hours: readonly number[]): readonly Weight[] => {
    const density = waterDensity(profile.celsius);
    return hours.map(hour => ({
      atMs: hour * HOUR,
      massUg: (rate * hour * 10 * density * 1_000) / buoyancyFactor(density) - lossUgPerHour * hour,
    }));
  };
  const hours = [0, 1, 2, 3, 4];

  test('1 U is 10 µL: 9.98 mg of water in the hand-made example', () => {
    // ρ(20 °C) = 0.998 207 mg/µL, B = 1.00105: 9 971.6 µg shown are 1 U.
    const { value } = insulinBetween({ atMs: 0, massUg: 0 }, { atMs: HOUR, massUg: 9_971.6 }, profile, NONE);
    expect(value).toBeCloseTo(1, 4);
  });

  test('evaporation is found with the pump still, and taken off what was delivered', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 30, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (rate, loss) => {
          const evaporation = evaporationOf(pan(0, loss, hours), profile);
          expect(evaporation.value).toBeCloseTo(loss, 6);
          const weights = pan(rate, loss, hours);
          expect(overallError(weights, rate, profile, evaporation).value).toBeCloseTo(0, 4);
          expect(volumesOf(weights, profile, evaporation).at(-1)).toBeCloseTo(4 * rate, 6);
        },
      ),
    );
  });

  test('the slope of three weights has the error that was worked out by hand', () => {
    // 0, −10, −26 µg at 0, 1, 2 h: slope −13, residuals −1, 2, −1: s = √6, Σ(t − t̄)² = 2; the repeatability is larger.
    const weights = [0, -10, -26].map((massUg, hour) => ({ atMs: hour * HOUR, massUg }));
    expect(evaporationOf(weights, { ...profile, digitUg: 1, repeatabilityUg: 0 })).toEqual({
      value: expect.closeTo(13, 9),
      standard: expect.closeTo(Math.sqrt(6) / Math.SQRT2, 9),
    });
    expect(evaporationOf(weights, profile).standard).toBeCloseTo(15 / Math.SQRT2, 9);
  });

  test('the uncertainty of a dose is the root of its parts, worked out by hand', () => {
    // Two readings √2·√(15² + (5/√3)²) = 21.60 µg; adjustment 20 ppm of 9 971.6 = 0.199 µg; no evaporation: 21.60 µg, 0.002166 U.
    // Density by 0.5 °C: 2.07e-4/°C · 0.5 = 1.03e-4 of 1 U. Together 0.002168 U.
    const { standard } = insulinBetween({ atMs: 0, massUg: 0 }, { atMs: 0, massUg: 9_971.6 }, profile, NONE);
    expect(standard).toBeCloseTo(0.002168, 5);
  });

  test('it never shrinks when any one of its causes grows', () => {
    const causes = ['digitUg', 'repeatabilityUg', 'adjustmentPpm', 'celsiusStandard'] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...causes),
        fc.double({ min: 1.01, max: 5, noNaN: true }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (cause, factor, massUg) => {
          const of = (given: WeighingProfile) =>
            insulinBetween({ atMs: 0, massUg: 0 }, { atMs: HOUR, massUg }, given, { value: 20, standard: 2 });
          expect(of({ ...profile, [cause]: profile[cause] * factor }).standard).toBeGreaterThan(
            of(profile).standard,
          );
        },
      ),
    );
  });

  test('too few weights are refused, and not taken for a rate', () => {
    expect(() => evaporationOf(pan(0, 1, [0, 1]), profile)).toThrow('at least 3');
    expect(() => evaporationOf(pan(0, 1, [2, 2, 2]), profile)).toThrow('one instant');
    expect(() => overallError(pan(1, 0, [1]), 1, profile, NONE)).toThrow('two at different instants');
  });
});

describe('single boluses', () => {
  test('mean, extremes and the share within 15 %, worked out by hand', () => {
    const each = [1.0, 1.02, 0.98, 1.2, 0.8].map(value => ({ value, standard: 0.002 }));
    const series = bolusSeries(each, 1);
    expect(series.within15).toBe(3);
    expect(series.meanPercent.value).toBeCloseTo(0, 9);
    expect(series.mostPercent.value).toBeCloseTo(20, 9);
    expect(series.leastPercent.value).toBeCloseTo(-20, 9);
    // s = √((2² + 2² + 20² + 20²)/4) = 14.21 %, of the mean of five 6.356 %.
    expect(series.meanPercent.standard).toBeCloseTo(6.356, 2);
    expect(series.mostPercent.standard).toBeCloseTo(0.2, 9);
  });

  test('a series without spread keeps the uncertainty of its weighing', () => {
    const same = Array.from({ length: 25 }, () => ({ value: 1, standard: 0.004 }));
    expect(bolusSeries(same, 1).meanPercent.standard).toBeCloseTo(0.4, 9);
  });

  test('one bolus is no series', () => {
    expect(() => bolusSeries([{ value: 1, standard: 0 }], 1)).toThrow('at least 2');
  });
});

test('what is missed in a blocked line is what was displaced less what leaked', () => {
  const { missed, released } = occlusionOf(
    { value: 1.5, standard: 0.003 },
    { value: 0.1, standard: 0.004 },
    { value: 1.3, standard: 0.004 },
  );
  expect(missed.value).toBeCloseTo(1.4, 9);
  expect(missed.standard).toBeCloseTo(0.005, 9);
  expect(released.value).toBe(1.3);
});

test('the rules of the Guide: squares add, a rectangle is its half width over √3, stated is twice', () => {
  expect(combined(3, 4)).toBe(5);
  expect(rectangular(Math.sqrt(3))).toBeCloseTo(1, 12);
  expect(expanded(1.5)).toBe(3);
  expect(spreadOf([1, 2, 3, 4])).toEqual({ mean: 2.5, deviation: expect.closeTo(1.29099, 5) });
});
