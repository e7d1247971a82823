import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mageOf } from '../../src/simulate/mage.ts';
import { deviationOf, meanOf } from '../../src/simulate/metrics.ts';

/** A wave of so many samples a period about 150 mg/dL, in whole numbers as sensors give them. */
const wave = (samples: number, period: number, amplitude: number): readonly number[] =>
  Array.from({ length: samples }, (_, index) =>
    Math.round(150 - amplitude * Math.cos((2 * Math.PI * index) / period)),
  );

const trace = fc.array(fc.integer({ min: 40, max: 400 }), { minLength: 32, maxLength: 600 });

const spreadOf = (mgDl: readonly number[]): number => Math.max(...mgDl) - Math.min(...mgDl);

describe('mean amplitude of glycemic excursions', () => {
  test('of a slow wave it is the height from nadir to peak', () => {
    for (const period of [72, 96, 144]) expect(mageOf(wave(4 * period, period, 60))).toBe(120);
  });

  test('a ripple smaller than one standard deviation on a wave is no excursion', () => {
    const rippled = wave(576, 144, 60).map((value, index) => value + (index % 2));
    const mage = mageOf(rippled) ?? Number.NaN;
    expect(Math.abs(mage - 120)).toBeLessThanOrEqual(1);
  });

  test('a trace that does not move has none, nor one shorter than its longer average', () => {
    expect(mageOf(Array.from({ length: 288 }, () => 110))).toBeNull();
    expect(mageOf(wave(31, 10, 60))).toBeNull();
    expect(mageOf([])).toBeNull();
  });

  test('an excursion that is not over when the trace ends counts', () => {
    const fall = Array.from({ length: 50 }, (_, index) => 240 - 2 * index);
    const rise = Array.from({ length: 50 }, (_, index) => 142 + 4 * index);
    // Down from 240 to 142, up to 338.
    expect(mageOf([...fall, ...rise])).toBe((98 + 196) / 2);
  });

  test('it lies between one standard deviation and the whole spread, for any trace', () => {
    let found = 0;
    fc.assert(
      fc.property(trace, mgDl => {
        const mage = mageOf(mgDl);
        if (mage === null) return;
        found += 1;
        expect(mage).toBeGreaterThan(deviationOf(mgDl, meanOf(mgDl)));
        expect(mage).toBeLessThanOrEqual(spreadOf(mgDl));
      }),
    );
    expect(found).toBeGreaterThan(0);
  });

  test('glucose that is higher by a constant has the same, and twice the glucose twice as much', () => {
    fc.assert(
      fc.property(trace, mgDl => {
        const mage = mageOf(mgDl);
        // Powers of two keep all sums of whole numbers exact.
        expect(mageOf(mgDl.map(value => value + 64))).toBe(mage);
        expect(mageOf(mgDl.map(value => value * 2))).toBe(mage === null ? null : mage * 2);
      }),
    );
  });

  test('upside down, rises are falls: the mean of both stays, where the trace does not begin level', () => {
    let compared = 0;
    fc.assert(
      fc.property(trace, mgDl => {
        const [turned, mage] = [mageOf(mgDl.map(value => 440 - value)), mageOf(mgDl)];
        fc.pre(meanOf(mgDl.slice(0, 5)) !== meanOf(mgDl.slice(0, 32)));
        compared += 1;
        if (mage === null || turned === null) expect(turned).toBe(mage);
        else expect(turned).toBeCloseTo(mage, 9);
      }),
    );
    expect(compared).toBeGreaterThan(0);
  });
});
